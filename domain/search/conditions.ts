import type { AttributeValue } from '../catalogue/item.ts';
import { termsOf } from './attributes.ts';
import type { Json } from './search.ts';

type Values = Readonly<Record<string, AttributeValue | readonly AttributeValue[]>>;

/** What items must be to come into question. On sale, available and in stock at `now` they must be always. */
export interface ItemConditions {
  /** Milliseconds; rounded down to the minute, so that equal queries within it are one. */
  readonly now: number;
  readonly adult: boolean;
  /** In one of these, at any level of their path. */
  readonly categories?: readonly string[] | undefined;
  readonly excludeCategories?: readonly string[] | undefined;
  /** The viewer's own listings. */
  readonly excludeSellerId?: string | undefined;
  readonly price?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  /** Of each attribute one of the values. */
  readonly attributes?: Values | undefined;
  readonly excludeAttributes?: Values | undefined;
  /** One of these items. */
  readonly itemIds?: readonly string[] | undefined;
  readonly excludeItemIds?: readonly string[] | undefined;
}

export const MINUTE_MS = 60_000;
export const minuteOf = (now: number): string => new Date(now - (now % MINUTE_MS)).toISOString();

type Clause = { readonly [name: string]: Json };

const term = (field: string, value: Json): Clause => ({ term: { [field]: value } });
const terms = (field: string, values: readonly string[] | undefined): Clause[] =>
  values === undefined || values.length === 0 ? [] : [{ terms: { [field]: [...values].sort() } }];

/** The conditions as clauses of a bool query on parents: they filter and never score. */
export function conditionClauses(conditions: ItemConditions): { filter: Clause[]; must_not: Clause[] } {
  const { categories, excludeCategories, excludeSellerId, price, attributes, excludeAttributes } = conditions;
  const now = minuteOf(conditions.now);
  return {
    filter: [
      term('status', 'on_sale'),
      term('inStock', true),
      ...(conditions.adult ? [] : [term('adult', false)]),
      ...terms('categories', categories),
      ...terms('itemId', conditions.itemIds),
      ...priceClauses(price),
      ...attributeClauses(attributes),
    ],
    must_not: [
      // Absent bounds are open: an item without them is always available. The exit judges by the millisecond.
      { range: { availableFrom: { gt: new Date(Date.parse(now) + MINUTE_MS).toISOString() } } },
      { range: { availableUntil: { lte: now } } },
      ...terms('categories', excludeCategories),
      ...(excludeSellerId === undefined ? [] : [term('sellerId', excludeSellerId)]),
      ...attributeClauses(excludeAttributes),
      ...terms('itemId', conditions.excludeItemIds),
    ],
  };
}

function priceClauses(price: ItemConditions['price']): Clause[] {
  const { min, max } = price ?? {};
  if (min === undefined && max === undefined) return [];
  const bounds = { ...(min !== undefined && { gte: min }), ...(max !== undefined && { lte: max }) };
  return [{ range: { price: bounds } }];
}

const attributeClauses = (attributes: Values | undefined): Clause[] =>
  Object.entries(attributes ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => terms('attributes', termsOf(name, value)));
