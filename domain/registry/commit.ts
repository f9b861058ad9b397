import type { Timestamp } from '../events/event.ts';
import type { DocumentPointer, DocumentVersion, RegistryHead } from '../ports.ts';

/** One head holds them all: 1,000 entries of at most 360 bytes stay below DynamoDB's 400 KB. Deleted ones count until they must go. */
export const MOST_DOCUMENTS = 1000;

/** What somebody wants of one name: a document, its deletion, or the shipped one again. */
export type Wish =
  | { readonly key: string; readonly state: 'stored'; readonly document: unknown }
  | { readonly key: string; readonly state: 'deleted' | 'reset' };

export interface Commit {
  readonly head: RegistryHead;
  readonly versions: readonly DocumentVersion[];
}

export class RegistryFullError extends Error {
  readonly code = 'registry-full';
  constructor(count: number) {
    super(`a registry holds at most ${MOST_DOCUMENTS} stored documents, this would make ${count}`);
  }
}

/**
 * The next head and the rows behind it. `id` names the change; no two changes may share one.
 * @throws RegistryFullError
 */
export function commitOf(
  head: RegistryHead,
  wishes: readonly Wish[],
  made: {
    readonly id: string;
    readonly at: Timestamp;
    readonly by: string;
    readonly note?: string | undefined;
  },
): Commit {
  const { id, at, by, note } = made;
  const versions = wishes.map((wish): DocumentVersion => {
    const before = head.documents.get(wish.key);
    const version = (before?.version ?? 0) + 1;
    return { ...wish, version, row: id, at, by, note, previous: before?.row };
  });
  const moved = new Map(head.documents);
  for (const version of versions) moved.set(version.key, pointerOf(version));
  return { head: { revision: head.revision + 1, commit: id, documents: bounded(moved) }, versions };
}

const pointerOf = ({ version, row, state, at, by }: DocumentVersion): DocumentPointer => ({
  version,
  row,
  state,
  at,
  by,
});

/** The longest deleted are forgotten where there is no room, so that campaigns that come and go do not fill it. */
function bounded(documents: Map<string, DocumentPointer>): Map<string, DocumentPointer> {
  const over = documents.size - MOST_DOCUMENTS;
  if (over <= 0) return documents;
  const deleted = [...documents].filter(([, { state }]) => state === 'deleted');
  if (deleted.length < over) throw new RegistryFullError(documents.size - deleted.length);
  const oldest = deleted.sort(([, a], [, b]) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(0, over);
  for (const [key] of oldest) documents.delete(key);
  return documents;
}
