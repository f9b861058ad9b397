/**
 * What the domain needs of the world. Adapters implement these; each has one contract suite
 * (test/contract/) that runs on every implementation. Times are milliseconds since 1970 unless a
 * Timestamp; "now" is always passed in.
 */
import type { Item, StoredItem } from './catalogue/item.ts';
import type { Scope, Timestamp } from './events/event.ts';
import type { ActorChange, ActorState, Preferences, Profile } from './identity/actor.ts';
import type { ActorKey } from './identity/owner.ts';
import type { Json, SearchHit, SearchRequest } from './search/search.ts';

/** Passed in wherever time matters, so that tests choose it. */
export type Clock = () => number;

export interface ActorStore {
  /** One Query an actor, in parallel. An actor never seen is answered with an empty state. */
  read(actors: readonly ActorKey[]): Promise<Map<ActorKey, ActorState>>;
  /** Unites a change with what is stored. Idempotent and order-free; written at most once a row. */
  record(change: ActorChange): Promise<void>;
  putProfile(actor: ActorKey, profile: Profile): Promise<void>;
  /** Null removes a preference; absent leaves it. Answers the preferences after it. */
  patchPreferences(
    actor: ActorKey,
    patch: { [K in keyof Preferences]?: Preferences[K] | null },
  ): Promise<Preferences>;
  /** Removes every row. Answers the removed row count by kind (profile, recent, purchases, links, …). */
  remove(actor: ActorKey): Promise<Readonly<Record<string, number>>>;
}

export type ItemWriteOutcome =
  | { readonly outcome: 'stored'; readonly item: StoredItem }
  /** A newer write stands; the stored item is answered. */
  | { readonly outcome: 'stale'; readonly item: StoredItem }
  /** PATCH or DELETE of an item that was never written. */
  | { readonly outcome: 'unknown' };

export interface ItemStore {
  /**
   * Decides the order of writes (design §4): an older updatedAt never overwrites a newer one; without one
   * a write counts as max(now, stored + 1 ms); at equal times sanctioned and deleted win, and the same
   * write again is 'stored' (so a retry is harmless).
   */
  put(item: Item & { readonly updatedAt?: Timestamp | undefined }, now: number): Promise<ItemWriteOutcome>;
  /** Fields given replace the stored ones, null removes; same order of writes. */
  patch(
    itemId: string,
    change: Readonly<Record<string, unknown>> & { readonly updatedAt?: Timestamp | undefined },
    now: number,
  ): Promise<ItemWriteOutcome>;
  /** Leaves a tombstone: status deleted. */
  remove(itemId: string, now: number): Promise<ItemWriteOutcome>;
  /** Consistent read; absent ids are absent from the answer. Any number of ids (≤ 100 a call inside). */
  read(itemIds: readonly string[]): Promise<Map<string, StoredItem>>;
  /** Every item, tombstones too, of one of `segments` parts of the table, a page at a time. */
  scan(segment: number, segments: number): AsyncIterable<readonly StoredItem[]>;
}

/** A document for the index. Version: external_gte, so that an older one never overwrites a newer. */
export interface IndexDocument {
  readonly id: string;
  readonly routing: string;
  readonly version: number;
  /** Undefined removes the document (a child whose item matters in no facet any more). */
  readonly body: Readonly<Record<string, Json>> | undefined;
}

/** Why the search engine did not answer: a slow or broken one is another thing than a wrong request. */
export type SearchFailureKind =
  | 'timeout'
  | 'unreachable'
  | 'throttled'
  | 'blocked'
  | 'missing-index'
  | 'invalid';
export interface SearchFailure extends Error {
  readonly code: 'search-failed';
  readonly kind: SearchFailureKind;
}

/** Reading the item index. Nothing is retried here: a sick cluster must not get double load. */
export interface ItemSearch {
  /** @param budgetMs the request is given up (kind timeout) after that. @throws SearchFailure */
  search(request: SearchRequest, budgetMs: number): Promise<readonly SearchHit[]>;
  /** How many documents match. @throws SearchFailure */
  count(query: SearchRequest['query'], budgetMs: number): Promise<number>;
}

/** Writing and administering the item index (contract/search.ts). */
export interface ItemIndex {
  /** Makes the first index and the alias when there is none. Safe at any time, by several at once. */
  ensure(): Promise<void>;
  /**
   * Writes to the index behind the alias and, while a reindex runs, to the next one too. Answers per document
   * undefined when it is there (or a newer one is), or the reason why not, its SearchFailureKind in front: `invalid: …`
   * will not do better when tried again. @throws SearchFailure when nothing was
   */
  write(documents: readonly IndexDocument[]): Promise<readonly (string | undefined)[]>;
  /** Makes a new, empty index that writers fill from now on beside the one served; the same one again if it runs. */
  beginNext(suffix: string): Promise<{ readonly index: string }>;
  /** Moves the alias to the next index and removes the old ones. Twice is harmless. */
  finishNext(index: string): Promise<{ readonly removed: readonly string[] }>;
  /** What tells the index behind the alias, and the one being filled, from any other that ever had their names. */
  identities(): Promise<readonly string[]>;
  /** The index behind the alias, the one being filled, items (not their popularity) in each. */
  describe(): Promise<{
    readonly current?: string | undefined;
    readonly next?: string | undefined;
    readonly documents: Readonly<Record<string, number>>;
  }>;
}

