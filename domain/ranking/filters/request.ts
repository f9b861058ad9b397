import type { AttributeValue, StoredItem } from '../../catalogue/item.ts';
import type { AttributeRule, RequestFilters } from '../context.ts';
import type { Filter } from './filter.ts';

/** The item the page is about, and others at hand, are not recommended beside themselves. */
export const atHand: Filter = {
  name: 'at-hand',
  needsItem: false,
  why: (itemId, { itemIds }) => (itemIds.includes(itemId) ? 'it is at hand' : undefined),
};

export const excluded: Filter = {
  name: 'excluded',
  needsItem: false,
  why: (itemId, { isExcluded }) =>
    isExcluded(itemId) ? 'the request excludes it, or it was shown before' : undefined,
};

/** The request's own filters: categories, price and attributes. */
export const request: Filter = {
  name: 'request',
  needsItem: true,
  why: (item, { filters }) => whyNotAsked(item, filters),
};

function whyNotAsked(item: StoredItem, filters: RequestFilters): string | undefined {
  const { categories, excludeCategories, price, attributes, excludeAttributes } = filters;
  if (categories && !item.categories.some((category) => categories.includes(category)))
    return 'it is in none of the categories asked for';
  const unwanted = item.categories.find((category) => excludeCategories?.includes(category));
  if (unwanted !== undefined) return `its category ${unwanted} is excluded`;
  if (!isWithin(item.price, price)) return `its price ${item.price} is out of range`;
  const missing = attributes && Object.keys(attributes).find((name) => !matches(item, attributes, name));
  if (missing !== undefined) return `its attribute ${missing} is not as asked`;
  const rule = excludeAttributes;
  const clash = rule && Object.keys(rule).find((name) => matches(item, rule, name));
  return clash === undefined ? undefined : `its attribute ${clash} is excluded`;
}

export const isWithin = (price: number, range: RequestFilters['price']): boolean =>
  price >= (range?.min ?? 0) && price <= (range?.max ?? Number.POSITIVE_INFINITY);

/** Whether one of the item's values of an attribute is one of the rule's. */
function matches(item: StoredItem, rule: AttributeRule, name: string): boolean {
  const has = item.attributes && Object.hasOwn(item.attributes, name) ? item.attributes[name] : undefined;
  if (has === undefined) return false;
  const wanted = valuesOf(rule[name]!);
  return valuesOf(has).some((value) => wanted.includes(value));
}

const valuesOf = (value: AttributeValue | readonly AttributeValue[]): readonly AttributeValue[] =>
  typeof value === 'object' ? value : [value];
