import type { PairRow } from './kept-counts.ts';
import { type Directed, type Matrix, unitCount } from './matrix.ts';
import { transpose } from './pairs.ts';
import type { Groups } from './sort.ts';

/** Both directions of a matrix, in the numbers of its items. */
export interface BothWays extends Directed {
  readonly matrix: Pick<Matrix, 'starts' | 'items'>;
  /** The units that hold each item as a partner. */
  readonly holders: Groups;
}

/** O(entries) */
export function bothWays(matrix: Matrix): BothWays {
  const holders = transpose(matrix, matrix.ids.length);
  if (matrix.directed) return { ...matrix.directed, matrix, holders };
  const totals = holders.starts.slice(1).map((end, item) => end - holders.starts[item]!);
  const units = unitCount(matrix);
  return { columns: holders, rowTotals: totals, columnTotals: totals, units, matrix, holders };
}

/** A row of which at least such a part of all items is met is read off the counters, a shorter one is listed and sorted. */
const DENSE_FROM = 1 / 16;

/** Counts rows of pairs from the units, all partners in ascending order. Memory O(items). */
export class UnitCounter {
  readonly #ways: BothWays;
  readonly #least: number;
  /** 0 between rows. */
  readonly #counts: Uint32Array;
  readonly #listed: Uint32Array;

  /** @param least count of a pair that is wanted, at least 1 */
  constructor(ways: BothWays, least: number) {
    this.#ways = ways;
    this.#least = least;
    this.#counts = new Uint32Array(ways.rowTotals.length);
    this.#listed = new Uint32Array(ways.rowTotals.length + 1);
  }

  /** Increments that an item's row takes. */
  steps(item: number): number {
    const { columns, matrix } = this.#ways;
    let steps = 0;
    for (let at = columns.starts[item]!; at < columns.starts[item + 1]!; at++) {
      const unit = columns.members[at]!;
      steps += matrix.starts[unit + 1]! - matrix.starts[unit]!;
    }
    return steps;
  }

  /** Counts an item's row. O(steps), and sorting what is kept of a short one */
  count(item: number, row: PairRow): void {
    const steps = this.steps(item);
    const listed = accumulate(this.#ways, item, this.#least, this.#counts, this.#listed);
    this.#counts[item] = 0;
    if (listed > this.#counts.length * DENSE_FROM) this.#readOff(row);
    else this.#readListed(row, listed);
    if (steps > this.#counts.length) this.#counts.fill(0);
    else clear(this.#ways, item, this.#counts);
  }

  /** The exact counts of some partners of an item, whatever they are. O(steps) */
  countSome(item: number, partners: readonly number[]): number[] {
    accumulate(this.#ways, item, 1, this.#counts, this.#listed);
    const counts = partners.map((partner) => this.#counts[partner]!);
    clear(this.#ways, item, this.#counts);
    return counts;
  }

  #readOff(row: PairRow): void {
    const [counts, least] = [this.#counts, this.#least];
    let size = 0;
    for (let item = 0; item < counts.length; item++) {
      const count = counts[item]!;
      if (count < least) continue;
      row.partners[size] = item;
      row.counts[size++] = count;
    }
    row.size = size;
  }

  #readListed(row: PairRow, listed: number): void {
    const partners = this.#listed.subarray(0, listed).sort();
    let size = 0;
    for (const partner of partners) {
      const count = this.#counts[partner]!;
      if (count === 0) continue;
      row.partners[size] = partner;
      row.counts[size++] = count;
    }
    row.size = size;
  }
}

// Functions over arrays, since the engine gives up on methods whose object changes its shape.

/** Counts all partners of an item, itself too, and lists those that reach `least`, without a branch. @returns how many */
function accumulate(
  { columns, matrix }: BothWays,
  item: number,
  least: number,
  counts: Uint32Array,
  listed: Uint32Array,
): number {
  const { starts, items } = matrix;
  const { members } = columns;
  const end = columns.starts[item + 1]!;
  let size = 0;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = members[at]!;
    const last = starts[unit + 1]!;
    for (let entry = starts[unit]!; entry < last; entry++) {
      const partner = items[entry]!;
      const count = (counts[partner]! + 1) | 0;
      counts[partner] = count;
      listed[size] = partner;
      size += ((count ^ least) - 1) >>> 31;
    }
  }
  return size;
}

function clear({ columns, matrix }: BothWays, item: number, counts: Uint32Array): void {
  const { starts, items } = matrix;
  const end = columns.starts[item + 1]!;
  for (let at = columns.starts[item]!; at < end; at++) {
    const unit = columns.members[at]!;
    const last = starts[unit + 1]!;
    for (let entry = starts[unit]!; entry < last; entry++) counts[items[entry]!] = 0;
  }
}

/** A step of a search in a sorted list costs as much as so many steps through it: it is a cache line further. */
const STEPS_PER_SEARCH = 16;

/** Exact counts of a few partners of an item each. Memory O(units). */
export class MeetingCounter {
  readonly #ways: BothWays;
  readonly #units: UnitCounter;
  /** 1 for the item's units; 0 between calls. */
  readonly #isOwn: Uint8Array;

  constructor(ways: BothWays, units: UnitCounter) {
    this.#ways = ways;
    this.#units = units;
    this.#isOwn = new Uint8Array(ways.matrix.starts.length);
  }

  /** What costs least: counting the whole row, walking through each partner's units, or looking each own unit up in them. */
  count(item: number, partners: readonly number[]): number[] {
    const { columns, holders } = this.#ways;
    const own = sizeOf(columns, item);
    let steps = 2 * own;
    for (const partner of partners) steps += Math.min(sizeOf(holders, partner), STEPS_PER_SEARCH * own);
    if (2 * this.#units.steps(item) <= steps) return this.#units.countSome(item, partners);
    mark(columns, item, this.#isOwn, 1);
    const counts: number[] = [];
    for (const partner of partners)
      counts.push(
        sizeOf(holders, partner) <= STEPS_PER_SEARCH * own
          ? markedOf(holders, partner, this.#isOwn)
          : common(columns, item, holders, partner),
      );
    mark(columns, item, this.#isOwn, 0);
    return counts;
  }
}

const sizeOf = ({ starts }: Groups, item: number): number => starts[item + 1]! - starts[item]!;

function mark({ starts, members }: Groups, item: number, marks: Uint8Array, as: number): void {
  const end = starts[item + 1]!;
  for (let at = starts[item]!; at < end; at++) marks[members[at]!] = as;
}

function markedOf({ starts, members }: Groups, item: number, marks: Uint8Array): number {
  const end = starts[item + 1]!;
  let count = 0;
  for (let at = starts[item]!; at < end; at++) count += marks[members[at]!]!;
  return count;
}

/** Members of one group that are in another, the longer one. O(short · log long) */
function common({ starts, members }: Groups, item: number, others: Groups, other: number): number {
  const [from, end] = [others.starts[other]!, others.starts[other + 1]!];
  let count = 0;
  for (let at = starts[item]!; at < starts[item + 1]!; at++) {
    const member = members[at]!;
    let [low, high] = [from, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (others.members[middle]! < member) low = middle + 1;
      else high = middle;
    }
    if (low < end && others.members[low] === member) count++;
  }
  return count;
}