/** The cluster itself, by the control plane. */
export interface SearchCluster {
  /** Whether a bulk load may begin, and why not in words. */
  health(): Promise<{ readonly ok: boolean; readonly words: string }>;
}

/** Where a long feed stands, when its cursor would not fit a URL. Written once, never changed, gone with its TTL. */
export interface FeedStore {
  put(id: string, state: Uint8Array, expiresAt: number): Promise<void>;
  /** Undefined when it never was, or has expired at `now`. */
  read(id: string, now: number): Promise<Uint8Array | undefined>;
}

/** A neighbour list as served: [itemId, score, count?] by descending score. */
export type ModelItem = readonly [itemId: string, score: number, count?: number];
export interface ModelRow {
  readonly key: string;
  readonly items: readonly ModelItem[];
}
export interface ModelVersion {
  readonly model: string;
  readonly version: string;
  readonly kind: 'item-to-items' | 'user-to-items' | 'segment-to-items';
  readonly state: 'publishing' | 'ready' | 'refused';
  readonly createdAt: Timestamp;
  readonly publishedAt?: Timestamp | undefined;
  readonly producer: string;
  readonly rows: number;
  /** Figures shown at GET /models: rows, rowsWritten, writeUnits, coverage … */
  readonly figures: Readonly<Record<string, number>>;
  readonly refusal?: string | undefined;
  readonly runId?: string | undefined;
  /** SHA-256 (hex) of its manifest as published: a version never changes its files. */
  readonly checksum?: string | undefined;
}

/**
 * Which version readers see. Versions are published under growing ordinals; a row keeps its last two
 * (ordinal, data); readers take the newest that is not after `active` and not withdrawn.
 */
export interface ModelPointer {
  readonly model: string;
  readonly activeVersion?: string | undefined;
  readonly active: number;
  readonly newest: number;
  /** Whose ordinal `newest` is: so that a half-finished publish goes on under its own. */
  readonly newestVersion?: string | undefined;
  /** The one that a flip can go to: the version before, or, gone back, the one after. None while publishing. */
  readonly previousVersion?: string | undefined;
  readonly previous?: number | undefined;
  readonly withdrawn: readonly number[];
}

export interface ModelStore {
  pointers(): Promise<readonly ModelPointer[]>;
  pointer(model: string): Promise<ModelPointer | undefined>;
  versions(model: string): Promise<readonly ModelVersion[]>;
  putVersion(version: ModelVersion): Promise<void>;
  /** Forgets a version that nobody reads; its files are not touched. Twice is harmless. */
  removeVersion(model: string, version: string): Promise<void>;
  /** Takes the next ordinal for a version (the same one again for a version that is half published). */
  begin(model: string, version: string): Promise<ModelPointer & { readonly ordinal: number }>;
  /**
   * Writes rows (items undefined: a tombstone) under an ordinal, but for those whose stored row may stay by
   * `tolerance` (domain/models/tolerance.ts; absent: 0). Answers the rows written and kept, and the write units.
   */
  writeRows(
    pointer: ModelPointer,
    ordinal: number,
    rows: readonly { readonly key: string; readonly items: readonly ModelItem[] | undefined }[],
    tolerance?: number,
  ): Promise<{ readonly rows: number; readonly kept: number; readonly writeUnits: number }>;
  /** Conditional pointer flip. @throws when somebody else flipped meanwhile */
  activate(pointer: ModelPointer, version: string, ordinal: number): Promise<ModelPointer>;
  /**
   * Rows as the pointer shows them; absent keys are absent. One BatchGet per 100.
   */
  readRows(
    requests: readonly { readonly pointer: ModelPointer; readonly key: string }[],
  ): Promise<readonly (ModelRow | undefined)[]>;
}

