import type { ModelItem, ModelRow } from '../ports.ts';

/** A row of the main model with fewer neighbours is thin: what the last hours know goes behind them. */
const THIN_ROW = 8;
/** How far below the least score of what stands before them the best of the next entries stands. */
const BELOW = 0.99;

/** What was filled in from an item's groups (domain/together/back-off.ts) never met it, and makes no row full. */
export const isThin = (row: ModelRow | undefined): boolean =>
  (row?.items.filter(isOwn).length ?? 0) < THIN_ROW;

const isOwn = ([, , count]: ModelItem): boolean => count !== 0;

/**
 * A row with fresh neighbours behind its own: what the long window knows comes first, what was filled in from groups last. They are scaled
 * below the least of it, and say no count, for one of hours cannot be held against one of weeks; without a main row the fresh one stands as
 * it is.
 */
export function withFresh(main: ModelRow | undefined, fresh: ModelRow): ModelRow {
  if (main === undefined || main.items.length === 0) return fresh;
  const own = main.items.filter(isOwn);
  const filled = main.items.filter((item) => !isOwn(item));
  const known = own.length === 0 ? fresh.items : behind(own, fresh.items, []);
  return { key: main.key, items: behind(known, filled, [0]) };
}

/** Entries behind others that do not hold them yet, scaled below the least of these. */
function behind(items: readonly ModelItem[], entries: readonly ModelItem[], count: [] | [0]): ModelItem[] {
  const known = new Set(items.map(([itemId]) => itemId));
  const others = entries.filter(([itemId]) => !known.has(itemId));
  const least = Math.min(...items.map(([, score]) => score));
  const best = Math.max(...others.map(([, score]) => score));
  const scale = best > 0 ? (BELOW * least) / best : 0;
  return [...items, ...others.map(([itemId, score]): ModelItem => [itemId, scale * score, ...count])];
}
