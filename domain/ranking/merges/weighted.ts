import type { Shares } from './shares.ts';

/** Each source is divided by its own maximum, then weighed; one without a positive score gives nothing. */
export const byMaximum: Shares = (candidates, weight) => {
  const largest = candidates.reduce((max, { score }) => Math.max(max, score), 0);
  const shares =
    largest > 0 ? candidates.map(({ itemId, score }) => [itemId, (weight * score) / largest] as const) : [];
  return new Map(shares);
};
