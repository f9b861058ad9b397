/**
 * The facets by which people are told apart, and popularity is counted (design §7). A facet is written
 * `name=value`, e.g. `sex=female`; `all` is everybody.
 */
export const FACET_NAMES = [
  'sex',
  'ageBand',
  'platform',
  'category',
  'priceBand',
  'payer',
  'paidWith',
  'behaviour',
  'learned',
] as const;
export type FacetName = (typeof FACET_NAMES)[number];
export type Facet = 'all' | `${FacetName}=${string}`;

export const EVERYBODY: Facet = 'all';

export const AGE_BANDS = ['10s', '20s', '30s', '40s', '50s', '60s+'] as const;
export const BEHAVIOURS = ['new', 'browser', 'buyer', 'seller'] as const;
/** Quintiles of price within an item's leaf category, 1 the cheapest. */
export const PRICE_BANDS = ['1', '2', '3', '4', '5'] as const;

/** A value comes from clients: what no text should hold (control characters, halves of characters) is replaced. */
export const facet = (name: FacetName, value: string): Facet =>
  `${name}=${value.toWellFormed().replace(/\p{Cc}/gu, ' ')}`;

/** The name and value of a facet; undefined for `all`. */
export function facetParts(one: Facet): { readonly name: FacetName; readonly value: string } | undefined {
  const at = one.indexOf('=');
  return at < 0 ? undefined : { name: one.slice(0, at) as FacetName, value: one.slice(at + 1) };
}

/** Everybody first, then by UTF-16 unit: the one order in which facets are listed and stored. */
export const compareFacets = (a: Facet, b: Facet): number =>
  a === b ? 0 : a === EVERYBODY ? -1 : b === EVERYBODY ? 1 : a < b ? -1 : 1;
