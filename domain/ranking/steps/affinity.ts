import { z } from 'zod';
import { affinityOf } from '../affinity.ts';
import { traitsIn } from '../context.ts';
import { bestFirst } from './best-first.ts';
import { type Step, stepSchema } from './step.ts';

const schema = stepSchema('affinity', {
  /** What the item of the pool that is most to the viewer's taste gains. */
  weight: z.number().min(0).max(100).default(0.2),
  /** Names of attributes whose values count. */
  attributes: z.array(z.string().min(1).max(64)).max(20).default(['brand', 'city', 'landmark']),
  /** Whether the quintile of the price within the leaf category counts. */
  priceQuintile: z.boolean().default(true),
});
type Affinity = z.infer<typeof schema>;

/**
 * Lifts what has the attributes of the items that the viewer acted on: score += weight · affinity / the largest affinity of the pool
 * (affinity.ts). Of who did nothing yet it changes nothing.
 */
export const affinity: Step<Affinity> & { readonly name: 'affinity' } = {
  name: 'affinity',
  schema,
  does: 'score',
  needs: 'traits',
  run(candidates, context, document) {
    const { taste } = context;
    if (!taste) return { kept: candidates, removed: [] };
    const affinities = candidates.map(({ itemId }) => {
      const item = traitsIn(context, itemId);
      return item ? affinityOf(item, taste, document) : 0;
    });
    const largest = affinities.reduce((max, one) => Math.max(max, one), 0);
    if (largest === 0) return { kept: candidates, removed: [] };
    const scored = candidates.map((candidate, place) => ({
      ...candidate,
      score: candidate.score + (document.weight * affinities[place]!) / largest,
    }));
    return bestFirst(scored);
  },
};
