import { idFilter } from './step.ts';

/** The item the page is about, and others at hand, are not recommended beside themselves. */
export const atHand = idFilter('at-hand', (itemId, { itemIds }) =>
  itemIds.includes(itemId) ? 'it is at hand' : undefined,
);
