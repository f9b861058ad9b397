import type { StoredItem } from '../../catalogue/item.ts';
import type { RankingContext } from '../context.ts';
import type { Filter } from './filter.ts';
import { isWithin } from './request.ts';

/** In the cart that the request names, or put there by the last thing the viewer did about it. */
export const inCart: Filter = {
  name: 'in-cart',
  needsItem: false,
  why: (itemId, { cart }) => (cart.has(itemId) ? 'it is in the cart' : undefined),
};

/** Hidden by a hide event or in the preferences. */
export const hidden: Filter = {
  name: 'hidden',
  needsItem: false,
  why: (itemId, context) => (context.hidden.has(itemId) ? 'the viewer hid it' : undefined),
};

export const ownListing: Filter = {
  name: 'own-listing',
  needsItem: true,
  why: ({ sellerId }, { viewer }) =>
    sellerId !== undefined && sellerId === viewer.userId ? "it is the viewer's own listing" : undefined,
};

/** Adult items are for who is declared an adult and asked for them: off for everybody else. */
export const adult: Filter = {
  name: 'adult',
  needsItem: true,
  why: (item, { viewer: { profile, preferences } }) => {
    if (!item.adult) return undefined;
    const allowed = profile.adult === true && preferences.showAdult === true;
    return allowed ? undefined : 'it is for adults who want such items';
  },
};

export const disliked: Filter = {
  name: 'disliked',
  needsItem: true,
  why: ({ categories }, { viewer: { preferences } }: RankingContext) => {
    const category = categories.find((name) => preferences.dislikedCategories?.includes(name));
    return category === undefined ? undefined : `the viewer dislikes ${category}`;
  },
};

export const priceRange: Filter = {
  name: 'price-range',
  needsItem: true,
  why: ({ price }: StoredItem, { viewer: { preferences } }: RankingContext) =>
    isWithin(price, preferences.priceRange) ? undefined : `its price ${price} is not what the viewer wants`,
};
