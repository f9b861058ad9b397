import { z } from 'zod';
import type { Action } from '../../identity/actor.ts';
import { seedsOf } from '../seeds.ts';
import { type RowsKnown, rowKind, type Source, sourceSchema } from './source.ts';
import { summedRows } from './summed-rows.ts';
import { reasonOf } from './together.ts';

const schema = sourceSchema('because', {
  kind: rowKind.default('view'),
  by: z.enum(['score', 'count']).default('count'),
  /** Entries that the row of an item must have for a section of its own. */
  least: z.number().int().min(1).max(100).default(8),
  /** The newest items of what the viewer did that are looked at. */
  among: z.number().int().min(1).max(30).default(10),
});
type Because = z.infer<typeof schema>;

/** The row of the newest item that the viewer was shown to have looked at and that has enough: "because you viewed X". */
export const because: Source<Because> = {
  name: 'because',
  schema,
  rows: (document, known) => seedsShown(document, known).map((key) => ({ kind: document.kind, key })),
  candidates(document, context) {
    const { kind, by, least } = document;
    const key = seedsShown(document, context).find(
      (itemId) => (context.rows.get(kind, itemId)?.items.length ?? 0) >= least,
    );
    if (key === undefined) return [];
    const { sums, met } = summedRows({ kind, by, keys: [key] }, context.rows);
    return [...sums].map(([itemId, score]) => ({
      itemId,
      score,
      tier: 'personal',
      personal: true,
      reason: reasonOf(kind, met.has(itemId)),
      because: key,
    }));
  },
};

/** Only what may be shown, and was not hidden in whatever way: the section names the item. */
function seedsShown({ among }: Because, { viewer, hidden }: RowsKnown): string[] {
  const isNamed = ({ itemId }: Action) => itemId === undefined || !hidden.has(itemId);
  const [actions, purchases] = [viewer.shown.filter(isNamed), viewer.shownPurchases.filter(isNamed)];
  return seedsOf(actions, purchases, among).map(({ itemId }) => itemId);
}
