import type { Entries } from './top-k.ts';

/** Entries dealt out by their scores, into buckets between the least score and the greatest. */
interface Buckets {
  /** The scores' doubles in halves. */
  readonly halves: Int32Array;
  /** Of each entry its bucket. */
  readonly keys: Int32Array;
  /** Of each bucket how many entries it has; after deal() of those that are wanted where their entries begin. */
  readonly tally: Uint32Array;
}

const BITS = 9;
/** Bits of a double's upper half that are left out: the engine boxes whole numbers of more than 31 bits. */
const LEFT_OUT = 10;
const HIGHEST = 2 ** (31 - LEFT_OUT);

/** @param scores of the entries, as many as there may be */
export const toBuckets = (scores: Float64Array): Buckets => ({
  halves: new Int32Array(scores.buffer),
  keys: new Int32Array(scores.length),
  tally: new Uint32Array(2 ** BITS),
});

/** Deals the first `size` entries out. @returns the least bucket that the `most` best of them lie in */
export function deal(size: number, most: number, { halves, keys, tally }: Buckets): number {
  let least = HIGHEST;
  let greatest = -HIGHEST;
  for (let at = 0; at < size; at++) {
    // The leading bits of a double as a whole number that rises with it, below 0 too.
    const half = halves[2 * at + 1]!;
    const key = (half ^ ((half >> 31) >>> 1)) >> LEFT_OUT;
    keys[at] = key;
    if (key < least) least = key;
    if (key > greatest) greatest = key;
  }
  const shift = Math.max(0, 32 - Math.clz32(greatest - least) - BITS);
  tally.fill(0);
  for (let at = 0; at < size; at++) {
    const bucket = (keys[at]! - least) >>> shift;
    keys[at] = bucket;
    tally[bucket]!++;
  }
  return toBegins(tally, most);
}

/** From the highest bucket on, until these hold so many entries, where those of each begin. @returns the last of them */
function toBegins(tally: Uint32Array, most: number): number {
  let begin = 0;
  let bucket = tally.length;
  while (begin < most && bucket > 0) {
    bucket--;
    const size = tally[bucket]!;
    tally[bucket] = begin;
    begin += size;
  }
  return bucket;
}

/**
 * Puts the entries of `first` and higher buckets in the order of these, the highest first, those of one bucket in the order
 * they have. @returns how many
 */
export function place(
  from: Entries,
  size: number,
  first: number,
  { keys, tally }: Buckets,
  to: Entries,
): number {
  const { scores, counts, items } = to;
  let placed = 0;
  for (let at = 0; at < size; at++) {
    const bucket = keys[at]!;
    if (bucket < first) continue;
    const slot = tally[bucket]!++;
    scores[slot] = from.scores[at]!;
    counts[slot] = from.counts[at]!;
    items[slot] = from.items[at]!;
    placed++;
  }
  return placed;
}
