import type { Acts } from './acts.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import { type Groups, group, NONE } from './sort.ts';

/**
 * Which items meet where: a sparse 0/1 matrix of units (actors or orders) × items in compressed rows. The
 * items of unit u are `items[starts[u]] … items[starts[u + 1] - 1]`; units without items are left out, so
 * N = starts.length − 1. Items are numbered in the order of `ids`, which is that of UTF-16 code units.
 */
export interface Matrix {
  readonly ids: readonly string[];
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
  /** 1 for items that may fill a row; undefined: all may. */
  readonly targets?: Uint8Array | undefined;
}

export const unitCount = (matrix: Pick<Matrix, 'starts'>): number => matrix.starts.length - 1;

/** The distinct items of each unit, the `most` most recent of them, ties by item id ascending. */
export function toMatrix(acts: Acts, units: Groups, most: number): Matrix {
  const items = new Uint32Array(units.members.length);
  const starts = [0];
  const seen = new Uint32Array(acts.itemIds.length);
  let size = 0;
  for (let unit = 0; unit < units.starts.length - 1; unit++) {
    const members = units.members.subarray(units.starts[unit], units.starts[unit + 1]);
    if (members.length === 0) continue;
    const distinct = latestDistinct(acts, members, seen, starts.length);
    const kept = distinct.length > most ? mostRecent(acts, distinct, most) : distinct;
    for (const act of kept) items[size++] = acts.items[act]!;
    items.subarray(size - kept.length, size).sort();
    starts.push(size);
  }
  return compact(acts.itemIds, Uint32Array.from(starts), items.slice(0, size));
}

/** The latest act of each distinct item, latest first. `seen` holds the mark of the last unit by item. */
function latestDistinct(acts: Acts, members: Uint32Array, seen: Uint32Array, mark: number): number[] {
  const distinct: number[] = [];
  for (let index = members.length - 1; index >= 0; index--) {
    const act = members[index]!;
    const item = acts.items[act]!;
    if (seen[item] === mark) continue;
    seen[item] = mark;
    distinct.push(act);
  }
  return distinct;
}

function mostRecent(acts: Acts, distinct: readonly number[], most: number): number[] {
  return [...distinct]
    .sort((a, b) => acts.times[b]! - acts.times[a]! || acts.items[a]! - acts.items[b]!)
    .slice(0, most);
}

/** Numbers only the items that occur. */
function compact(itemIds: readonly string[], starts: Uint32Array, items: Uint32Array): Matrix {
  const numbers = new Uint32Array(itemIds.length).fill(NONE);
  for (const item of items) numbers[item] = 0;
  const ids = itemIds.filter((_, item) => numbers[item] === 0);
  let next = 0;
  for (let item = 0; item < numbers.length; item++) if (numbers[item] === 0) numbers[item] = next++;
  return { ids, starts, items: items.map((item) => numbers[item]!) };
}

/** The units of each item: the matrix's columns. n(i) is the length of group i. */
export function transpose(matrix: Matrix): Groups {
  const unitOf = new Uint32Array(matrix.items.length);
  for (let unit = 0; unit < unitCount(matrix); unit++)
    unitOf.fill(unit, matrix.starts[unit], matrix.starts[unit + 1]);
  const { starts, members } = group(matrix.items, matrix.ids.length);
  return { starts, members: members.map((entry) => unitOf[entry]!) };
}

export function encodeMatrix(matrix: Matrix): Uint8Array {
  const { targets, ...columns } = matrix;
  return encodeColumns({ targets: targets !== undefined }, { ...columns, ...(targets && { targets }) });
}

export function decodeMatrix(bytes: Uint8Array): Matrix {
  const { meta, u8, u32, texts } = decodeColumns<{ targets: boolean }>(bytes);
  return {
    ids: texts('ids'),
    starts: u32('starts'),
    items: u32('items'),
    ...(meta.targets && { targets: u8('targets') }),
  };
}
