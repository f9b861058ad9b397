import type { Candidate } from '../context.ts';
import { compareCandidates } from './merge.ts';

/** What a source gives each of its candidates in a merge. */
export type Shares = (candidates: readonly Candidate[], weight: number) => ReadonlyMap<string, number>;

/** Sums what sources give item by item. Tier and reason are those of the source with the largest share. Sorted by compareCandidates. */
export function sumShares(
  sources: readonly { readonly weight: number; readonly candidates: readonly Candidate[] }[],
  sharesOf: Shares,
): Candidate[] {
  const sums = new Map<string, Sum>();
  for (const { weight, candidates } of sources) {
    const shares = sharesOf(candidates, weight);
    for (const candidate of candidates) {
      const share = shares.get(candidate.itemId);
      if (share === undefined) continue;
      const known = sums.get(candidate.itemId);
      if (known) addTo(known, candidate, share);
      else sums.set(candidate.itemId, { candidate, share, sum: share, personal: candidate.personal });
    }
  }
  return Array.from(sums.values(), ({ candidate, sum, personal }) => ({
    ...candidate,
    score: sum,
    personal,
  })).sort(compareCandidates);
}

/** What an item has so far: mutable, since there are thousands of them a page. */
interface Sum {
  /** Of the source with the largest share. */
  candidate: Candidate;
  share: number;
  sum: number;
  personal: boolean;
}

function addTo(known: Sum, candidate: Candidate, share: number): void {
  if (share > known.share) {
    known.candidate = candidate;
    known.share = share;
  }
  known.sum += share;
  known.personal ||= candidate.personal;
}
