import type { ClusterModel, ItemFacts } from './cluster.ts';
import type { Acted } from './interests.ts';

type Quintiles = ClusterModel['priceQuintiles'];

/** The quintile, 1 to 5, of an item's price within its leaf category; undefined where none are known. */
export function bandOf({ categories, price }: Pick<ItemFacts, 'categories' | 'price'>, quintiles: Quintiles) {
  const leaf = categories.at(-1);
  const bounds = leaf !== undefined && Object.hasOwn(quintiles, leaf) ? quintiles[leaf] : undefined;
  return bounds && 1 + bounds.filter((bound) => price > bound).length;
}

/** The weighted median of the bands of items acted on, and of how many. The lower one where two share the middle. */
export function priceBandOf(
  acted: readonly Acted[],
  items: ReadonlyMap<string, ItemFacts>,
  quintiles: Quintiles,
): { readonly band: number; readonly items: number } | undefined {
  const weights = [0, 0, 0, 0, 0, 0];
  let known = 0;
  for (const { itemId, weight } of acted) {
    const item = items.get(itemId);
    const band = item && bandOf(item, quintiles);
    if (band === undefined) continue;
    weights[band]! += weight;
    known++;
  }
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let passed = 0;
  const band = weights.findIndex((weight) => {
    passed += weight;
    return weight > 0 && passed >= half;
  });
  return known === 0 ? undefined : { band, items: known };
}

/** Upper bounds of the four lower quintiles of some prices: nearest-rank. Undefined for fewer than 20, which say little. */
export function quintilesOf(
  prices: readonly number[],
): readonly [number, number, number, number] | undefined {
  if (prices.length < LEAST_PRICES) return undefined;
  const sorted = prices.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil((sorted.length * part) / 5) - 1]!;
  return [at(1), at(2), at(3), at(4)];
}
const LEAST_PRICES = 20;
