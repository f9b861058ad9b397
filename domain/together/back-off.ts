import type { ModelItem, ModelRow } from '../ports.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import type { CountRules } from './count.ts';
import { groupRows } from './groups.ts';
import type { Matrix } from './matrix.ts';

/** A row with fewer entries is filled up to that many. */
export const ENOUGH = 8;
/** An entry of a group tells less than one of the item itself, however well it scores. */
const DISCOUNT = 0.5;

/** Which items stand in for one another: their groups by item of a matrix (numberGroups), the closest level first. */
export type Substitutes = readonly [names: Uint32Array, leaves: Uint32Array];

/** The file of them, and back. */
export const encodeGroups = ([names, leaves]: Substitutes): Uint8Array =>
  encodeColumns({}, { names, leaves });
export function decodeGroups(bytes: Uint8Array): Substitutes {
  const { u32 } = decodeColumns(bytes);
  return [u32('names'), u32('leaves')];
}

/**
 * Rows of items `from` … `to − 1` with those filled up that have fewer than 8 entries, as they have where most partners of
 * an item were sold: by the best partners of its name group, then of its leaf category, all counted as if the group were one
 * item. What was filled in has the count 0, for it never met the item, and scores below what was there. Items without partners of
 * their own get a row too.
 *
 * @param lines of countRows over the same range
 */
export function* fillRows(
  matrix: Matrix,
  lines: Iterable<string>,
  { from, to }: { readonly from: number; readonly to: number },
  rules: CountRules,
  substitutes: Substitutes,
): Generator<string> {
  const rows = new Map<string, { readonly line: string; items: readonly ModelItem[] }>();
  const thin = new Map<number, readonly ModelItem[]>();
  for (const line of lines) {
    const { key, items } = JSON.parse(line) as ModelRow;
    rows.set(key, { line, items });
  }
  for (let item = from; item < to; item++) {
    const items = rows.get(matrix.ids[item]!)?.items ?? [];
    if (items.length < enough(rules)) thin.set(item, items);
  }
  for (const groupOf of substitutes) fillLevel(matrix, thin, groupOf, rules);
  for (let item = from; item < to; item++) {
    const key = matrix.ids[item]!;
    const filled = thin.get(item);
    if (filled === undefined) yield rows.get(key)!.line;
    else if (filled.length > 0) yield `${JSON.stringify({ key, items: filled })}\n`;
  }
}

const enough = ({ topK }: CountRules): number => Math.min(ENOUGH, topK);

function fillLevel(
  matrix: Matrix,
  thin: Map<number, readonly ModelItem[]>,
  groupOf: Uint32Array,
  rules: CountRules,
): void {
  const { ids } = matrix;
  const open = [...thin].filter(([item, row]) => groupOf[item] !== 0 && row.length < enough(rules));
  const wanted = [...new Set(open.map(([item]) => groupOf[item]!))];
  // As many partners that all of a row and the item itself may be among them.
  const rows = groupRows(matrix, groupOf, wanted, { ...rules, topK: 2 * ENOUGH });
  for (const [item, row] of open) {
    const taken = new Set([ids[item]!, ...row.map(([itemId]) => itemId)]);
    const fresh = (rows.get(groupOf[item]!) ?? []).filter(([itemId]) => !taken.has(itemId));
    thin.set(item, [...row, ...below(row, fresh.slice(0, enough(rules) - row.length))]);
  }
}

/** Entries of a group scaled to half of what the row ends with, or of their own best where it is empty. */
function below(row: readonly ModelItem[], entries: readonly ModelItem[]): ModelItem[] {
  const highest = entries[0]?.[1] ?? 0;
  const ceiling = DISCOUNT * (row.at(-1)?.[1] ?? highest);
  return entries.map(([itemId, score]) => [itemId, highest > 0 ? ceiling * (score / highest) : 0, 0]);
}
