import { isWithin } from './rules.ts';
import { itemFilter } from './step.ts';

/** The prices that the viewer wants to see. */
export const priceRange = itemFilter('price-range', ({ price }, { viewer: { preferences } }) =>
  isWithin(price, preferences.priceRange) ? undefined : `its price ${price} is not what the viewer wants`,
);
