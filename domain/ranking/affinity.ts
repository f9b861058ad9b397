import type { StoredItem } from '../catalogue/item.ts';
import type { ItemTraits } from '../catalogue/traits.ts';
import type { ClusterModel, ItemFacts } from '../clusters/cluster.ts';
import type { Acted } from '../clusters/interests.ts';
import { bandOf } from '../clusters/price-band.ts';
import { attributeTerms, termsOf } from '../search/attributes.ts';

/** What taste is made of: an item's place and price, and its attributes as keywords `name=value`. */
export interface TasteFacts extends Pick<ItemFacts, 'categories' | 'price'> {
  readonly terms: readonly string[];
}

type Quintiles = ClusterModel['priceQuintiles'];

/** What somebody's actions say of the attributes that they like. */
export interface Taste {
  /** Share of the actions' weight on items with that keyword, in (0, 1]. */
  readonly terms: ReadonlyMap<string, number>;
  /** The same by price quintile within the leaf category: 1 to 5. */
  readonly bands: ReadonlyMap<number, number>;
  readonly quintiles: Quintiles;
}

/** Keywords of an item that are kept, and their longest: what is held of an item is little, for many are. */
const MOST_TERMS = 20;
const LONGEST = 100;

/** An item's keywords for a taste, at most 20 short ones in the order of its attributes. */
export const tasteTerms = (attributes: StoredItem['attributes']): string[] =>
  (attributeTerms(attributes) ?? []).filter((term) => term.length <= LONGEST).slice(0, MOST_TERMS);

/**
 * The taste of who acted on some items, with weights that are halved every 30 days (domain/clusters/interests.ts):
 *
 *     share(v) = Σ_h w_h · [h has v] / Σ_h w_h        over the items h that the catalogue knows
 *
 * @returns undefined where nothing acted on is known
 */
export function tasteOf(
  acted: readonly Acted[],
  items: ReadonlyMap<string, TasteFacts>,
  quintiles: Quintiles = {},
): Taste | undefined {
  const [terms, bands] = [new Map<string, number>(), new Map<number, number>()];
  let all = 0;
  for (const { itemId, weight } of acted) {
    const item = items.get(itemId);
    if (!item || weight <= 0) continue;
    all += weight;
    for (const term of new Set(item.terms)) terms.set(term, (terms.get(term) ?? 0) + weight);
    const band = bandOf(item, quintiles);
    if (band !== undefined) bands.set(band, (bands.get(band) ?? 0) + weight);
  }
  const share = <Key>(sums: ReadonlyMap<Key, number>) =>
    new Map(Array.from(sums, ([key, sum]) => [key, sum / all] as const));
  return all > 0 ? { terms: share(terms), bands: share(bands), quintiles } : undefined;
}

export interface AffinityParameters {
  /** Names of attributes that count. */
  readonly attributes: readonly string[];
  /** Whether the price quintile within the leaf category counts beside them. */
  readonly priceQuintile: boolean;
}

/**
 * How far an item is to a taste, 0 … 1: the mean over the attributes that count of the largest share that one of the item's values has. An
 * attribute that an item lacks counts 0.
 */
export function affinityOf(
  item: Pick<ItemTraits, 'attributes' | 'categories' | 'priceBand'> & Partial<Pick<StoredItem, 'price'>>,
  { terms, bands, quintiles }: Taste,
  { attributes, priceQuintile }: AffinityParameters,
): number {
  const shares = attributes.map((name) => {
    const value = item.attributes && Object.hasOwn(item.attributes, name) ? item.attributes[name] : undefined;
    return value === undefined ? 0 : Math.max(0, ...termsOf(name, value).map((term) => terms.get(term) ?? 0));
  });
  const { categories, price, priceBand } = item;
  const band = price === undefined ? priceBand : bandOf({ categories, price }, quintiles);
  if (priceQuintile) shares.push(bands.get(band ?? 0) ?? 0);
  return shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
