import { EVERYBODY } from '../clusters/facet.ts';
import { type FacetFactor, facetFactors } from '../popularity/blend.ts';
import type { FilterName, ProviderDocument, SourceDocument } from '../registry/documents.ts';
import type { ItemConditions } from '../search/conditions.ts';
import { newListingsQuery, similarQuery } from '../search/listing-queries.ts';
import { type MarketPart, popularQuery } from '../search/popular-query.ts';
import type { Json, SearchHit, SearchRequest } from '../search/search.ts';
import type { Boosts } from './boosts.ts';
import type { RankingContext } from './context.ts';

/** Hits that a source asks for: more than a page needs, since some are filtered out as they leave. */
export const POOL = 200;
/** A listing of this age counts half as much as a new one of the same popularity. */
const LISTED_HALF_LIFE_DAYS = 14;

/** What the search engine answered for a source; 'failed': it did not, and a snapshot stands in. */
export type Found = readonly SearchHit[] | 'failed';

/**
 * Where a popular source stands: how facets count as of its first page, the part of the market it is in, and the
 * hit behind which it goes on. The order stays as it was while the world changes.
 */
export interface Place {
  readonly factors: readonly FacetFactor[];
  readonly part: MarketPart | 'end';
  readonly after?: readonly Json[] | undefined;
}
/** Places of a section's popular sources by their number, the fallback's behind the others. */
export type Places = ReadonlyMap<number, Place>;

export type SearchKnown = Pick<
  RankingContext,
  'now' | 'viewer' | 'facets' | 'serving' | 'itemIds' | 'items' | 'filters'
> & {
  readonly boosts: Boosts;
  /** Milliseconds: from when a listing's age counts. */
  readonly origin: number;
};

/** Every source of a provider with its number. */
export const numbered = ({ sources, fallback }: ProviderDocument): (readonly [number, SourceDocument])[] =>
  [...sources, ...fallback].map((source, number) => [number, source]);

/** Whether a source is answered by the search engine where there is one. */
export const isSearched = (source: SourceDocument): boolean =>
  source.source === 'new-listings' ||
  source.source === 'similar' ||
  (source.source === 'popular' && source.window === 'popular');

/** What a provider asks of the search engine, by source. */
export function searchesWanted(
  provider: ProviderDocument,
  known: SearchKnown,
  places: Places = new Map(),
): ReadonlyMap<SourceDocument, SearchRequest> {
  const conditions = conditionsOf(provider.filters, known);
  const wanted = new Map<SourceDocument, SearchRequest>();
  for (const [number, source] of numbered(provider)) {
    const place = places.get(number) ?? firstPlace(source, known);
    const request = requestOf(source, conditions, known, place);
    if (request) wanted.set(source, request);
  }
  return wanted;
}

/** Where a popular source begins. */
export const firstPlace = (
  source: SourceDocument,
  { facets, serving }: Pick<SearchKnown, 'facets' | 'serving'>,
): Place => {
  const counted = source.source === 'popular' && source.by === 'clusters' ? facets : [];
  return { factors: serving ? facetFactors(counted, serving) : [], part: 'top' };
};

function requestOf(
  source: SourceDocument,
  conditions: ItemConditions,
  known: SearchKnown,
  { factors, part, after }: Place,
): SearchRequest | undefined {
  if (!isSearched(source) || part === 'end') return undefined;
  if (source.source === 'new-listings') {
    const { withinDays, guarantee } = source;
    return newListingsQuery({ conditions, withinDays, guarantee, size: POOL });
  }
  if (source.source === 'similar') {
    const item = known.items.get(known.itemIds[0] ?? '');
    return item && similarQuery({ item, conditions, size: POOL });
  }
  return popularQuery({
    factors,
    conditions,
    boosts: known.boosts,
    origin: known.origin,
    listedHalfLifeDays: LISTED_HALF_LIFE_DAYS,
    part,
    after,
    size: POOL,
  });
}

/**
 * The provider's filters as far as they hold for many viewers alike, so that equal queries share an answer; the exit judges by all
 * of them anyway.
 */
function conditionsOf(names: readonly FilterName[], { now, viewer, filters }: SearchKnown): ItemConditions {
  const { profile, preferences } = viewer;
  const has = (name: FilterName) => names.includes(name);
  const asked = has('request') ? filters : {};
  const disliked = has('disliked') ? (preferences.dislikedCategories ?? []) : [];
  const wanted = has('price-range') ? preferences.priceRange : undefined;
  return {
    now,
    adult: !has('adult') || (profile.adult === true && preferences.showAdult === true),
    categories: asked.categories,
    excludeCategories: [...new Set([...(asked.excludeCategories ?? []), ...disliked])],
    price: {
      min: narrower(Math.max, asked.price?.min, wanted?.min),
      max: narrower(Math.min, asked.price?.max, wanted?.max),
    },
    attributes: asked.attributes,
    excludeAttributes: asked.excludeAttributes,
  };
}

const narrower = (of: typeof Math.max, ...bounds: readonly (number | undefined)[]): number | undefined => {
  const known = bounds.filter((bound) => bound !== undefined);
  return known.length === 0 ? undefined : of(...known);
};

/**
 * Where a section's popular sources go on: behind the hits that are done with (shown, or never to be shown to this viewer); when
 * those of the top are used up, with the rest of the market.
 *
 * @param isOpen whether an item may still be shown on a later page
 */
export function placesAfter(
  provider: ProviderDocument,
  known: Pick<SearchKnown, 'facets' | 'serving'>,
  places: Places,
  found: ReadonlyMap<SourceDocument, Found>,
  isOpen: (itemId: string) => boolean,
): Places {
  const next = new Map<number, Place>();
  for (const [number, source] of numbered(provider)) {
    if (source.source !== 'popular' || !isSearched(source)) continue;
    const place = places.get(number) ?? firstPlace(source, known);
    const hits = found.get(source);
    // A stage without a search engine has no places to go on from.
    if (hits === undefined && place.part !== 'end') continue;
    next.set(number, Array.isArray(hits) ? placeBehind(place, hits, isOpen) : place);
  }
  return next;
}

function placeBehind(place: Place, hits: readonly SearchHit[], isOpen: (itemId: string) => boolean): Place {
  const open = hits.findIndex(({ itemId }) => isOpen(itemId));
  if (open === 0 || place.part === 'end') return place;
  if (open > 0) return { ...place, after: hits[open - 1]!.sort };
  if (hits.length === POOL) return { ...place, after: hits.at(-1)!.sort };
  return { factors: place.factors, part: place.part === 'top' ? 'rest' : 'end' };
}

/** Nothing is left that any source could bring. */
export const isAtEnd = (places: Places): boolean => [...places.values()].every(({ part }) => part === 'end');

/** Facets of a place that were counted, beside everybody's: whose popularity it is. */
export const isOfClusters = ({ factors }: Place): boolean => factors.some(({ facet }) => facet !== EVERYBODY);
