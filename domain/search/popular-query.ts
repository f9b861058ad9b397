import { compareFacets, EVERYBODY, type Facet } from '../clusters/facet.ts';
import type { PopularityServing } from '../popularity/serving.ts';
import { conditionClauses, type ItemConditions, minuteOf } from './conditions.ts';
import { facetField, JOIN } from './fields.ts';
import type { Json, SearchRequest } from './search.ts';

/** A facet of the viewer with how far it counts, in (0, 1]. */
export interface WeightedFacet {
  readonly facet: Facet;
  readonly weight: number;
}

/** Factors on scores, by what an item has. */
export interface SearchBoosts {
  readonly categories?: Readonly<Record<string, number>> | undefined;
  /** By keyword `name=value`. */
  readonly attributes?: Readonly<Record<string, number>> | undefined;
}

export interface PopularQuery {
  readonly facets: readonly WeightedFacet[];
  readonly serving: Pick<PopularityServing, 'totals' | 'backOff'>;
  readonly conditions: ItemConditions;
  readonly boosts?: SearchBoosts | undefined;
  /** A listing of this age counts half. */
  readonly listedHalfLifeDays: number;
  readonly size: number;
  /** Only children marked as the top of some facet: a first page's query. False: the whole market, the unpopular last. */
  readonly topOnly: boolean;
  /** `sort` of the hit to go on behind. */
  readonly after?: readonly Json[] | undefined;
}

/** A factor on the popularity of a facet's field. */
export interface FacetFactor {
  readonly facet: Facet;
  readonly factor: number;
}

/** How much everybody counts beside the viewer's facets. */
const EVERYBODY_WEIGHT = 1;

/**
 * The blend of a viewer's facets as one factor a facet (design §7). With g the decayed sums and G their totals, a facet f
 * backs off to everybody by p(i|f) = (g_f(i) + μ·g(i)/G) / (G_f + μ); Σ_f ω_f·p(i|f) + ω·g(i)/G is
 * Σ_f a_f·g_f(i) + b·g(i). A facet without a total is everybody. Factors are scaled so that they sum to 1 over G,
 * since their absolute size follows the landmark. Empty when nothing is counted yet.
 */
export function facetFactors(
  facets: readonly WeightedFacet[],
  { totals, backOff }: Pick<PopularityServing, 'totals' | 'backOff'>,
): FacetFactor[] {
  const all = totals[EVERYBODY] ?? 0;
  if (all <= 0) return [];
  let everybody = EVERYBODY_WEIGHT;
  const factors: FacetFactor[] = [];
  for (const { facet, weight } of facets.toSorted((a, b) => compareFacets(a.facet, b.facet))) {
    if (facet === EVERYBODY) continue;
    const total = totals[facet] ?? 0;
    // a_f·G, and b·G: multiplied by G, which changes no order.
    factors.push({ facet, factor: (weight * all) / (total + backOff) });
    everybody += (weight * backOff) / (total + backOff);
  }
  const known = factors.filter(({ facet }) => (totals[facet] ?? 0) > 0);
  return [{ facet: EVERYBODY, factor: everybody }, ...known].map(({ facet, factor }) => ({
    facet,
    factor: factor / all,
  }));
}

/** Popular items for a viewer: conditions on parents, has_child over the facets' factors, decay by listing age, boosts. */
export function popularQuery(asked: PopularQuery): SearchRequest {
  const { filter, must_not } = conditionClauses(asked.conditions);
  const popularity = hasChild(asked);
  const bool = asked.topOnly
    ? { filter, must_not, must: [popularity] }
    : { filter, must_not, should: [popularity] };
  return {
    query: {
      function_score: {
        query: { bool },
        functions: [listingDecay(asked), ...boostFunctions(asked.boosts)],
        score_mode: 'multiply',
        boost_mode: 'multiply',
      },
    },
    size: asked.size,
    sort: [{ _score: 'desc' }, { listedAt: 'desc' }, { itemId: 'asc' }],
    ...(asked.after && { search_after: asked.after }),
  };
}

function hasChild({ facets, serving, topOnly }: PopularQuery): { readonly [name: string]: Json } {
  const functions = facetFactors(facets, serving).map(({ facet, factor }) => ({
    field_value_factor: { field: facetField(facet), factor, missing: 0 },
  }));
  const query = topOnly ? { bool: { filter: [{ term: { top: true } }] } } : { match_all: {} };
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

const listingDecay = ({ conditions, listedHalfLifeDays }: PopularQuery) => ({
  exp: { listedAt: { origin: minuteOf(conditions.now), scale: `${listedHalfLifeDays}d`, decay: 0.5 } },
});

function boostFunctions(boosts: SearchBoosts = {}): { readonly [name: string]: Json }[] {
  const of = (field: string, factors: Readonly<Record<string, number>> = {}) =>
    Object.entries(factors)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([value, weight]) => ({ filter: { term: { [field]: value } }, weight }));
  return [...of('categories', boosts.categories), ...of('attributes', boosts.attributes)];
}
