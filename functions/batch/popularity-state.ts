import {
  popularityCurrentKey,
  popularityIndexedKey,
  popularityPrefix,
  popularityServingKey,
} from '../../contract/storage-keys.ts';
import { type DayColumns, DayEvents } from '../../domain/popularity/day-events.ts';
import type { Landmarks } from '../../domain/popularity/decay.ts';
import { type StoredTotals, Totals } from '../../domain/popularity/totals.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { gunzip, gzip } from './gzip.ts';
import { getBytes, putJson } from './run-files.ts';

/** How far a shard of the stream is counted: its last sequence, and the hour folder that it lies in. */
export interface ShardPosition {
  readonly sequence: string;
  readonly arrivedAt: string;
}

/** The state that stands: everything else in the folder is named by it. */
export interface PopularityState {
  /** The run that made it, and when: a step that is tried again makes another. */
  readonly version: string;
  readonly asOf: string;
  readonly landmarks: Landmarks;
  readonly shards: Readonly<Record<string, ShardPosition>>;
  /** Keys of imported files that are counted. */
  readonly imports: readonly string[];
  /** Day → key of its events. */
  readonly days: Readonly<Record<string, string>>;
  readonly totals: string;
  /** Fingerprint of the erasures that it knows: with another one everything is counted anew. */
  readonly erasures?: string | undefined;
  /** Key of the items whose numbers changed since the search index was last brought to a state. */
  readonly pending?: string | undefined;
}

/** The state that stands; undefined before the first run. */
export async function readState(artefacts: ObjectStore): Promise<PopularityState | undefined> {
  const bytes = await artefacts.get(popularityCurrentKey);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as PopularityState);
}

/** Another run moved the state meanwhile: what this one counted would be counted twice. */
export class StateMovedError extends Error {
  readonly code = 'state-moved';
  constructor(expected: string | undefined, found: string | undefined) {
    super(
      `the popularity state is ${found ?? 'gone'}, this run began from ${expected ?? 'none'}: another run was faster`,
    );
  }
}

/**
 * Makes a state stand, if the one that it was made from still does; then removes the files that nobody names any more, those of runs
 * that died among them.
 */
export async function moveState(
  artefacts: ObjectStore,
  from: PopularityState | undefined,
  to: PopularityState,
): Promise<void> {
  const standing = await readState(artefacts);
  if (standing?.version !== from?.version) throw new StateMovedError(from?.version, standing?.version);
  await putJson(artefacts, popularityCurrentKey, to);
  const named = new Set([popularityCurrentKey, popularityServingKey, popularityIndexedKey, ...filesOf(to)]);
  const old: string[] = [];
  for await (const { key } of artefacts.list(popularityPrefix)) if (!named.has(key)) old.push(key);
  if (old.length > 0) await artefacts.remove(old);
}

const filesOf = ({ days, totals, pending }: PopularityState): string[] => [
  totals,
  ...(pending === undefined ? [] : [pending]),
  ...Object.values(days),
];

export async function readDay(
  artefacts: ObjectStore,
  day: string,
  key: string | undefined,
): Promise<DayEvents> {
  if (key === undefined) return new DayEvents(day);
  return new DayEvents(day, JSON.parse(gunzipText(await getBytes(artefacts, key))) as DayColumns);
}

export async function writeDay(artefacts: ObjectStore, version: string, day: DayEvents): Promise<string> {
  const key = `${popularityPrefix}${version}/day-${day.day}.json.gz`;
  await artefacts.put(key, gzip(JSON.stringify(day.columns())), { contentType: 'application/gzip' });
  return key;
}

export async function readTotals(artefacts: ObjectStore, key: string | undefined): Promise<Totals> {
  if (key === undefined) return new Totals();
  return new Totals(JSON.parse(gunzipText(await getBytes(artefacts, key))) as StoredTotals);
}

export async function writeTotals(artefacts: ObjectStore, version: string, totals: Totals): Promise<string> {
  const key = `${popularityPrefix}${version}/totals.json.gz`;
  await artefacts.put(key, gzip(JSON.stringify(totals.stored())), { contentType: 'application/gzip' });
  return key;
}

/** Items whose child may not be what the state says; all of them where that is not known. */
export async function readPending(
  artefacts: ObjectStore,
  { pending }: Pick<PopularityState, 'pending'>,
): Promise<ReadonlySet<string> | 'all'> {
  if (pending === undefined) return 'all';
  const stored = JSON.parse(gunzipText(await getBytes(artefacts, pending))) as readonly string[] | 'all';
  return stored === 'all' ? stored : new Set(stored);
}

export async function writePending(
  artefacts: ObjectStore,
  version: string,
  pending: ReadonlySet<string> | 'all',
): Promise<string> {
  const key = `${popularityPrefix}${version}/pending.json.gz`;
  const stored = pending === 'all' ? pending : [...pending].sort();
  await artefacts.put(key, gzip(JSON.stringify(stored)), { contentType: 'application/gzip' });
  return key;
}

const gunzipText = (bytes: Uint8Array): string => new TextDecoder().decode(gunzip(bytes));
