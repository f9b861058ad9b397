import type { RowTable } from '../rows.ts';
import type { RowKind } from './source.ts';

/** Rows summed item by item, by count or by score; `met` are those that met one of the keys. */
export function summedRows(
  {
    kind,
    by,
    keys,
  }: { readonly kind: RowKind; readonly by: 'score' | 'count'; readonly keys: readonly string[] },
  rows: RowTable,
): { readonly sums: ReadonlyMap<string, number>; readonly met: ReadonlySet<string> } {
  const sums = new Map<string, number>();
  const met = new Set<string>();
  for (const key of keys)
    for (const [itemId, score, count] of rows.get(kind, key)?.items ?? []) {
      sums.set(itemId, (sums.get(itemId) ?? 0) + (by === 'count' ? count || score : score));
      if (count !== 0) met.add(itemId);
    }
  return { sums, met };
}
