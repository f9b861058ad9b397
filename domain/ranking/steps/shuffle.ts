import { z } from 'zod';
import { shuffleByCategory } from '../arrange/shuffle.ts';
import { isKnown } from '../context.ts';
import { type ArrangeableCandidate, arrangeables, candidatesOf } from './arrangeable.ts';
import { type Step, stepSchema } from './step.ts';

const NAME = 'shuffle';
const schema = stepSchema(NAME, {
  /** Depth of the category: 1 is the most general. */
  level: z.union([z.literal('leaf'), z.number().int().min(1).max(10)]).default('leaf'),
  /** Last places in which a category may have its share, over pages too. */
  window: z.number().int().min(1).max(24).default(20),
  /** Share of the best waiting score that an item must have to come before it: 0 spreads most, 1 hardly. */
  floor: z.number().min(0).max(1).default(0.5),
  /** With `reason` each place keeps the reason that it came for, so that sources keep the turns that a pattern gave them. */
  keeps: z.enum(['nothing', 'reason']).default('nothing'),
  /** Whose lists are shuffled: everybody's, or only of whom nothing is known. */
  for: z.enum(['everybody', 'unknown']).default('everybody'),
});
type Shuffle = z.infer<typeof schema>;

/** Categories spread evenly over the pool, each in its own order. */
export const shuffle: Step<Shuffle> & { readonly name: typeof NAME } = {
  name: NAME,
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, context, { level, window, floor, keeps, for: whom }) {
    if (whom === 'unknown' && isKnown(context.viewer)) return { kept: candidates, removed: [] };
    const before = context.tail.map(({ category }) => category);
    const items = arrangeables(candidates, context);
    const placeOf = ({ candidate }: ArrangeableCandidate) => (keeps === 'reason' ? candidate.reason : '');
    const shuffled = shuffleByCategory(items, { level, window, floor, before }, placeOf);
    return { kept: candidatesOf(shuffled), removed: [] };
  },
};
