import { BLOCK, toMemory, type Width } from './kernel.ts';
import { type Directed, type Matrix, unitCount } from './matrix.ts';
import type { Similarity } from './parameters.ts';
import { ascending, type Groups } from './sort.ts';

/**
 * What the kernel counts: `count(i, j)` is how many of item i's units hold j, in each of which j stands once.
 *
 * Partners go by rank: the rarest first, equal ones by item, so that all of one count lie in the order of their
 * scores. For similarity `count`, where n_j does not matter, they go by item.
 */
export interface Pairs extends Pick<Directed, 'rowTotals' | 'units'> {
  /** Holds the matrix as wasm/kernel.ts wants it, and room for the counters of so many RowCounters at once. */
  readonly memory: WebAssembly.Memory;
  readonly at: Addresses;
  /** Units that hold an item at most: what no count exceeds. */
  readonly most: number;
  /** Whether ranks are the items themselves. */
  readonly byItem: boolean;
  /** By item, where its units begin in memory: as in Groups. */
  readonly columnStarts: Uint32Array;
  readonly rankOf: Uint32Array;
  readonly itemOf: Uint32Array;
  /** n_j by rank: ascending, unless they go by item. */
  readonly totals: Uint32Array;
  /** By rank. */
  readonly targets?: Uint8Array | undefined;
}

/** Bytes of the memory at which each array begins. */
interface Addresses {
  readonly starts: number;
  /** Ranks of the items of each unit: of two bytes, from 65,537 items on of four. */
  readonly ranks: number;
  readonly columnStarts: number;
  readonly columnMembers: number;
  /** One for each RowCounter. */
  readonly scratches: readonly number[];
}

/** Partners of a row that are listed at once: the hundred that a row usually has, and a block's. */
export const LISTED = 100 + BLOCK;

/**
 * Both directions of a matrix, its partners by rank. O(entries)
 *
 * @param counters RowCounters, each in a thread of its own, that may count in the memory at once
 * @throws MatrixTooLargeError
 */
export function toPairs(matrix: Matrix, similarity: Similarity, counters = 1): Pairs {
  const items = matrix.ids.length;
  const { columns, rowTotals, columnTotals, units } = matrix.directed ?? undirected(matrix);
  const most = longest(columns);
  const byItem = similarity === 'count';
  const itemOf = byItem ? Uint32Array.from(columnTotals.keys()) : ascending(Float64Array.from(columnTotals));
  const rankOf = invert(itemOf);
  return {
    ...intoMemory(matrix, columns, rankOf, new Array(counters).fill(toScratch(items, most, 0).end)),
    most,
    byItem,
    columnStarts: columns.starts,
    rowTotals,
    units,
    rankOf,
    itemOf,
    totals: itemOf.map((item) => columnTotals[item]!),
    targets: matrix.targets && Uint8Array.from(itemOf, (item) => matrix.targets![item]!),
  };
}

/** @param scratches bytes that each RowCounter wants */
function intoMemory(
  { starts, items }: Matrix,
  columns: Groups,
  rankOf: Uint32Array,
  scratches: readonly number[],
): Pick<Pairs, 'memory' | 'at'> {
  const width = rankWidth(rankOf.length);
  const sizes = [
    starts.byteLength,
    items.length * width,
    columns.starts.byteLength,
    columns.members.byteLength,
  ];
  const { memory, at } = toMemory([...sizes, ...scratches]);
  const [startsAt, ranksAt, columnStartsAt, membersAt, ...others] = at as [number, number, number, number];
  const put = (numbers: Uint32Array, address: number) =>
    new Uint32Array(memory.buffer, address, numbers.length).set(numbers);
  put(starts, startsAt);
  put(columns.starts, columnStartsAt);
  put(columns.members, membersAt);
  const ranks =
    width === 2
      ? new Uint16Array(memory.buffer, ranksAt, items.length)
      : new Uint32Array(memory.buffer, ranksAt, items.length);
  for (let entry = 0; entry < items.length; entry++) ranks[entry] = rankOf[items[entry]!]!;
  return {
    memory,
    at: {
      starts: startsAt,
      ranks: ranksAt,
      columnStarts: columnStartsAt,
      columnMembers: membersAt,
      scratches: others,
    },
  };
}

/** Bytes of a rank. */
export const rankWidth = (items: number): 2 | 4 => (items <= 65_536 ? 2 : 4);

/** Bytes of a counter that counts up to this. */
export const counterWidth = (most: number): Width => (most < 2 ** 8 ? 1 : most < 2 ** 16 ? 2 : 4);

/** Where what one RowCounter writes lies. @param most what no count exceeds @param from the address of it all */
export function toScratch(items: number, most: number, from: number) {
  const blocks = Math.ceil(items / BLOCK);
  const counts = from + 8 * blocks;
  const marks = counts + blocks * BLOCK * counterWidth(most);
  const ranks = marks + Math.ceil(blocks / 64) * 64;
  const counted = ranks + 4 * LISTED;
  return { blocks, weights: from, counts, marks, ranks, counted, end: counted + 4 * LISTED };
}

function undirected(matrix: Matrix): Directed {
  const columns = transpose(matrix, matrix.ids.length);
  const totals = columns.starts.slice(1).map((end, item) => end - columns.starts[item]!);
  return { columns, rowTotals: totals, columnTotals: totals, units: unitCount(matrix) };
}

function longest({ starts }: Groups): number {
  let most = 0;
  for (let group = 1; group < starts.length; group++)
    most = Math.max(most, starts[group]! - starts[group - 1]!);
  return most;
}

function invert(itemOf: Uint32Array): Uint32Array {
  const rankOf = new Uint32Array(itemOf.length);
  for (let rank = 0; rank < itemOf.length; rank++) rankOf[itemOf[rank]!] = rank;
  return rankOf;
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
