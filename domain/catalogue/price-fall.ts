import type { Timestamp } from '../events/event.ts';
import type { StoredItem } from './item.ts';

/** A price that is lower now. */
export interface PriceFall {
  /** The price that it is compared with. */
  readonly from: number;
  /** When it fell last. */
  readonly at: Timestamp;
}

type Priced = Pick<StoredItem, 'price' | 'previousPrice' | 'priceDroppedAt' | 'pastPrices'>;

/**
 * How far a price is below what it was at a time; undefined where it is not. Of an item that was last written when past prices were not
 * remembered the price before the last fall stands for that.
 *
 * @param time milliseconds; a change of that very moment had been
 */
export function fallSince(item: Priced, time: number): PriceFall | undefined {
  const { price, pastPrices, previousPrice, priceDroppedAt } = item;
  if (!pastPrices) {
    const isAfter = priceDroppedAt !== undefined && Date.parse(priceDroppedAt) > time;
    return isAfter && previousPrice !== undefined ? { from: previousPrice, at: priceDroppedAt } : undefined;
  }
  const from = pastPrices.find(({ until }) => Date.parse(until) > time)?.price;
  if (from === undefined || price >= from) return undefined;
  // It is below what it was at that time, so it fell since.
  const last = pastPrices.findLast((past, at) => (pastPrices[at + 1]?.price ?? price) < past.price);
  return last && { from, at: last.until };
}
