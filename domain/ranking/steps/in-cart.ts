import { idFilter } from './step.ts';

/** In the cart that the request names, or put there by the last thing the viewer did about it. */
export const inCart = idFilter('in-cart', (itemId, { cart }) =>
  cart.has(itemId) ? 'it is in the cart' : undefined,
);
