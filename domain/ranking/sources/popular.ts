import { EVERYBODY, type Facet } from '../../clusters/facet.ts';
import { facetFactors } from '../../popularity/blend.ts';
import type { SourceDocument } from '../../registry/documents.ts';
import { type Candidate, isKnown, type RankingContext } from '../context.ts';
import type { RowRequest } from '../rows.ts';

type PopularSource = Extract<SourceDocument, { source: 'popular' }>;
type Known = Pick<RankingContext, 'facets'>;

/** The snapshots that a source looks at: everybody's, and for clusters one a facet. */
export function popularRows({ window, by }: PopularSource, { facets }: Known): RowRequest[] {
  if (window === 'trending') return [{ kind: 'trending', key: EVERYBODY }];
  const keys = by === 'clusters' ? facets.map(({ facet }) => facet) : [];
  return [EVERYBODY, ...keys].map((key) => ({ kind: 'popular', key }));
}

/** What most people act on, what grows now, or what people like the viewer act on (docs/popularity.md). */
export function fromPopular(source: PopularSource, context: RankingContext): Candidate[] {
  if (source.window === 'trending') return everybody(context, 'trending', 'trending');
  const { serving, facets, rows } = context;
  const wanted = source.by === 'clusters' ? facets.filter(({ facet }) => rows.get('popular', facet)) : [];
  if (!serving || wanted.length === 0) return everybody(context, 'popular', 'popular');
  const sums = new Map<string, number>();
  for (const { facet, factor } of facetFactors(wanted, serving))
    for (const [itemId, score] of rows.get('popular', facet)?.items ?? [])
      sums.set(itemId, (sums.get(itemId) ?? 0) + factor * score);
  return [...sums].map(([itemId, score]) => ({
    itemId,
    score,
    tier: 'cluster',
    personal: isKnown(context.viewer),
    reason: 'popular-with-people-like-you',
  }));
}

function everybody(
  { rows }: Pick<RankingContext, 'rows'>,
  kind: 'popular' | 'trending',
  reason: string,
): Candidate[] {
  const key: Facet = EVERYBODY;
  const items = rows.get(kind, key)?.items ?? [];
  return items.map(([itemId, score]) => ({ itemId, score, tier: 'popular', personal: false, reason }));
}
