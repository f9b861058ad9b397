import type { ProviderDocument, SourceDocument, StepName } from '../registry/documents.ts';
import type { ItemConditions } from '../search/conditions.ts';
import type { SearchRequest } from '../search/search.ts';
import { firstPlace, numbered, type Places, POOL, type SearchKnown } from './places.ts';
import { isSearched, searchOf } from './sources/index.ts';

/** What a provider asks of the search engine, by source. */
export function searchesWanted(
  provider: ProviderDocument,
  known: SearchKnown,
  places: Places = new Map(),
): ReadonlyMap<SourceDocument, SearchRequest> {
  const conditions = conditionsOf(provider, known);
  const wanted = new Map<SourceDocument, SearchRequest>();
  const size = Math.max(POOL, known.only?.length ?? 0);
  for (const [number, source] of numbered(provider)) {
    const place = places.get(number) ?? firstPlace(source, known);
    if (!isSearched(source) || place.part === 'end') continue;
    const request = searchOf(source, { conditions, known, place, size });
    if (request) wanted.set(source, request);
  }
  return wanted;
}

/**
 * The provider's filters as far as they hold for many viewers alike, so that equal queries share an answer; the exit judges by all
 * of them anyway.
 */
function conditionsOf(
  { steps }: ProviderDocument,
  { now, viewer, filters, only }: SearchKnown,
): ItemConditions {
  const { profile, preferences } = viewer;
  const has = (name: StepName) => steps.some(({ step }) => step === name);
  const asked = has('request') ? filters : {};
  const disliked = has('disliked') ? (preferences.dislikedCategories ?? []) : [];
  const wanted = has('price-range') ? preferences.priceRange : undefined;
  return {
    now,
    adult: profile.adult === true && preferences.showAdult === true,
    itemIds: only,
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
