import { z } from 'zod';
import type { Candidate } from '../context.ts';
import { REASONS, type Reason } from '../reasons.ts';
import { type Step, stepSchema } from './step.ts';

const REASON_CODES = Object.keys(REASONS) as (keyof typeof REASONS)[];

const schema = stepSchema('spaced', {
  /** Whose candidates take the places: those with this reason. */
  reason: z.enum(REASON_CODES).default('new-listing'),
  /** They get every so many-th place, over pages too. */
  every: z.number().int().min(2).max(100).default(10),
});
type Spaced = z.infer<typeof schema>;

/**
 * What came for one reason at every n-th place of the section, such as one new listing in ten, each kind in its own order. What is left of it
 * stands behind everything else; where it runs out its places go to the others.
 */
export const spaced: Step<Spaced> & { readonly name: 'spaced' } = {
  name: 'spaced',
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, { before }, { reason, every }) {
    const isOf = (one: Candidate) => one.reason === (reason satisfies Reason);
    const [taking, others] = [candidates.filter(isOf), candidates.filter((one) => !isOf(one))];
    const kept: Candidate[] = [];
    for (const candidate of others) {
      const isTurn = (before + kept.length + 1) % every === 0;
      if (isTurn && taking.length > 0) kept.push(taking.shift()!);
      kept.push(candidate);
    }
    return { kept: [...kept, ...taking], removed: [] };
  },
};
