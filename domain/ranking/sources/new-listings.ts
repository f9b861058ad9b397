import { z } from 'zod';
import { hash32 } from '../../hash.ts';
import { NEW_LISTINGS, newListingsQuery } from '../../search/listing-queries.ts';
import { hitsOf } from './hits.ts';
import { type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('new-listings', {
  withinDays: z.number().min(0.01).max(365).default(NEW_LISTINGS.withinDays),
  /** Impressions that each listing gets. */
  guarantee: z.number().int().min(1).max(100_000).default(NEW_LISTINGS.guarantee),
  /** Listings that it proposes at once. */
  items: z.number().int().min(1).max(200).default(200),
});

/**
 * New listings until each has had its impressions: the least seen first. All of the pool are among the least seen; each viewer gets them in an
 * order of their own, so that not everybody is shown the same few until the next count. Needs the search engine.
 */
export const newListings: Source<z.infer<typeof schema>> = {
  name: 'new-listings',
  schema,
  search: ({ withinDays, guarantee, items }, { conditions, size }) =>
    newListingsQuery({ conditions, withinDays, guarantee, size: Math.min(size, items) }),
  candidates: (document, context) =>
    hitsOf(document, context).map(({ itemId }) => ({
      itemId,
      score: shareOf(`${context.seed}\n${itemId}`),
      tier: 'popular',
      personal: false,
      reason: 'new-listing',
    })),
};

/** A number in (0, 1] that looks random and is always the same for the same text. */
const shareOf = (text: string): number => (hash32(text) + 1) / 2 ** 32;
