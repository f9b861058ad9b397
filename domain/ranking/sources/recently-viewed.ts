import type { Candidate, RankingContext } from '../context.ts';

/** What the actor may be shown of its own views, newest first: scores fall evenly from 1. */
export function fromRecentlyViewed({ viewer }: Pick<RankingContext, 'viewer'>): Candidate[] {
  const itemIds = new Set<string>();
  for (const { type, itemId } of viewer.shown.toReversed())
    if (type === 'view' && itemId !== undefined) itemIds.add(itemId);
  return [...itemIds].map((itemId, rank) => ({
    itemId,
    score: 1 - rank / itemIds.size,
    tier: 'personal',
    personal: true,
    reason: 'recently-viewed',
  }));
}
