import type { Candidate, RankingContext } from '../context.ts';
import type { RowRequest } from '../rows.ts';

/** The segment of the popular model that is everybody. */
const EVERYBODY: RowRequest = { kind: 'popular', key: 'all' };

export const popularRows = (): RowRequest[] => [EVERYBODY];

/** What most people act on: the same for everybody, and labelled so. */
export function fromPopular({ rows }: Pick<RankingContext, 'rows'>): Candidate[] {
  const items = rows.get(EVERYBODY.kind, EVERYBODY.key)?.items ?? [];
  return items.map(([itemId, score]) => ({
    itemId,
    score,
    tier: 'popular',
    personal: false,
    reason: 'popular',
  }));
}
