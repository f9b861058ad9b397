import { type Candidate, isKnown, type RankingContext } from '../context.ts';
import type { MergeDocument, Weighted } from './merge.ts';
import { interleave } from './pattern.ts';
import { byRank } from './rrf.ts';
import { type Shares, sumShares } from './shares.ts';
import { byMaximum } from './weighted.ts';

/** One list of what sources propose, best first. */
export function mergeBy(
  document: MergeDocument,
  sources: readonly Weighted[],
  { viewer, before }: Pick<RankingContext, 'viewer' | 'before'>,
): Candidate[] {
  if (document.merge !== 'pattern') return sumShares(sources, sharesBy(document));
  const { pattern, patternForUnknown = pattern } = document;
  const lists = sources.map(({ candidates }) => candidates);
  return interleave(lists, isKnown(viewer) ? pattern : patternForUnknown, before);
}

/** What each source gives its candidates; those that take turns give their own scores. */
export function sharesBy(document: MergeDocument): Shares {
  if (document.merge === 'rrf') return byRank(document.k);
  if (document.merge === 'weighted') return byMaximum;
  return (candidates) => new Map(candidates.map(({ itemId, score }) => [itemId, score]));
}

/** Puts what the fallback proposes behind the others, its scores scaled below theirs, so order is by score. */
export function append(
  candidates: readonly Candidate[],
  fallback: readonly Candidate[],
): readonly Candidate[] {
  if (fallback.length === 0) return candidates;
  const known = new Set(candidates.map(({ itemId }) => itemId));
  const lowest = candidates.at(-1)?.score ?? 1;
  const others = fallback.filter(({ itemId }) => !known.has(itemId));
  return [...candidates, ...others.map((candidate) => ({ ...candidate, score: candidate.score * lowest }))];
}
