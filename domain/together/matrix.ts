import type { Acts } from './acts.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import { RecentItems } from './recent.ts';
import { type Groups, NONE } from './sort.ts';

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
  /** Where a row's item does not meet its partners in the units that hold it (view-buy); undefined: it does. */
  readonly directed?: Directed | undefined;
}

/** What a matrix does not say by itself where i before j is not j before i. */
export interface Directed {
  /** The units that hold the partners of item i: `members[starts[i]] … members[starts[i + 1] - 1]`. */
  readonly columns: Groups;
  /** n_i of an item as a row's. */
  readonly rowTotals: Uint32Array;
  /** n_j of an item as a partner. */
  readonly columnTotals: Uint32Array;
  /** N. */
  readonly units: number;
}

/** N: actors (orders) with at least one item. */
export const unitCount = ({ starts, directed }: Pick<Matrix, 'starts' | 'directed'>): number =>
  directed ? directed.units : starts.length - 1;

/** The distinct items of each unit, the `most` most recent of them, ties by item id ascending. */
export function toMatrix(acts: Acts, units: Groups, most: number): Matrix {
  const items = new Uint32Array(units.members.length);
  const starts = [0];
  const recent = new RecentItems(acts, most);
  let size = 0;
  for (let unit = 0; unit < units.starts.length - 1; unit++) {
    const members = units.members.subarray(units.starts[unit], units.starts[unit + 1]);
    if (members.length === 0) continue;
    const kept = recent.of(members);
    for (const act of kept) items[size++] = acts.items[act]!;
    items.subarray(size - kept.length, size).sort();
    starts.push(size);
  }
  const used = new Uint8Array(acts.itemIds.length);
  for (let entry = 0; entry < size; entry++) used[items[entry]!] = 1;
  const { ids, numbers } = compactIds(acts.itemIds, (item) => used[item] === 1);
  return { ids, starts: Uint32Array.from(starts), items: items.slice(0, size).map((item) => numbers[item]!) };
}

/** Numbers only the items that are used, in their order: the new number of each, NONE for the others. */
export function compactIds(
  itemIds: readonly string[],
  isUsed: (item: number) => boolean,
): { readonly ids: string[]; readonly numbers: Uint32Array } {
  const numbers = new Uint32Array(itemIds.length).fill(NONE);
  const ids = itemIds.filter((_, item) => isUsed(item));
  let next = 0;
  for (let item = 0; item < numbers.length; item++) if (isUsed(item)) numbers[item] = next++;
  return { ids, numbers };
}

export function encodeMatrix({ targets, directed, ids, starts, items }: Matrix): Uint8Array {
  const meta = {
    targets: targets !== undefined,
    directed: directed !== undefined,
    units: directed?.units ?? 0,
  };
  return encodeColumns(meta, {
    ids,
    starts,
    items,
    ...(targets && { targets }),
    ...(directed && {
      columnStarts: directed.columns.starts,
      columnMembers: directed.columns.members,
      rowTotals: directed.rowTotals,
      columnTotals: directed.columnTotals,
    }),
  });
}

export function decodeMatrix(bytes: Uint8Array): Matrix {
  const { meta, u8, u32, texts } = decodeColumns<{ targets: boolean; directed: boolean; units: number }>(
    bytes,
  );
  return {
    ids: texts('ids'),
    starts: u32('starts'),
    items: u32('items'),
    ...(meta.targets && { targets: u8('targets') }),
    ...(meta.directed && {
      directed: {
        columns: { starts: u32('columnStarts'), members: u32('columnMembers') },
        rowTotals: u32('rowTotals'),
        columnTotals: u32('columnTotals'),
        units: meta.units,
      },
    }),
  };
}
