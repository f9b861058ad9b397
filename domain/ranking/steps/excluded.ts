import { idFilter } from './step.ts';

/** What the request excludes, and what an earlier page of the section showed. */
export const excluded = idFilter('excluded', (itemId, { isExcluded }) =>
  isExcluded(itemId) ? 'the request excludes it, or it was shown before' : undefined,
);
