import { z } from 'zod';
import type { ItemTraits } from '../../catalogue/traits.ts';
import { factorOf } from '../boosts.ts';
import { traitsIn } from '../context.ts';
import { bestFirst } from './best-first.ts';
import { type Step, stepSchema } from './step.ts';
import { isValid, validity } from './validity.ts';

const factor = z.number().min(0).max(100);
const MOST = 100;
const factors = z
  .record(z.string().min(1).max(128), factor)
  .refine((value) => Object.keys(value).length <= MOST, `must have at most ${MOST} boosts`);

const schema = stepSchema('boost', {
  items: factors.default({}),
  categories: factors.default({}),
  ...validity,
});
type Boost = z.infer<typeof schema>;

/**
 * An editor's factors on scores, while they hold: above 1 lifts an item or everything in a category, below 1 buries it, 0 puts it
 * last. What it does not name keeps its score.
 */
export const boost: Step<Boost> & { readonly name: 'boost' } = {
  name: 'boost',
  schema,
  does: 'score',
  needs: 'traits',
  run(candidates, context, document) {
    if (!isValid(document, context.now)) return { kept: candidates, removed: [] };
    const boosts = {
      items: new Map(Object.entries(document.items)),
      categories: new Map(Object.entries(document.categories)),
      attributes: new Map<string, number>(),
    };
    const of = (item: ItemTraits | undefined) => (item ? factorOf(item, boosts) : 1);
    const scored = candidates.map((one) => ({
      ...one,
      score: one.score * of(traitsIn(context, one.itemId)),
    }));
    return bestFirst(scored);
  },
};
