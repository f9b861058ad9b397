import { hash24 } from './tail.ts';

/** A key of no item here. */
export const NO_KEY = -1;

/** Items by what they have in common: a small number each, NO_KEY for none, and the same for what was shown before. */
export interface Keyed {
  readonly keys: Int32Array;
  readonly distinct: number;
  /** Oldest first; NO_KEY for what none of the items has. */
  readonly before: readonly number[];
}

/**
 * Numbers texts in the order of their first appearance.
 * @param shown 24-bit hashes (tail.ts) of what was shown before
 */
export function keyed(texts: readonly (string | undefined)[], shown: readonly number[] = []): Keyed {
  const numbers = new Map<string, number>();
  const keys = Int32Array.from(texts, (text) => {
    if (text === undefined) return NO_KEY;
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
  const byHash = new Map(shown.length === 0 ? [] : Array.from(numbers, ([text, key]) => [hash24(text), key]));
  const before = shown.map((hash) => byHash.get(hash) ?? NO_KEY);
  return { keys, distinct: numbers.size, before };
}

/** The places of each key's items in order, as a linked list: the first of each key, and the next of each place; −1 ends it. */
export function chain(keys: Int32Array, distinct: number): { first: Int32Array; next: Int32Array } {
  const first = new Int32Array(distinct).fill(-1);
  const next = new Int32Array(keys.length).fill(-1);
  for (let place = keys.length - 1; place >= 0; place--) {
    const key = keys[place]!;
    if (key === NO_KEY) continue;
    next[place] = first[key]!;
    first[key] = place;
  }
  return { first, next };
}
