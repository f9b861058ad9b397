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
