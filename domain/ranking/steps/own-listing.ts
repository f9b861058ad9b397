import { traitFilter } from './step.ts';

/** What the viewer sells himself. */
export const ownListing = traitFilter('own-listing', ({ sellerId }, { viewer }) =>
  sellerId !== undefined && sellerId === viewer.userId ? "it is the viewer's own listing" : undefined,
);
