import { compareCandidates } from './merge.ts';
import type { Shares } from './shares.ts';

/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009): weight / (k + rank), ranks from 1. */
export const byRank =
  (k: number): Shares =>
  (candidates, weight) =>
    new Map(
      weight === 0
        ? []
        : candidates
            .toSorted(compareCandidates)
            .map(({ itemId }, rank) => [itemId, weight / (k + rank + 1)] as const),
    );
