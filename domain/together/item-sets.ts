import type { Matrix } from './matrix.ts';

/** Sets of items, each ascending: set s is `items[starts[s]] … items[starts[s + 1] - 1]`. */
export type ItemSets = Pick<Matrix, 'starts' | 'items'>;

export const setOf = ({ starts, items }: ItemSets, set: number): Uint32Array =>
  items.subarray(starts[set], starts[set + 1]);

/** All of `first`, then all of `second` in other numbers. O(items of both) */
export function joinSets(first: ItemSets, second: ItemSets, numberOf: Uint32Array): ItemSets {
  const [sets, size] = [first.starts.length - 1, first.items.length];
  const starts = new Uint32Array(sets + second.starts.length);
  const items = new Uint32Array(size + second.items.length);
  starts.set(first.starts);
  items.set(first.items);
  for (let set = 1; set < second.starts.length; set++) starts[sets + set] = size + second.starts[set]!;
  for (let at = 0; at < second.items.length; at++) items[size + at] = numberOf[second.items[at]!]!;
  for (let set = sets; set < starts.length - 1; set++) order(items, starts[set]!, starts[set + 1]!);
  return { starts, items };
}

/** Numbers of items that vanished lie behind the others: only sets with one of them are out of order. */
function order(items: Uint32Array, from: number, to: number): void {
  for (let at = from + 1; at < to; at++)
    if (items[at]! < items[at - 1]!) {
      items.subarray(from, to).sort();
      return;
    }
}

/** What two ascending sets have that the other has not. O(items of both) */
export function compareSets(
  left: Uint32Array,
  right: Uint32Array,
): { readonly onlyLeft: number[]; readonly onlyRight: number[]; readonly both: number[] } {
  const [onlyLeft, onlyRight, both]: number[][] = [[], [], []];
  let [a, b] = [0, 0];
  while (a < left.length || b < right.length) {
    const [one, other] = [left[a] ?? Number.POSITIVE_INFINITY, right[b] ?? Number.POSITIVE_INFINITY];
    if (one === other) both!.push(one);
    else if (one < other) onlyLeft!.push(one);
    else onlyRight!.push(other);
    if (one <= other) a++;
    if (other <= one) b++;
  }
  return { onlyLeft: onlyLeft!, onlyRight: onlyRight!, both: both! };
}

/** Sets by content: equal ones are of one class. */
export interface SetClasses {
  readonly classOf: Uint32Array;
  /** A set of each class. */
  readonly examples: Uint32Array;
}

/** Compares by hash first, then item by item: sets of one hash that differ are of two classes. O(items), as a rule. */
export function classify(sets: ItemSets): SetClasses {
  const count = sets.starts.length - 1;
  const mask = tableSize(count) - 1;
  const table = new Uint32Array(mask + 1);
  const hashes = new Uint32Array(count);
  const classOf = new Uint32Array(count);
  const examples = new Uint32Array(count);
  let classes = 0;
  for (let set = 0; set < count; set++) {
    const hash = hashOf(sets, set);
    hashes[set] = hash;
    let slot = hash & mask;
    while (table[slot] !== 0 && !isSame(sets, hashes, set, examples[table[slot]! - 1]!))
      slot = (slot + 1) & mask;
    if (table[slot] === 0) {
      examples[classes] = set;
      table[slot] = ++classes;
    }
    classOf[set] = table[slot]! - 1;
  }
  return { classOf, examples: examples.slice(0, classes) };
}

/** A power of two that is at most half full. */
const tableSize = (entries: number): number => 2 ** Math.ceil(Math.log2(2 * entries + 2));

function hashOf({ starts, items }: ItemSets, set: number): number {
  let hash = 0x811c9dc5;
  const end = starts[set + 1]!;
  for (let at = starts[set]!; at < end; at++) {
    hash = Math.imul(hash ^ items[at]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) >>> 0;
}

function isSame({ starts, items }: ItemSets, hashes: Uint32Array, set: number, other: number): boolean {
  const [from, against] = [starts[set]!, starts[other]!];
  const length = starts[set + 1]! - from;
  if (hashes[set] !== hashes[other] || length !== starts[other + 1]! - against) return false;
  for (let at = 0; at < length; at++) if (items[from + at] !== items[against + at]) return false;
  return true;
}
