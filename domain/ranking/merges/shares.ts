import type { Candidate } from '../context.ts';
import { compareCandidates } from './merge.ts';

/** What a source gives each of its candidates in a merge. */
export type Shares = (candidates: readonly Candidate[], weight: number) => ReadonlyMap<string, number>;

/** Sums what sources give item by item. Tier and reason are those of the source with the largest share. Sorted by compareCandidates. */
export function sumShares(
  sources: readonly { readonly weight: number; readonly candidates: readonly Candidate[] }[],
  sharesOf: Shares,
): Candidate[] {
  const sums = new Map<string, { candidate: Candidate; share: number; sum: number; personal: boolean }>();
  for (const { weight, candidates } of sources) {
    const shares = sharesOf(candidates, weight);
    for (const candidate of candidates) {
      const share = shares.get(candidate.itemId);
      if (share === undefined) continue;
      const known = sums.get(candidate.itemId);
      sums.set(candidate.itemId, {
        candidate: known && known.share >= share ? known.candidate : candidate,
        share: Math.max(known?.share ?? 0, share),
        sum: (known?.sum ?? 0) + share,
        personal: candidate.personal || known?.personal === true,
      });
    }
  }
  return [...sums.values()]
    .map(({ candidate, sum, personal }) => ({ ...candidate, score: sum, personal }))
    .sort(compareCandidates);
}
