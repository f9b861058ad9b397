import type { Item } from './item.ts';

type Sold = Pick<Item, 'status' | 'availableFrom' | 'availableUntil' | 'stock'>;

/** Why an item cannot be bought at a time (milliseconds), in words; undefined when it can. */
export function whyUnavailable(item: Sold, now: number): string | undefined {
  if (item.status !== 'on_sale') return `its status is ${item.status}`;
  if (item.availableFrom !== undefined && now < Date.parse(item.availableFrom))
    return `it is available from ${item.availableFrom}`;
  if (item.availableUntil !== undefined && now >= Date.parse(item.availableUntil))
    return `it was available until ${item.availableUntil}`;
  if (item.stock !== undefined && item.stock <= 0) return 'it is out of stock';
  return undefined;
}
