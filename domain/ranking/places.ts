import { EVERYBODY } from '../clusters/facet.ts';
import { type FacetFactor, facetFactors } from '../popularity/blend.ts';
import type { MarketPart } from '../search/popular-query.ts';
import type { Found, Json, SearchHit } from '../search/search.ts';
import type { Boosts } from './boosts.ts';
import type { AnySource, RankingContext } from './context.ts';

/** Hits that a source asks for: more than a page needs, since some are filtered out as they leave. */
export const POOL = 200;

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
  'now' | 'viewer' | 'facets' | 'serving' | 'itemIds' | 'items' | 'filters' | 'only'
> & {
  readonly boosts: Boosts;
  /** Milliseconds: from when a listing's age counts. */
  readonly origin: number;
};

interface Sources<Document extends AnySource> {
  readonly sources: readonly Document[];
  readonly fallback: readonly Document[];
}
/** Every source of a provider with its number. */
export const numbered = <Document extends AnySource>({
  sources,
  fallback,
}: Sources<Document>): (readonly [number, Document])[] =>
  [...sources, ...fallback].map((source, number) => [number, source]);

/** The source `popular`, as far as places are concerned. */
interface Popular extends AnySource {
  readonly by: 'everybody' | 'clusters';
  readonly window: 'popular' | 'trending';
}
const isPopular = (source: AnySource): source is Popular => source.source === 'popular';

/** Whether a source goes through the whole market, page by page, where there is a search engine. */
const isEndless = (source: AnySource): boolean => isPopular(source) && source.window === 'popular';

/** Where a popular source begins. */
export const firstPlace = (
  source: AnySource,
  { facets, serving, only }: Pick<SearchKnown, 'facets' | 'serving' | 'only'>,
): Place => {
  const counted = isPopular(source) && source.by === 'clusters' ? facets : [];
  return { factors: serving ? facetFactors(counted, serving) : [], part: only ? 'whole' : 'top' };
};

/**
 * Where a section's popular sources go on: behind the hits that are done with (shown, or never to be shown to this viewer); when
 * those of the top are used up, with the rest of the market.
 *
 * @param isOpen whether an item may still be shown on a later page
 */
export function placesAfter(
  provider: Sources<AnySource>,
  known: Pick<SearchKnown, 'facets' | 'serving'>,
  places: Places,
  found: ReadonlyMap<AnySource, Found>,
  isOpen: (itemId: string) => boolean,
): Places {
  const next = new Map<number, Place>();
  for (const [number, source] of numbered(provider)) {
    if (!isEndless(source)) continue;
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
