import { z } from 'zod';
import { EVERYBODY, type Facet } from '../../clusters/facet.ts';
import { facetFactors } from '../../popularity/blend.ts';
import { popularQuery } from '../../search/popular-query.ts';
import type { SearchHit, SearchRequest } from '../../search/search.ts';
import { type Candidate, isKnown, type RankingContext } from '../context.ts';
import { firstPlace, isOfClusters } from '../places.ts';
import type { Reason } from '../reasons.ts';
import type { RowRequest } from '../rows.ts';
import { type Asking, type Source, sourceSchema } from './source.ts';

const schema = sourceSchema('popular', {
  /** Everybody, or people like the viewer. */
  by: z.enum(['everybody', 'clusters']).default('everybody'),
  /** What people act on, or what grows now. */
  window: z.enum(['popular', 'trending']).default('popular'),
});
type PopularSource = z.infer<typeof schema>;
type Known = Pick<RankingContext, 'facets'>;

/** What people act on: everybody, or people like the viewer; or what grows now (docs/popularity.md). */
export const popular: Source<PopularSource> = {
  name: 'popular',
  schema,
  rows: popularRows,
  search: popularSearch,
  candidates: fromPopular,
};

/** A listing of this age counts half as much as a new one of the same popularity. */
const LISTED_HALF_LIFE_DAYS = 14;

function popularSearch({ window }: PopularSource, asking: Asking): SearchRequest | undefined {
  const { conditions, known, place, size } = asking;
  if (window === 'trending' || place.part === 'end') return undefined;
  return popularQuery({
    factors: place.factors,
    conditions,
    boosts: known.boosts,
    origin: known.origin,
    listedHalfLifeDays: LISTED_HALF_LIFE_DAYS,
    part: place.part,
    after: place.after,
    size,
  });
}

/** The snapshots that a source looks at: everybody's, and for clusters one a facet. */
function popularRows({ window, by }: PopularSource, { facets }: Known): RowRequest[] {
  if (window === 'trending') return [{ kind: 'trending', key: EVERYBODY }];
  const keys = by === 'clusters' ? facets.map(({ facet }) => facet) : [];
  return [EVERYBODY, ...keys].map((key) => ({ kind: 'popular', key }));
}

/**
 * What most people act on, what grows now, or what people like the viewer act on (docs/popularity.md): as the search engine finds
 * it among all items, or where it does not answer from the snapshots.
 */
function fromPopular(source: PopularSource, context: RankingContext): Candidate[] {
  const found = context.found.get(source);
  if (found === undefined) return fromSnapshots(source, context);
  if (found !== 'failed') return fromHits(source, found, context);
  return fromSnapshots(source, context).map((candidate) => ({ ...candidate, tier: 'snapshot' }));
}

function fromHits(source: PopularSource, hits: readonly SearchHit[], context: RankingContext): Candidate[] {
  const ofClusters = isOfClusters(firstPlace(source, context));
  // What nobody looked at yet has no score: it keeps the engine's order behind what has one.
  const least = hits.findLast(({ score }) => score > 0)?.score ?? 1;
  return hits.map(({ itemId, score }, rank) => ({
    itemId,
    score: score > 0 ? score : (least / 2) * (1 - rank / hits.length),
    ...(ofClusters ? likeTheViewer(context) : FOR_EVERYBODY),
    boosted: true,
  }));
}

const FOR_EVERYBODY = { tier: 'popular', personal: false, reason: 'popular' } as const;
const likeTheViewer = ({ viewer }: Pick<RankingContext, 'viewer'>) =>
  ({ tier: 'cluster', personal: isKnown(viewer), reason: 'popular-with-people-like-you' }) as const;

function fromSnapshots(source: PopularSource, context: RankingContext): Candidate[] {
  if (source.window === 'trending') return everybody(context, 'trending', 'trending');
  const { serving, facets, rows } = context;
  const wanted = source.by === 'clusters' ? facets.filter(({ facet }) => rows.get('popular', facet)) : [];
  if (!serving || wanted.length === 0) return everybody(context, 'popular', 'popular');
  const sums = new Map<string, number>();
  for (const { facet, factor } of facetFactors(wanted, serving))
    for (const [itemId, score] of rows.get('popular', facet)?.items ?? [])
      sums.set(itemId, (sums.get(itemId) ?? 0) + factor * score);
  return [...sums].map(([itemId, score]) => ({ itemId, score, ...likeTheViewer(context) }));
}

function everybody(
  { rows }: Pick<RankingContext, 'rows'>,
  kind: 'popular' | 'trending',
  reason: Reason,
): Candidate[] {
  const key: Facet = EVERYBODY;
  const items = rows.get(kind, key)?.items ?? [];
  return items.map(([itemId, score]) => ({ itemId, score, ...FOR_EVERYBODY, reason }));
}
