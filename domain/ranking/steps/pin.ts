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
 * shows what cannot be bought, was hidden or is for adults. Several pins each have their place, in whatever order they are written; of those that
 * name the same one the first has it, and the others the next that no pin names.
 */
export const pin: Step<Pin> & { readonly name: 'pin' } = {
  name: 'pin',
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, context, document) {
    const { itemId, position } = document;
    const candidate = candidates.find((one) => one.itemId === itemId);
    if (!candidate || !holds(document, context)) return { kept: candidates, removed: [] };
    const others = candidates.filter((one) => one !== candidate);
    const pinned = { ...candidate, reason: 'pinned', pinnedAt: position } as const;
    const pins = [...others.filter(isPinned), pinned].sort((a, b) => a.pinnedAt - b.pinnedAt);
    const free = others.filter((one) => !isPinned(one));
    return { kept: placed(pins, free), removed: [] };
  },
};

type Pinned = Candidate & { readonly pinnedAt: number };
const isPinned = (one: Candidate): one is Pinned => one.pinnedAt !== undefined;

/** Pins at their places, in front of those whose place was taken; the others between them. */
function placed(pins: readonly Pinned[], others: readonly Candidate[]): Candidate[] {
  const waiting = [...pins];
  const rest = [...others];
  const kept: Candidate[] = [];
  while (waiting.length + rest.length > 0) {
    const own = waiting.findIndex(({ pinnedAt }) => pinnedAt === kept.length);
    const late = waiting.findIndex(({ pinnedAt }) => pinnedAt < kept.length || rest.length === 0);
    const next = own >= 0 ? own : late;
    kept.push(next >= 0 ? waiting.splice(next, 1)[0]! : rest.shift()!);
  }
  return kept;
}

/** What the pins among some steps propose, so that they have something to move. */
export const pinnedBy = (steps: readonly AnyStep[], context: RankingContext): Candidate[] =>
  steps
    .filter((step): step is Pin => step.step === 'pin')
    .filter((document) => holds(document, context))
    .map(({ itemId }) => ({ itemId, score: 0, tier: 'popular', personal: false, reason: 'pinned' }));

const holds = (document: Pin, { now, before }: RankingContext): boolean =>
  before === 0 && isValid(document, now);
