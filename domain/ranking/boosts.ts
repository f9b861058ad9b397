import type { ItemTraits } from '../catalogue/traits.ts';
import type { Preferences } from '../identity/actor.ts';
import { attributeTerms, termsOf } from '../search/attributes.ts';
import { type Candidate, type RankingContext, traitsIn } from './context.ts';
import { compareCandidates } from './merges/merge.ts';

/** Factors on the scores of items, by what they are: 1 changes nothing, 0 puts last, at most 100. */
export interface Boosts {
  readonly items: ReadonlyMap<string, number>;
  readonly categories: ReadonlyMap<string, number>;
  /** By keyword `name=value`. */
  readonly attributes: ReadonlyMap<string, number>;
}

/** What a request asks for. */
export interface RequestBoosts {
  readonly items?: Readonly<Record<string, number>> | undefined;
  readonly categories?: Readonly<Record<string, number>> | undefined;
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
}

/** What somebody says that they like counts half as much again. */
const PREFERRED = 1.5;
/** Each is a clause of a query. */
const MOST_LIKED = 50;

/** The request's factors, and the viewer's declared likes where the request says nothing of them. */
export function boostsOf(
  { preferredCategories = [], attributes = {} }: Preferences,
  asked: RequestBoosts = {},
): Boosts {
  const liked = Object.entries(attributes)
    .flatMap(([name, value]) => termsOf(name, value))
    .slice(0, MOST_LIKED);
  const named = Object.entries(asked.attributes ?? {}).flatMap(([name, values]) =>
    Object.entries(values).map(([value, factor]) => [`${name}=${value}`, factor] as const),
  );
  return {
    items: new Map(Object.entries(asked.items ?? {})),
    categories: new Map([
      ...preferredCategories.slice(0, MOST_LIKED).map((name) => [name, PREFERRED] as const),
      ...Object.entries(asked.categories ?? {}),
    ]),
    attributes: new Map([...liked.map((term) => [term, PREFERRED] as const), ...named]),
  };
}

export const NO_BOOSTS: Boosts = boostsOf({});
export const hasBoosts = ({ items, categories, attributes }: Boosts): boolean =>
  items.size + categories.size + attributes.size > 0;

/** The product of all factors that an item has. */
export function factorOf(item: ItemTraits, { items, categories, attributes }: Boosts): number {
  let factor = items.get(item.itemId) ?? 1;
  if (categories.size > 0) for (const name of item.categories) factor *= categories.get(name) ?? 1;
  if (attributes.size > 0)
    for (const term of attributeTerms(item.attributes) ?? []) factor *= attributes.get(term) ?? 1;
  return factor;
}

/**
 * A source's candidates by their boosted scores, before sources are merged or take turns. Those that the search engine found have the factors of categories and attributes in their
 * score already, so only an item's own counts for them.
 */
export function boosted(
  candidates: readonly Candidate[],
  boosts: Boosts,
  known: Pick<RankingContext, 'items' | 'traits'>,
): readonly Candidate[] {
  if (!hasBoosts(boosts)) return candidates;
  return candidates
    .map((candidate) => {
      const item = traitsIn(known, candidate.itemId);
      const own = boosts.items.get(candidate.itemId) ?? 1;
      const factor = candidate.boosted || !item ? own : factorOf(item, boosts);
      return { ...candidate, score: candidate.score * factor };
    })
    .sort(compareCandidates);
}
