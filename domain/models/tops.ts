/** First items of a row: what the gate compares between versions, about a section's first screen. */
export const TOP_ITEMS = 10;

/** First items of rows, by key. */
export type Tops = ReadonlyMap<string, readonly string[]>;

export interface TopChange {
  /** Rows that both versions have. */
  readonly rows: number;
  /** Share of them whose first items are others, or in another order. */
  readonly changed: number;
  /** Mean share of first items that both have: 1 = the same items in whatever order. */
  readonly overlap: number;
}

/** How far a version's tops are from another's. Without a common row nothing changed. O(rows) */
export function compareTops(now: Tops, before: Tops): TopChange {
  let [rows, changed, overlap] = [0, 0, 0];
  for (const [key, old] of before) {
    const top = now.get(key);
    if (!top) continue;
    rows++;
    if (top.length !== old.length || top.some((itemId, at) => itemId !== old[at])) changed++;
    overlap += overlapOf(top, old);
  }
  return rows === 0
    ? { rows, changed: 0, overlap: 1 }
    : { rows, changed: changed / rows, overlap: overlap / rows };
}

/** Items of both, as a share of the longer; two empty ones are the same. */
export function overlapOf(top: readonly string[], other: readonly string[]): number {
  const longer = Math.max(top.length, other.length);
  return longer === 0 ? 1 : new Set(top).intersection(new Set(other)).size / longer;
}
