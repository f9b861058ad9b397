import type { Ranked } from '../../../domain/ranking/rank.ts';
import type { Removal } from '../../../domain/ranking/steps/step.ts';
import type { Filled } from './fill.ts';

/** Entries a list of the ledger shows: a page of whys, not a dump. */
const MOST = 200;

/** Why the section is as it is: what each source proposed, what left and why, and the order that remained. */
export function ledgerOf(ranked: Ranked, filled: Filled) {
  return {
    sources: ranked.proposals.map(({ source, weight, candidates }) => ({
      source,
      weight,
      count: candidates.length,
      candidates: candidates
        .toSorted((a, b) => b.score - a.score)
        .slice(0, MOST)
        .map(({ itemId, score }) => ({ itemId, score })),
    })),
    removed: removals(ranked, filled).slice(0, MOST),
    order: filled.picked.map(({ itemId, score, reason }) => ({ itemId, score, reason })),
  };
}

/** What became of one item in this section, in words. */
export function whyNotOf(itemId: string, ranked: Ranked, filled: Filled) {
  const position = filled.picked.findIndex((candidate) => candidate.itemId === itemId);
  if (position >= 0) return { itemId, answer: `it is shown, at position ${position}` };
  const removal = removals(ranked, filled).find((removed) => removed.itemId === itemId);
  if (removal) return { itemId, step: removal.step, answer: removal.reason };
  const proposed = ranked.candidates.some((candidate) => candidate.itemId === itemId);
  if (!proposed) return { itemId, step: 'sources', answer: 'no source proposed it' };
  return { itemId, step: 'cut', answer: 'others had higher scores' };
}

const removals = (ranked: Ranked, filled: Filled): Removal[] => [...ranked.removed, ...filled.removed];
