import type { AttributeValue, Item } from '../catalogue/item.ts';

/** Attributes as keywords, `name=value` a value: what term queries compare. */
export const attributeTerms = (attributes: Item['attributes']): string[] | undefined =>
  attributes && Object.entries(attributes).flatMap(([name, value]) => termsOf(name, value));

/** The keywords of one attribute's value or values. */
export function termsOf(name: string, value: AttributeValue | readonly AttributeValue[]): string[] {
  const values = typeof value === 'object' ? value : [value];
  return values.map((one) => `${name}=${one}`);
}
