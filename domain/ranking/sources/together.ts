import { z } from 'zod';
import { liftOf } from '../../models/lift.ts';
import type { Reason } from '../reasons.ts';
import type { ReadRow, RowKind, RowTable } from '../rows.ts';
import type { RowsKnown, Source } from './source.ts';
import { rowKind, sourceSchema } from './source.ts';
import { summedRows } from './summed-rows.ts';

const schema = sourceSchema('together', {
  kind: rowKind,
  by: z.enum(['score', 'count']),
  /** Whose rows: of the items at hand, or of what is in the cart. */
  of: z.enum(['at-hand', 'cart']).default('at-hand'),
  /** How much more often than by chance a pair must have met; only where the model says what it counted. */
  minLift: z.number().min(0).max(1e6).optional(),
});
type Together = z.infer<typeof schema>;

/** Beyond this many items more of them would only add noise, and reads. */
const MAX_ITEMS_AT_HAND = 10;

/**
 * The rows of the items at hand, or in the cart, summed: by count (substitutes side by side) or by score. What never met any of them, but was
 * filled in from their groups (domain/together/back-off.ts), has the count 0, and says so.
 */
export const together: Source<Together> = {
  name: 'together',
  schema,
  rows: ({ kind, of, minLift }, known) =>
    keysOf(of, known).map((key) => ({ kind, key, ...(minLift !== undefined && { withCounted: true }) })),
  candidates({ kind, by, of, minLift }, context) {
    const keys = keysOf(of, context);
    const { sums, met } = summedRows({ kind, by, keys, keeps: keepsLift(minLift) }, context.rows);
    return [...sums].map(([itemId, score]) => ({
      itemId,
      score,
      tier: 'personal',
      personal: of === 'cart',
      reason: reasonOf(kind, met.has(itemId)),
    }));
  },
  note: liftNote,
};

/** What met less often than it asks leaves; what never met has no lift, nor has a row that does not say what was counted. */
const keepsLift =
  (minLift: number | undefined) =>
  ({ counted }: ReadRow, score: number, count: number | undefined): boolean => {
    const lift = minLift !== undefined && counted && liftOf(score, count ?? 0, counted);
    return !(typeof lift === 'number' && lift < minLift!);
  };

function liftNote({ kind, of, minLift }: Together, context: RowsKnown & { readonly rows: RowTable }) {
  if (minLift === undefined) return undefined;
  const rows = keysOf(of, context).flatMap((key) => context.rows.get(kind, key) ?? []);
  if (rows.some(({ counted }) => counted === undefined))
    return `minLift ${minLift} was not applied to every row: their model does not say what it counted`;
  const keeps = keepsLift(minLift);
  const left = rows.flatMap((row) => row.items.filter(([, score, count]) => !keeps(row, score, count)));
  return left.length === 0
    ? undefined
    : `${left.length} entries of rows were left out: their lift is below ${minLift}`;
}

export const reasonOf = (kind: RowKind, met: boolean): Reason =>
  met ? `together-${kind}` : `together-${kind}-group`;

const keysOf = (
  of: 'at-hand' | 'cart',
  { itemIds, cart }: { readonly itemIds: readonly string[]; readonly cart: ReadonlySet<string> },
): string[] => (of === 'cart' ? [...cart].toReversed() : [...itemIds]).slice(0, MAX_ITEMS_AT_HAND);
