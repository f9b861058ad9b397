import type { StoredItem } from './item.ts';

/**
 * What an item is, as opposed to how it stands now: enough to arrange it among others and to guess whether it may be shown, so it may
 * be half a minute old. What may be wrong for nobody, as status, price and the adult flag, is not in it.
 */
export interface ItemTraits
  extends Pick<
    StoredItem,
    | 'itemId'
    | 'title'
    | 'titleSignature'
    | 'categories'
    | 'sellerId'
    | 'groupId'
    | 'attributes'
    | 'repurchase'
  > {
  /** Quintile of its price within the leaf category, 1 to 5, where these were learned. */
  readonly priceBand?: number | undefined;
}

/** @param priceBand domain/clusters/price-band.ts */
export const traitsOf = (
  { itemId, title, titleSignature, categories, sellerId, groupId, attributes, repurchase }: StoredItem,
  priceBand?: number,
): ItemTraits => ({
  itemId,
  title,
  titleSignature,
  categories,
  sellerId,
  groupId,
  attributes,
  repurchase,
  priceBand,
});

/** Whether an item is still what it was. */
export const isSame = (a: ItemTraits, b: ItemTraits): boolean =>
  a.title === b.title &&
  a.sellerId === b.sellerId &&
  a.groupId === b.groupId &&
  a.priceBand === b.priceBand &&
  a.categories.length === b.categories.length &&
  a.categories.every((category, depth) => category === b.categories[depth]) &&
  JSON.stringify([a.attributes, a.repurchase]) === JSON.stringify([b.attributes, b.repurchase]);
