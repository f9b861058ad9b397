import { z } from 'zod';
import { EVERYBODY } from '../../clusters/facet.ts';
import { LOOKED_AT_MOST } from '../choices.ts';
import { seedsOf } from '../seeds.ts';
import type { RowsKnown, Source } from './source.ts';
import { sourceSchema } from './source.ts';

const schema = sourceSchema('model', {
  /** Name of a document of kind models. */
  model: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower case letters, digits and hyphens'),
  /**
   * What its rows are asked for: the items at hand, in the cart or of the viewer's history (item-to-items), the viewer (user-to-items), or the
   * viewer's clusters and everybody (segment-to-items).
   */
  of: z.enum(['at-hand', 'cart', 'history', 'viewer', 'segments']),
  items: z.number().int().min(1).max(LOOKED_AT_MOST).default(10),
});
type Model = z.infer<typeof schema>;

/** Rows of any published model, whoever made it, as they are: summed over the keys. */
export const model: Source<Model> = {
  name: 'model',
  schema,
  rows: (document, known) => keysOf(document, known).map((key) => ({ kind: `model:${document.model}`, key })),
  candidates(document, context) {
    const sums = new Map<string, number>();
    for (const key of keysOf(document, context))
      for (const [itemId, score] of context.rows.get(`model:${document.model}`, key)?.items ?? [])
        sums.set(itemId, (sums.get(itemId) ?? 0) + score);
    return [...sums].map(([itemId, score]) => ({
      itemId,
      score,
      ...TIERS[document.of],
      reason: `model-${document.model}`,
    }));
  },
};

const TIERS = {
  'at-hand': { tier: 'personal', personal: false },
  cart: { tier: 'personal', personal: true },
  history: { tier: 'personal', personal: true },
  viewer: { tier: 'personal', personal: true },
  segments: { tier: 'cluster', personal: false },
} as const;

function keysOf({ of, items }: Model, { viewer, itemIds, cart, facets }: RowsKnown): string[] {
  switch (of) {
    case 'at-hand':
      return itemIds.slice(0, items);
    case 'cart':
      return [...cart].toReversed().slice(0, items);
    case 'history':
      return seedsOf(viewer.scoring, viewer.purchases, items).map(({ itemId }) => itemId);
    case 'viewer':
      return viewer.userId === undefined ? [] : [viewer.userId];
    case 'segments':
      return [EVERYBODY, ...facets.map(({ facet }) => facet)];
  }
}
