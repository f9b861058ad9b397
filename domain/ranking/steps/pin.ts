import { z } from 'zod';
import type { Candidate, RankingContext } from '../context.ts';
import { type AnyStep, type Step, stepSchema } from './step.ts';
import { isValid, validity } from './validity.ts';

const schema = stepSchema('pin', {
  itemId: z.string().min(1).max(128),
  /** Place from 0; behind the last item where the section is shorter. */
  position: z.number().int().min(0).max(99).default(0),
  ...validity,
});
type Pin = z.infer<typeof schema>;

/**
 * An editor's item at a fixed place of the first page, while it holds. It has to pass every filter as any other item has: a pin never
 * shows what cannot be bought, was hidden or is for adults.
 */
export const pin: Step<Pin> & { readonly name: 'pin' } = {
  name: 'pin',
  schema,
  does: 'arrange',
  needsItems: true,
  run(candidates, context, document) {
    const place = candidates.findIndex(({ itemId }) => itemId === document.itemId);
    if (place < 0 || !holds(document, context)) return { kept: candidates, removed: [] };
    const pinned: Candidate = { ...candidates[place]!, reason: 'pinned' };
    return { kept: candidates.toSpliced(place, 1).toSpliced(document.position, 0, pinned), removed: [] };
  },
};

/** What the pins among some steps propose, so that they have something to move. */
export const pinnedBy = (steps: readonly AnyStep[], context: RankingContext): Candidate[] =>
  steps
    .filter((step): step is Pin => step.step === 'pin')
    .filter((document) => holds(document, context))
    .map(({ itemId }) => ({ itemId, score: 0, tier: 'popular', personal: false, reason: 'pinned' }));

const holds = (document: Pin, { now, before }: RankingContext): boolean =>
  before === 0 && isValid(document, now);
