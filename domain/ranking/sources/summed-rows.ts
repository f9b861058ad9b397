import type { ReadRow, RowKind, RowTable } from '../rows.ts';

/** Rows summed item by item, by count or by score; `met` are those that met one of the keys. */
export function summedRows(
  {
    kind,
    by,
    keys,
    keeps = () => true,
  }: {
    readonly kind: RowKind;
    readonly by: 'score' | 'count';
    readonly keys: readonly string[];
    /** Whether an entry of a row counts. */
    readonly keeps?: (row: ReadRow, score: number, count: number | undefined) => boolean;
  },
  rows: RowTable,
): { readonly sums: ReadonlyMap<string, number>; readonly met: ReadonlySet<string> } {
  const sums = new Map<string, number>();
  const met = new Set<string>();
  for (const row of keys.flatMap((key) => rows.get(kind, key) ?? []))
    for (const [itemId, score, count] of row.items) {
      if (!keeps(row, score, count)) continue;
      sums.set(itemId, (sums.get(itemId) ?? 0) + (by === 'count' ? count || score : score));
      if (count !== 0) met.add(itemId);
    }
  return { sums, met };
}
