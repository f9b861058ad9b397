import type { Pairs } from './pairs.ts';

/** Counts by rank. Narrow where no count overflows: more of them stay in the processor's cache. */
export type Counts = Uint16Array | Int32Array;

/** @returns zeros for as many items as there are */
export function toCounts({ totals }: Pairs): Counts {
  const items = totals.length;
  return (totals[items - 1] ?? 0) < 2 ** 16 ? new Uint16Array(items) : new Int32Array(items);
}

// These loops are functions over arrays, since the engine gives up on methods whose object changes its shape.

/** Increments that the row of an item takes. */
export function stepsOf({ starts, columns }: Pairs, item: number): number {
  const { members } = columns;
  const end = columns.starts[item + 1]!;
  let steps = 0;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = members[at]!;
    steps += starts[unit + 1]! - starts[unit]!;
  }
  return steps;
}

/** Counts every partner that the units of an item hold. O(steps) */
export function accumulate({ starts, ranks, columns }: Pairs, item: number, counts: Counts): void {
  const { members } = columns;
  const end = columns.starts[item + 1]!;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = members[at]!;
    const last = starts[unit + 1]!;
    for (let entry = starts[unit]!; entry < last; entry++) counts[ranks[entry]!]!++;
  }
}

/**
 * The same, and lists the ranks of those that reach `least`. Listing takes no branch, as no processor could
 * guess it.
 *
 * @param listed one longer than items: the next place is written before it is known whether it is wanted
 * @returns how many are listed
 */
export function accumulateListing(
  { starts, ranks, columns }: Pairs,
  item: number,
  least: number,
  counts: Counts,
  listed: Int32Array,
): number {
  const { members } = columns;
  const end = columns.starts[item + 1]!;
  let size = 0;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = members[at]!;
    const last = starts[unit + 1]!;
    for (let entry = starts[unit]!; entry < last; entry++) {
      const rank = ranks[entry]!;
      const count = (counts[rank]! + 1) | 0;
      counts[rank] = count;
      listed[size] = rank;
      size += isZero(count ^ least);
    }
  }
  return size;
}

/** Takes back what was counted for an item. O(steps) */
export function clear({ starts, ranks, columns }: Pairs, item: number, counts: Counts): void {
  const { members } = columns;
  const end = columns.starts[item + 1]!;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = members[at]!;
    const last = starts[unit + 1]!;
    for (let entry = starts[unit]!; entry < last; entry++) counts[ranks[entry]!] = 0;
  }
}

/** 1 for 0, 0 for any other number below 2^31, without a branch. */
const isZero = (value: number): number => (value - 1) >>> 31;
