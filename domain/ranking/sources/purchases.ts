import type { SourceDocument } from '../../registry/documents.ts';
import { type Candidate, DAY_MS, type RankingContext } from '../context.ts';

type PurchasesSource = Extract<SourceDocument, { source: 'purchases' }>;

/** What the actor may be shown of its own purchases: Σ 2^(−age / halfLife) over each item's purchases. */
export function fromPurchases(
  { halfLifeDays }: PurchasesSource,
  { viewer, now }: Pick<RankingContext, 'viewer' | 'now'>,
): Candidate[] {
  const sums = new Map<string, number>();
  for (const { itemId, occurredAt } of viewer.shownPurchases) {
    if (itemId === undefined) continue;
    const age = Math.max(0, now - Date.parse(occurredAt)) / DAY_MS;
    sums.set(itemId, (sums.get(itemId) ?? 0) + 2 ** (-age / halfLifeDays));
  }
  return [...sums].map(([itemId, score]) => ({
    itemId,
    score,
    tier: 'personal',
    personal: true,
    reason: 'bought-before',
  }));
}
