import { z } from 'zod';
import { type RankingContext, traitsIn } from '../context.ts';
import { bestFirst } from './best-first.ts';
import { dueOf } from './due.ts';
import { type Step, stepSchema } from './step.ts';

const schema = stepSchema('due-first', {
  /**
   * Share of its score that an item keeps just after it was bought; it grows evenly until the item is due: 1 changes nothing, 0 leaves what was
   * bought a moment ago nothing.
   */
  early: z.number().min(0).max(1).default(0.7),
});
type DueFirst = z.infer<typeof schema>;

/** What is due again before what is not due yet, unless that is much more wanted. */
export const dueFirst: Step<DueFirst> & { readonly name: 'due-first' } = {
  name: 'due-first',
  schema,
  does: 'score',
  needs: 'traits',
  run(candidates, context, { early }) {
    const scored = candidates.map((candidate) => ({
      ...candidate,
      score: candidate.score * (early + (1 - early) * overOf(candidate.itemId, context)),
    }));
    return bestFirst(scored, (a, b) => b.score - a.score);
  },
};

/** How much of its resting time is over, 0 … 1. */
function overOf(itemId: string, context: RankingContext): number {
  const item = traitsIn(context, itemId);
  const due = item && dueOf(item, context);
  if (due?.is === 'due') return 1;
  return due?.is === 'early' ? due.over : 0;
}
