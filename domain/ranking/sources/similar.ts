import type { z } from 'zod';
import { similarQuery } from '../../search/listing-queries.ts';
import { hitsOf } from './hits.ts';
import { type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('similar', {});

/**
 * Items like the first at hand: leaf category, price, title. Scores only order, since they count shared keywords. Needs the search
 * engine.
 */
export const similar: Source<z.infer<typeof schema>> = {
  name: 'similar',
  schema,
  search(_, { conditions, known, size }) {
    const item = known.items.get(known.itemIds[0] ?? '');
    return item && similarQuery({ item, conditions, size });
  },
  candidates(document, context) {
    const hits = hitsOf(document, context);
    return hits.map(({ itemId }, rank) => ({
      itemId,
      score: 1 - rank / hits.length,
      tier: 'personal',
      personal: false,
      reason: 'similar',
    }));
  },
};
