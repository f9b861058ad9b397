import type { z } from 'zod';
import { type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('recently-viewed', {});

/** What the actor may be shown of its own views, newest first: scores fall evenly from 1. */
export const recentlyViewed: Source<z.infer<typeof schema>> = {
  name: 'recently-viewed',
  schema,
  candidates(_, { viewer }) {
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
  },
};
