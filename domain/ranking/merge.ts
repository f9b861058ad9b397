import type { Candidate } from './context.ts';

/** A source's candidates with its weight. */
export interface Weighted {
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

/** By score descending, then item id ascending by UTF-16 unit. */
export const compareCandidates = (a: Candidate, b: Candidate): number =>
  b.score - a.score || (a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0);

/**
 * Weighted merge: each source is divided by its own maximum, then sums by weight. Tier and reason are
 * those of the source with the largest share. Sorted by compareCandidates.
 */
export function merge(sources: readonly Weighted[]): Candidate[] {
  const merged = new Map<string, { candidate: Candidate; share: number; sum: number; personal: boolean }>();
  for (const { weight, candidates } of sources) {
    const largest = candidates.reduce((max, { score }) => Math.max(max, score), 0);
    if (largest <= 0) continue;
    for (const candidate of candidates) {
      const share = (weight * candidate.score) / largest;
      const known = merged.get(candidate.itemId);
      merged.set(candidate.itemId, {
        candidate: known && known.share >= share ? known.candidate : candidate,
        share: Math.max(known?.share ?? 0, share),
        sum: (known?.sum ?? 0) + share,
        personal: candidate.personal || known?.personal === true,
      });
    }
  }
  return [...merged.values()]
    .map(({ candidate, sum, personal }) => ({ ...candidate, score: sum, personal }))
    .sort(compareCandidates);
}

/** Puts what the fallback proposes behind the others, its scores scaled below theirs, so order is by score. */
export function append(candidates: readonly Candidate[], fallback: readonly Candidate[]): Candidate[] {
  const known = new Set(candidates.map(({ itemId }) => itemId));
  const lowest = candidates.at(-1)?.score ?? 1;
  const others = fallback.filter(({ itemId }) => !known.has(itemId));
  return [...candidates, ...others.map((candidate) => ({ ...candidate, score: candidate.score * lowest }))];
}
