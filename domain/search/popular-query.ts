import { EVERYBODY } from '../clusters/facet.ts';
import type { FacetFactor } from '../popularity/blend.ts';
import { conditionClauses, type ItemConditions, minuteOf } from './conditions.ts';
import { facetField, JOIN } from './fields.ts';
import type { Json, SearchRequest } from './search.ts';

/** Factors on scores, by what an item has. */
export interface SearchBoosts {
  readonly categories: ReadonlyMap<string, number>;
  /** By keyword `name=value`. */
  readonly attributes: ReadonlyMap<string, number>;
}

/**
 * Which items are asked: those that are among the first of some facet that counts (some thousand a facet: quick), all others
 * behind them (by popularity where they have any, then the newest), or all that have popularity (slow: for comparison).
 */
export type MarketPart = 'top' | 'rest' | 'whole';

export interface PopularQuery {
  /** How much each facet's number counts (domain/popularity/blend.ts); none: all items are alike. */
  readonly factors: readonly FacetFactor[];
  readonly conditions: ItemConditions;
  readonly boosts?: SearchBoosts | undefined;
  /** Milliseconds: the time from which a listing's age counts; a feed keeps that of its first page. */
  readonly origin: number;
  /** A listing of this age counts half. */
  readonly listedHalfLifeDays: number;
  readonly part: MarketPart;
  readonly size: number;
  /** `sort` of the hit to go on behind. */
  readonly after?: readonly Json[] | undefined;
}

type Clause = { readonly [name: string]: Json };

/** Popular items for a viewer: conditions on parents, has_child over the facets' factors, decay by listing age, boosts. */
export function popularQuery(asked: PopularQuery): SearchRequest {
  const aged = {
    function_score: {
      query: { bool: clauses(asked) },
      functions: listingAge(asked),
      score_mode: 'sum',
      boost_mode: 'multiply',
    },
  } as const;
  const boosts = boostFunctions(asked.boosts);
  const boosted = {
    function_score: { query: aged, functions: boosts, score_mode: 'multiply', boost_mode: 'multiply' },
  } as const;
  return {
    query: boosts.length > 0 ? boosted : aged,
    size: asked.size,
    sort: [{ _score: 'desc' }, { listedAt: 'desc' }, { itemId: 'asc' }],
    ...(asked.after && { search_after: asked.after }),
  };
}

function clauses({ conditions, factors, part }: PopularQuery): Clause {
  const { filter, must_not } = conditionClauses(conditions);
  const facets = factors.length > 0 ? factors.map(({ facet }) => facet) : [EVERYBODY];
  const isTop = { terms: { topOf: facets } };
  if (part === 'top') return { filter, must_not, must: [popularity(factors, { bool: { filter: [isTop] } })] };
  if (part === 'whole') return { filter, must_not, must: [popularity(factors, { match_all: {} })] };
  const top = { has_child: { type: JOIN.child, score_mode: 'none', query: isTop } };
  return { filter, must_not: [...must_not, top], should: [popularity(factors, { match_all: {} })] };
}

function popularity(factors: readonly FacetFactor[], query: Clause): Clause {
  const functions = factors.map(({ facet, factor }) => ({
    field_value_factor: { field: facetField(facet), factor, missing: 0 },
  }));
  return {
    has_child: {
      type: JOIN.child,
      score_mode: 'max',
      query: {
        function_score: {
          query,
          // Before anything is counted all are alike.
          functions: functions.length > 0 ? functions : [{ weight: 1 }],
          score_mode: 'sum',
          boost_mode: 'replace',
        },
      },
    },
  };
}

/** What an old listing keeps: the goods of a shop that sells the same for years must not fade into nothing. */
const OLDEST_KEEPS = 0.25;

/** From 1 for a new listing down to what the oldest keep. */
const listingAge = ({ origin, listedHalfLifeDays }: PopularQuery): Clause[] => [
  {
    exp: { listedAt: { origin: minuteOf(origin), scale: `${listedHalfLifeDays}d`, decay: 0.5 } },
    weight: 1 - OLDEST_KEEPS,
  },
  { weight: OLDEST_KEEPS },
];

function boostFunctions(boosts: SearchBoosts | undefined): Clause[] {
  const of = (field: string, factors: ReadonlyMap<string, number> = new Map()) =>
    [...factors]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, weight]) => ({ filter: { term: { [field]: value } }, weight }));
  return [...of('categories', boosts?.categories), ...of('attributes', boosts?.attributes)];
}
