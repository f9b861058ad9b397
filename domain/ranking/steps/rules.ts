import type { AttributeValue } from '../../catalogue/item.ts';
import type { AttributeRule, RequestFilters } from '../context.ts';
import type { Judged } from './step.ts';

/** Why an item is not what some rules ask for, or undefined when it is; a price that was not read is not judged. */
export function whyAgainst(item: Judged, rules: RequestFilters): string | undefined {
  const { categories, excludeCategories, price, attributes, excludeAttributes } = rules;
  if (categories && !item.categories.some((category) => categories.includes(category)))
    return 'it is in none of the categories asked for';
  const unwanted = item.categories.find((category) => excludeCategories?.includes(category));
  if (unwanted !== undefined) return `its category ${unwanted} is excluded`;
  if (item.price !== undefined && !isWithin(item.price, price))
    return `its price ${item.price} is out of range`;
  const missing = attributes && Object.keys(attributes).find((name) => !matches(item, attributes, name));
  if (missing !== undefined) return `its attribute ${missing} is not as asked`;
  const rule = excludeAttributes;
  const clash = rule && Object.keys(rule).find((name) => matches(item, rule, name));
  return clash === undefined ? undefined : `its attribute ${clash} is excluded`;
}

export const isWithin = (price: number, range: RequestFilters['price']): boolean =>
  price >= (range?.min ?? 0) && price <= (range?.max ?? Number.POSITIVE_INFINITY);

/** Whether one of the item's values of an attribute is one of the rule's. */
function matches(item: Judged, rule: AttributeRule, name: string): boolean {
  const has = item.attributes && Object.hasOwn(item.attributes, name) ? item.attributes[name] : undefined;
  if (has === undefined) return false;
  const wanted = valuesOf(rule[name]!);
  return valuesOf(has).some((value) => wanted.includes(value));
}

const valuesOf = (value: AttributeValue | readonly AttributeValue[]): readonly AttributeValue[] =>
  typeof value === 'object' ? value : [value];
