import { compareFacets, EVERYBODY, type Facet } from '../clusters/facet.ts';
import type { PopularityServing } from './serving.ts';

/** A facet of the viewer with how far it counts, in (0, 1]. */
export interface WeightedFacet {
  readonly facet: Facet;
  readonly weight: number;
}

/** A factor on an item's number for a facet. */
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
