import { asBackOff } from '../../../domain/ranking/back-off.ts';
import type { Proposal } from '../../../domain/ranking/rank.ts';
import type { Made } from './rounds.ts';

/** A category's section with what its parent category gave behind its own items. It ends there: what is left of the parent has its own page. */
export function withParents(own: Made, more: Made, parent: string): Made {
  const picked = [...own.filled.picked, ...asBackOff(own.filled.picked, more.filled.picked)];
  const shown = new Set(picked.map(({ itemId }) => itemId));
  const removed = [...own.filled.removed, ...more.ranked.removed, ...more.filled.removed];
  // What both asks took out left for the reason that the wider one gives.
  const gone = new Map(removed.map((removal) => [removal.itemId, removal]));
  const isGone = ({ itemId }: { readonly itemId: string }) => !shown.has(itemId);
  return {
    ...own,
    ranked: {
      ...own.ranked,
      removed: own.ranked.removed.filter(({ itemId }) => !gone.has(itemId)).filter(isGone),
      proposals: [...own.ranked.proposals, ...more.ranked.proposals.map((one) => ofParent(one, parent))],
    },
    filled: {
      picked,
      found: own.filled.picked.length + more.filled.found,
      removed: [...gone.values()].filter(isGone),
      next: undefined,
      rest: more.filled.rest,
    },
    degraded: [...new Set([...own.degraded, ...more.degraded])],
  };
}

const ofParent = (proposal: Proposal, parent: string): Proposal => ({
  ...proposal,
  isFallback: true,
  note: () => `of ${parent}, the category above`,
});
