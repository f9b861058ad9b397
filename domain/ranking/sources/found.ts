import { hash32 } from '../../hash.ts';
import type { SourceDocument } from '../../registry/documents.ts';
import type { SearchHit } from '../../search/search.ts';
import type { Candidate, RankingContext } from '../context.ts';

type FoundSource = Extract<SourceDocument, { source: 'new-listings' | 'similar' }>;

/**
 * New listings that want to be seen. All of the pool are among the least seen; each viewer gets them in an order of their own, so
 * that not everybody is shown the same few until the next count.
 */
export function fromNewListings(source: FoundSource, context: RankingContext): Candidate[] {
  return hitsOf(source, context).map(({ itemId }) => ({
    itemId,
    score: shareOf(`${context.seed}\n${itemId}`),
    tier: 'popular',
    personal: false,
    reason: 'new-listing',
  }));
}

/** Items like the one at hand; scores only order, since they count shared keywords. */
export function fromSimilar(source: FoundSource, context: RankingContext): Candidate[] {
  const hits = hitsOf(source, context);
  return hits.map(({ itemId }, rank) => ({
    itemId,
    score: 1 - rank / hits.length,
    tier: 'personal',
    personal: false,
    reason: 'similar',
  }));
}

function hitsOf(source: FoundSource, { found }: RankingContext): readonly SearchHit[] {
  const hits = found.get(source);
  return hits === undefined || hits === 'failed' ? [] : hits;
}

/** A number in (0, 1] that looks random and is always the same for the same text. */
const shareOf = (text: string): number => (hash32(text) + 1) / 2 ** 32;
