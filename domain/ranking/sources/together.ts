import type { SourceDocument } from '../../registry/documents.ts';
import type { Candidate, RankingContext } from '../context.ts';
import type { RowRequest } from '../rows.ts';

type TogetherSource = Extract<SourceDocument, { source: 'together' }>;
/** Beyond this many items at hand more of them would only add noise, and reads. */
const MAX_ITEMS_AT_HAND = 10;

export const togetherRows = (
  { kind }: TogetherSource,
  { itemIds }: Pick<RankingContext, 'itemIds'>,
): RowRequest[] => itemIds.slice(0, MAX_ITEMS_AT_HAND).map((key) => ({ kind, key }));

/**
 * The rows of the items at hand, summed: by count (substitutes side by side) or by score. What never met any of them, but was
 * filled in from their groups (domain/together/back-off.ts), has the count 0, and says so.
 */
export function fromTogether({ kind, by }: TogetherSource, { itemIds, rows }: RankingContext): Candidate[] {
  const sums = new Map<string, number>();
  const met = new Set<string>();
  for (const key of itemIds.slice(0, MAX_ITEMS_AT_HAND))
    for (const [itemId, score, count] of rows.get(kind, key)?.items ?? []) {
      sums.set(itemId, (sums.get(itemId) ?? 0) + (by === 'count' ? count || score : score));
      if (count !== 0) met.add(itemId);
    }
  return [...sums].map(([itemId, score]) => ({
    itemId,
    score,
    tier: 'personal',
    personal: false,
    reason: met.has(itemId) ? `together-${kind}` : `together-${kind}-group`,
  }));
}
