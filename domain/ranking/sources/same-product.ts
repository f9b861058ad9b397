import type { z } from 'zod';
import { sameProductQuery } from '../../search/listing-queries.ts';
import { hitsOf } from './hits.ts';
import { type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('same-product', {});

/**
 * What may be the first item at hand as others offer it, the cheapest first: for who compares prices. The step `same-product` tells which of
 * them are. Needs the search engine.
 */
export const sameProduct: Source<z.infer<typeof schema>> = {
  name: 'same-product',
  schema,
  search(_, { conditions, known, size }) {
    const item = known.items.get(known.itemIds[0] ?? '');
    return item && sameProductQuery({ item, conditions, size });
  },
  candidates(document, context) {
    const hits = hitsOf(document, context);
    return hits.map(({ itemId }, rank) => ({
      itemId,
      score: 1 - rank / hits.length,
      tier: 'personal',
      personal: false,
      reason: 'same-product',
    }));
  },
};
