import { z } from 'zod';
import type { Candidate } from '../context.ts';

/** A source's candidates with its weight. */
export interface Weighted {
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

/** By score descending, then item id ascending by UTF-16 unit. */
export const compareCandidates = (a: Candidate, b: Candidate): number =>
  b.score - a.score || (a.itemId < b.itemId ? -1 : a.itemId > b.itemId ? 1 : 0);

/** Numbers of sources that take turns, over and over. */
const pattern = z.array(z.number().int().min(0).max(9)).min(1).max(20);

/** How a provider makes one list of what its sources propose. */
export const mergeDocument = z.discriminatedUnion('merge', [
  /** Each source is divided by its own maximum, then sums by weight. */
  z.strictObject({ merge: z.literal('weighted') }),
  /** Reciprocal rank fusion: Σ weight / (k + rank), for sources whose scores are of different scales. */
  z.strictObject({ merge: z.literal('rrf'), k: z.number().min(1).max(1000).default(60) }),
  /** Sources take turns; for viewers of whom nothing is known by a pattern of their own. */
  z.strictObject({ merge: z.literal('pattern'), pattern, patternForUnknown: pattern.optional() }),
]);
export type MergeDocument = z.infer<typeof mergeDocument>;
