import { Heap } from './heap.ts';
import { chain, type Keyed, keyed, NO_KEY } from './keys.ts';

export interface WindowCap {
  /** Items of one key in any window. */
  readonly most: number;
  /** Consecutive items looked at, 1 … 25. */
  readonly window: number;
  /** Hashes of the keys shown before this list, oldest first (tail.ts); 0 for an item without one. */
  readonly before?: readonly number[];
}

/**
 * At most so many of one key (a seller, a name group) in any so many consecutive items: each place takes the best ranked item that fits.
 * What does not fit moves down, and is left over when nothing else is there to put between. Items without a key always fit.
 * O(n log n).
 */
export function capInWindow<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  { most, window, before = [] }: WindowCap,
): { readonly kept: Item[]; readonly left: Item[] } {
  const numbered = keyed(items.map(keyOf), before);
  const places = place(numbered, most, window);
  const placed = new Set(places);
  return { kept: places.map((at) => items[at]!), left: items.filter((_, at) => !placed.has(at)) };
}

/** The places of the items in their new order, without those left over. */
function place({ keys, distinct, before }: Keyed, most: number, window: number): number[] {
  const { first, next } = chain(keys, distinct);
  const counts = new Int32Array(distinct);
  const shown = before.slice(Math.max(0, before.length - window + 1));
  for (const key of shown) if (key !== NO_KEY) counts[key]!++;
  const waiting = readyOf(keys, first, counts, most);
  const order: number[] = [];
  for (;;) {
    if (shown.length >= window) free(shown[shown.length - window]!);
    const at = waiting.pop();
    if (at === undefined) return order;
    const key = keys[at]!;
    order.push(at);
    shown.push(key);
    if (key === NO_KEY) continue;
    first[key] = next[at]!;
    if (++counts[key]! < most) wait(first[key]!);
  }

  /** What has left the window makes room for the next of its key. */
  function free(key: number): void {
    if (key !== NO_KEY && counts[key]!-- === most) wait(first[key]!);
  }
  function wait(at: number): void {
    if (at >= 0) waiting.push(at);
  }
}

/** The best ranked of each key that fits now, and all without a key. */
function readyOf(keys: Int32Array, first: Int32Array, counts: Int32Array, most: number): Heap {
  const ready = new Heap();
  for (const [at, key] of keys.entries())
    if (key === NO_KEY || (first[key] === at && counts[key]! < most)) ready.push(at);
  return ready;
}
