import { type Entry, isRejected, type Line, type Rejected, rejected } from './entry.ts';
import type { Kind } from './kinds.ts';

/** Entries looked at together when they are grouped: more makes fewer, fuller records of each actor. */
export const WINDOW = 20_000;

/** Entries of one request with their JSON, in step. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly texts: readonly string[];
}

/**
 * Packs lines into requests within the kind's limits. Lines that cannot go (no JSON, too large) are given
 * to `refuse`. Order is kept, save that within a window the lines of a group come together.
 */
export async function* batches(
  lines: AsyncIterable<Line> | Iterable<Line>,
  kind: Kind,
  refuse: (line: Rejected) => void,
): AsyncGenerator<Batch> {
  let window: Entry[] = [];
  for await (const line of lines) {
    if (isRejected(line)) {
      refuse(line);
      continue;
    }
    window.push(line);
    if (window.length < (kind.groupOf ? WINDOW : kind.maxCount)) continue;
    yield* packed(regrouped(window, kind), kind, refuse);
    window = [];
  }
  yield* packed(regrouped(window, kind), kind, refuse);
}

/** The same entries, those of a group next to one another, groups by first appearance. */
function regrouped(entries: Entry[], kind: Kind): Entry[] {
  if (!kind.groupOf) return entries;
  return [...Map.groupBy(entries, (entry) => kind.groupOf!(entry.value)).values()].flat();
}

function* packed(entries: readonly Entry[], kind: Kind, refuse: (line: Rejected) => void): Generator<Batch> {
  let [kept, texts, bytes] = [[] as Entry[], [] as string[], 0];
  for (const entry of entries) {
    const text = JSON.stringify(entry.value);
    const size = Buffer.byteLength(text) + 1;
    if (size > kind.maxBytes) {
      refuse(rejected(entry, 'too-large', `line has ${size} bytes, a request takes ${kind.maxBytes}`));
      continue;
    }
    if (kept.length === kind.maxCount || bytes + size > kind.maxBytes) {
      yield { entries: kept, texts };
      [kept, texts, bytes] = [[], [], 0];
    }
    kept.push(entry);
    texts.push(text);
    bytes += size;
  }
  if (kept.length > 0) yield { entries: kept, texts };
}
