import type { ItemTraits } from '../../catalogue/traits.ts';
import { signatureOf } from '../../titles/known.ts';
import { NAMELESS } from '../../titles/signature.ts';
import type { Arrangeable, Level } from '../arrange/arrangeable.ts';
import { type ArrangedTail, extendTail, TAIL_MOST } from '../arrange/tail.ts';
import { type Candidate, type RankingContext, traitsIn } from '../context.ts';
import type { AnyStep } from './step.ts';

/** A candidate as arranging sees it. */
export interface ArrangeableCandidate extends Arrangeable {
  readonly candidate: Candidate;
}

/** Candidates with what arranging knows of their items, in their order. */
export const arrangeables = (
  candidates: readonly Candidate[],
  context: Pick<RankingContext, 'items' | 'traits'>,
): ArrangeableCandidate[] =>
  candidates.map((candidate) => arrangeable(candidate, traitsIn(context, candidate.itemId)));

const arrangeable = (candidate: Candidate, item: ItemTraits | undefined): ArrangeableCandidate => ({
  candidate,
  itemId: candidate.itemId,
  score: candidate.score,
  category: item?.categories ?? [],
  sellerId: item?.sellerId,
  groupId: item?.groupId,
  signature: item ? signatureOf(item) : NAMELESS,
});

export const candidatesOf = (items: readonly ArrangeableCandidate[]): Candidate[] =>
  items.map(({ candidate }) => candidate);

const ARRANGING: ReadonlySet<string> = new Set(['name-groups', 'seller-cap', 'shuffle']);

/**
 * The tail after a section showed more; empty where none of its steps looks back.
 *
 * @param least items that are to be remembered, where these are more than a cursor carries
 */
export function tailAfter(
  steps: readonly AnyStep[],
  tail: ArrangedTail,
  shown: readonly Candidate[],
  context: Pick<RankingContext, 'items' | 'traits'>,
  least = 0,
): ArrangedTail {
  if (!steps.some(({ step }) => ARRANGING.has(step))) return [];
  return extendTail(tail, arrangeables(shown, context), levelOf(steps), Math.max(TAIL_MOST, least));
}

/** The level of the path at which a section's categories are remembered. */
const levelOf = (steps: readonly AnyStep[]): Level =>
  (steps.find(({ step }) => step === 'shuffle') as { level?: Level } | undefined)?.level ?? 'leaf';
