import { type Directed, type Matrix, unitCount } from './matrix.ts';
import { ascending, type Groups } from './sort.ts';

/**
 * What the kernel counts: `count(i, j)` is how many of item i's units hold j, in each of which j stands once.
 *
 * Partners go by rank, the rarest first, equal ones by item: so the counters of those that are met most lie
 * together and stay in the processor's cache, and each unit's items lie in the order of what they weigh.
 */
export interface Pairs extends Omit<Directed, 'columnTotals'> {
  readonly starts: Uint32Array;
  /** Ranks of the items of each unit, ascending. */
  readonly ranks: Uint32Array;
  readonly rankOf: Uint32Array;
  readonly itemOf: Uint32Array;
  /** n_j by rank: ascending. */
  readonly totals: Uint32Array;
  /** By rank. */
  readonly targets?: Uint8Array | undefined;
}

/** Both directions of a matrix, its partners by rank. O(entries) */
export function toPairs(matrix: Matrix): Pairs {
  const holders = transpose(matrix, matrix.ids.length);
  const { columnTotals, ...rest } = matrix.directed ?? undirected(holders, unitCount(matrix));
  const itemOf = ascending(Float64Array.from(columnTotals));
  const rankOf = new Uint32Array(itemOf.length);
  for (let rank = 0; rank < itemOf.length; rank++) rankOf[itemOf[rank]!] = rank;
  return {
    ...rest,
    starts: matrix.starts,
    ranks: toRanks(matrix.starts, holders, itemOf),
    rankOf,
    itemOf,
    totals: itemOf.map((item) => columnTotals[item]!),
    targets: matrix.targets && Uint8Array.from(itemOf, (item) => matrix.targets![item]!),
  };
}

function undirected(columns: Groups, units: number): Directed {
  const totals = columns.starts.slice(1).map((end, item) => end - columns.starts[item]!);
  return { columns, rowTotals: totals, columnTotals: totals, units };
}

/** Deals the ranks out to their units in ascending order, which so is that of each unit's. */
function toRanks(starts: Uint32Array, holders: Groups, itemOf: Uint32Array): Uint32Array {
  const ranks = new Uint32Array(holders.members.length);
  const next = starts.slice();
  for (let rank = 0; rank < itemOf.length; rank++) {
    const item = itemOf[rank]!;
    for (let at = holders.starts[item]!; at < holders.starts[item + 1]!; at++)
      ranks[next[holders.members[at]!]!++] = rank;
  }
  return ranks;
}

/** The units of each of `size` items: a matrix's columns. n(i) is the length of group i. O(entries + size) */
export function transpose({ starts, items }: Pick<Matrix, 'starts' | 'items'>, size: number): Groups {
  const columns = new Uint32Array(size + 1);
  for (const item of items) columns[item + 1]!++;
  for (let item = 0; item < size; item++) columns[item + 1]! += columns[item]!;
  const next = columns.slice(0, size);
  const members = new Uint32Array(items.length);
  for (let unit = 0; unit < starts.length - 1; unit++)
    for (let entry = starts[unit]!; entry < starts[unit + 1]!; entry++)
      members[next[items[entry]!]!++] = unit;
  return { starts: columns, members };
}
