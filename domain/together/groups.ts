import type { ModelItem, ModelRow } from '../ports.ts';
import type { CountRules } from './count.ts';
import type { Directed, Matrix } from './matrix.ts';
import { transpose } from './pairs.ts';
import { countRows } from './rows.ts';
import { group, NONE } from './sort.ts';

/** Units that a group is counted in: more of them would hardly change which partners are its best. */
const MOST_UNITS = 2_000;

/**
 * Rows of whole groups of items, as if each were one item: its units are those that hold any of its items. Of more than
 * 2,000 units as many are taken, evenly spread, so that a row costs little however large its group.
 *
 * @param groupOf each item's group, from 1; 0: none
 * @param wanted groups, each once
 * @returns the rows by group; a group without partners has none
 */
export function groupRows(
  matrix: Matrix,
  groupOf: Uint32Array,
  wanted: readonly number[],
  rules: CountRules,
): Map<number, readonly ModelItem[]> {
  const items = matrix.ids.length;
  const places = new Map(wanted.map((one, place) => [`${NO_ID}${place}`, one]));
  const extended = withGroups(matrix, groupOf, wanted, [...places.keys()]);
  const lines = countRows(extended, items, items + wanted.length, rules);
  const rows = Array.from(lines, (line) => JSON.parse(line) as ModelRow);
  return new Map(rows.map(({ key, items }) => [places.get(key)!, items]));
}

/** Begins no id of an item. */
const NO_ID = '\n';

/** The matrix with a row more for each wanted group, behind those of the items; none of them is a partner of any. */
function withGroups(
  matrix: Matrix,
  groupOf: Uint32Array,
  wanted: readonly number[],
  ids: readonly string[],
): Matrix {
  const directed = matrix.directed ?? undirected(matrix);
  const units = unitsOfGroups(matrix, directed, groupOf, wanted);
  const sizes = units.map(({ length }) => length);
  const { starts, members } = directed.columns;
  let end = members.length;
  const none = new Uint32Array(wanted.length);
  return {
    ...matrix,
    ids: [...matrix.ids, ...ids],
    targets: joined(matrix.targets ?? new Uint8Array(matrix.ids.length).fill(1), Uint8Array.from(none)),
    directed: {
      columns: {
        starts: joined(
          starts,
          sizes.map((size) => (end += size)),
        ),
        members: joined(members, units.flat()),
      },
      rowTotals: joined(directed.rowTotals, sizes),
      columnTotals: joined(directed.columnTotals, none),
      units: directed.units,
    },
  };
}

function undirected({ ids, starts, items }: Matrix): Directed {
  const columns = transpose({ starts, items }, ids.length);
  const totals = Uint32Array.from(ids, (_, item) => columns.starts[item + 1]! - columns.starts[item]!);
  return {
    columns,
    rowTotals: totals,
    columnTotals: totals,
    units: starts.length - 1,
  };
}

function joined<T extends Uint8Array | Uint32Array>(first: T, second: ArrayLike<number>): T {
  const both = new (first.constructor as new (length: number) => T)(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The distinct units of each group's items. O(entries of these items) */
function unitsOfGroups(
  { starts }: Matrix,
  { columns }: Directed,
  groupOf: Uint32Array,
  wanted: readonly number[],
): (readonly number[])[] {
  const places = new Map(wanted.map((one, place) => [one, place]));
  const items = group(
    groupOf.map((one) => places.get(one) ?? NONE),
    wanted.length,
  );
  const marks = new Uint32Array(starts.length);
  return wanted.map((_, place) => {
    const units: number[] = [];
    for (const item of items.members.subarray(items.starts[place], items.starts[place + 1]))
      for (const unit of columns.members.subarray(columns.starts[item], columns.starts[item + 1])) {
        if (marks[unit] === place + 1) continue;
        marks[unit] = place + 1;
        units.push(unit);
      }
    return evenly(units);
  });
}

function evenly(units: readonly number[]): readonly number[] {
  if (units.length <= MOST_UNITS) return units;
  const step = units.length / MOST_UNITS;
  return Array.from({ length: MOST_UNITS }, (_, index) => units[Math.floor(index * step)]!);
}

/** Groups as numbers from 1, in order of first sight; 0 for items without one, or alone in theirs. */
export function numberGroups(names: readonly (string | undefined)[]): Uint32Array {
  const sizes = new Map<string | undefined, number>();
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const numbers = new Map<string, number>();
  return Uint32Array.from(names, (name) => {
    if (name === undefined || sizes.get(name) === 1) return 0;
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1);
    return numbers.get(name)!;
  });
}
