import type { StoredItem } from '../../catalogue/item.ts';
import type { RankingContext } from '../context.ts';
import { itemFilter } from './step.ts';

/** Only what can be bought now: on sale, within its availability, with stock. */
export const available = itemFilter('available', whyUnavailable);

function whyUnavailable(item: StoredItem, { now }: RankingContext): string | undefined {
  if (item.status !== 'on_sale') return `its status is ${item.status}`;
  if (item.availableFrom !== undefined && now < Date.parse(item.availableFrom))
    return `it is available from ${item.availableFrom}`;
  if (item.availableUntil !== undefined && now >= Date.parse(item.availableUntil))
    return `it was available until ${item.availableUntil}`;
  if (item.stock !== undefined && item.stock <= 0) return 'it is out of stock';
  return undefined;
}
