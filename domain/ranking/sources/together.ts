import { z } from 'zod';
import type { Reason } from '../reasons.ts';
import type { RowKind, Source } from './source.ts';
import { rowKind, sourceSchema } from './source.ts';
import { summedRows } from './summed-rows.ts';

const schema = sourceSchema('together', {
  kind: rowKind,
  by: z.enum(['score', 'count']),
  /** Whose rows: of the items at hand, or of what is in the cart. */
  of: z.enum(['at-hand', 'cart']).default('at-hand'),
});

/** Beyond this many items more of them would only add noise, and reads. */
const MAX_ITEMS_AT_HAND = 10;

/**
 * The rows of the items at hand, or in the cart, summed: by count (substitutes side by side) or by score. What never met any of them, but was
 * filled in from their groups (domain/together/back-off.ts), has the count 0, and says so.
 */
export const together: Source<z.infer<typeof schema>> = {
  name: 'together',
  schema,
  rows: ({ kind, of }, known) => keysOf(of, known).map((key) => ({ kind, key })),
  candidates({ kind, by, of }, context) {
    const keys = keysOf(of, context);
    const { sums, met } = summedRows({ kind, by, keys }, context.rows);
    return [...sums].map(([itemId, score]) => ({
      itemId,
      score,
      tier: 'personal',
      personal: of === 'cart',
      reason: reasonOf(kind, met.has(itemId)),
    }));
  },
};

export const reasonOf = (kind: RowKind, met: boolean): Reason =>
  met ? `together-${kind}` : `together-${kind}-group`;

const keysOf = (
  of: 'at-hand' | 'cart',
  { itemIds, cart }: { readonly itemIds: readonly string[]; readonly cart: ReadonlySet<string> },
): string[] => (of === 'cart' ? [...cart].toReversed() : [...itemIds]).slice(0, MAX_ITEMS_AT_HAND);