/** A run as stored. The steps are separate rows so that parallel workers never overwrite each other. */
export interface RunRecord {
  readonly runId: string;
  readonly job: string;
  readonly state: 'starting' | 'running' | 'succeeded' | 'failed' | 'timed-out' | 'stopped';
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp | undefined;
  readonly executionArn?: string | undefined;
  readonly error?: string | undefined;
}
export interface RunStepRecord {
  readonly runId: string;
  readonly step: string;
  readonly part?: number | undefined;
  readonly state: 'running' | 'succeeded' | 'failed';
  readonly startedAt: Timestamp;
  readonly endedAt?: Timestamp | undefined;
  readonly counts?: Readonly<Record<string, number>> | undefined;
  readonly error?: string | undefined;
}
export interface RunStore {
  /** Takes the job's lease and records the run; answers the runId that holds the lease (another's if held). */
  start(
    run: RunRecord,
    leaseUntil: number,
    now: number,
  ): Promise<{ readonly runId: string; readonly started: boolean }>;
  update(runId: string, change: Partial<Omit<RunRecord, 'runId' | 'job'>>): Promise<void>;
  putStep(step: RunStepRecord): Promise<void>;
  /** Ends the run and gives the lease back if it still is this run's. Ending twice changes nothing. */
  end(runId: string, change: Pick<RunRecord, 'state' | 'endedAt' | 'error'>): Promise<void>;
  read(
    runId: string,
  ): Promise<{ readonly run: RunRecord; readonly steps: readonly RunStepRecord[] } | undefined>;
  /** Newest first. */
  list(job: string, limit: number): Promise<readonly RunRecord[]>;
}

export interface Workflows {
  /** Starts the job's state machine with the runId as its name; starting the same runId twice is harmless. */
  start(job: string, runId: string, input: unknown): Promise<{ readonly executionArn: string }>;
  stop(executionArn: string, reason: string): Promise<void>;
}

export interface StoredKey {
  readonly scope: Scope;
  readonly createdAt: Timestamp;
}
export interface KeyStore {
  /** By the SHA-256 (hex) of the key; the key itself is never stored. */
  read(hash: string): Promise<StoredKey | undefined>;
  put(hash: string, key: StoredKey): Promise<void>;
  /** The signing secret by name: made on first use (a conditional put; the first maker wins). */
  secret(name: string): Promise<Uint8Array>;
}

export interface StreamEntry {
  readonly partitionKey: string;
  readonly data: string;
}
export interface IngestStream {
  /** Answers, per entry, undefined when it is taken or the reason why not. Throws only when nothing was. */
  put(entries: readonly StreamEntry[]): Promise<readonly (string | undefined)[]>;
}

export interface StoredObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
}
export interface ObjectStore {
  put(key: string, body: Uint8Array | string, options?: { readonly contentType?: string }): Promise<void>;
  get(key: string): Promise<Uint8Array | undefined>;
  /** Byte stream of an object, for files too large to hold. */
  stream(key: string): Promise<AsyncIterable<Uint8Array>>;
  list(prefix: string): AsyncIterable<StoredObject>;
  remove(keys: readonly string[]): Promise<void>;
  /** A URL that takes one PUT of the object, without credentials. */
  presignPut(key: string, seconds: number): Promise<string>;
}

/** What a stored version of a registry's document did. reset: the shipped one holds again. */
export type DocumentState = 'stored' | 'deleted' | 'reset';

/** Which version of a document holds. Versions count from 1; 0 is the shipped one. */
export interface DocumentPointer {
  readonly version: number;
  /** Names the version's row: of two who write one version at once, only one row is ever pointed to. */
  readonly row: string;
  readonly state: DocumentState;
  readonly at: Timestamp;
  readonly by: string;
}
/** A version of a document, written once and never changed. */
export interface DocumentVersion extends DocumentPointer {
  /** `pages/home` (domain/registry/kinds.ts) */
  readonly key: string;
  /** Of state stored. */
  readonly document?: unknown;
  readonly note?: string | undefined;
  /** Row of the version before. */
  readonly previous?: string | undefined;
}
/** Which versions hold together. Moved as one: a reader sees all of a change or nothing of it. */
export interface RegistryHead {
  /** 0 while nothing was ever stored. */
  readonly revision: number;
  /** Names the change that made it. */
  readonly commit: string;
  /** By key; a name that is not here was never stored. */
  readonly documents: ReadonlyMap<string, DocumentPointer>;
}

/** Versioned documents. Pages, and all that they lead to, are read through it. */
export interface RegistryStore {
  head(): Promise<RegistryHead>;
  /** Versions by key and row; undefined for one that is not there. */
  read(
    versions: readonly { readonly key: string; readonly pointer: DocumentPointer }[],
  ): Promise<readonly (DocumentVersion | undefined)[]>;
  /** The version pointed to and those before it, newest first, at most `limit`; never one that no head pointed to. */
  history(key: string, pointer: DocumentPointer, limit: number): Promise<readonly DocumentVersion[]>;
  /**
   * Writes the versions, then moves the head from the revision before `head` to it. All or nothing; the same commit again is harmless.
   * @throws an error of code registry-moved when somebody else moved it meanwhile
   */
  commit(head: RegistryHead, versions: readonly DocumentVersion[]): Promise<void>;
}
