import type { Shares } from './shares.ts';

/** Each source is divided by its own maximum, then weighed; one without a positive score gives nothing. */
export const byMaximum: Shares = (candidates, weight) => {
  const largest = candidates.reduce((max, { score }) => Math.max(max, score), 0);
  const shares = new Map<string, number>();
  if (largest > 0) for (const { itemId, score } of candidates) shares.set(itemId, (weight * score) / largest);
  return shares;
};
