import type { z } from 'zod';
import type { StoredItem } from '../../catalogue/item.ts';
import type { ItemConditions } from '../../search/conditions.ts';
import type { SearchRequest } from '../../search/search.ts';
import { hitsOf } from './hits.ts';
import { type Source, sourceSchema } from './source.ts';

type Query = (asked: {
  readonly item: StoredItem;
  readonly conditions: ItemConditions;
  readonly size: number;
}) => SearchRequest | undefined;

/** A source of what a query finds by the first item at hand, in its order. Needs the search engine. */
export function foundByItem<Name extends 'similar' | 'same-product'>(name: Name, queryOf: Query) {
  const schema = sourceSchema(name, {});
  const source: Source<z.infer<typeof schema>> = {
    name,
    schema,
    search(_, { conditions, known, size }) {
      const item = known.items.get(known.itemIds[0] ?? '');
      return item && queryOf({ item, conditions, size });
    },
    candidates(document, context) {
      const hits = hitsOf(document, context);
      return hits.map(({ itemId }, rank) => ({
        itemId,
        score: 1 - rank / hits.length,
        tier: 'personal',
        personal: false,
        reason: name,
      }));
    },
  };
  return source;
}
