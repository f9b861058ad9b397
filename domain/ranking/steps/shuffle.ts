import { z } from 'zod';
import { shuffleByCategory } from '../arrange/shuffle.ts';
import { arrangeables, candidatesOf } from './arrangeable.ts';
import { type Step, stepSchema } from './step.ts';

const NAME = 'shuffle';
const schema = stepSchema(NAME, {
  /** Depth of the category: 1 is the most general. */
  level: z.union([z.literal('leaf'), z.number().int().min(1).max(10)]).default('leaf'),
  /** Last places in which a category may have its share, over pages too. */
  window: z.number().int().min(1).max(24).default(20),
  /** Share of the best waiting score that an item must have to come before it: 0 spreads most, 1 hardly. */
  floor: z.number().min(0).max(1).default(0.5),
});
type Shuffle = z.infer<typeof schema>;

/** Categories spread evenly over the pool, each in its own order. */
export const shuffle: Step<Shuffle> & { readonly name: typeof NAME } = {
  name: NAME,
  schema,
  does: 'arrange',
  needsItems: true,
  run(candidates, context, { level, window, floor }) {
    const before = context.tail.map(({ category }) => category);
    const items = shuffleByCategory(arrangeables(candidates, context), { level, window, floor, before });
    return { kept: candidatesOf(items), removed: [] };
  },
};
