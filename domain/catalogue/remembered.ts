import type { Item, Remembered, StoredItem } from './item.ts';
import { whyUnavailable } from './on-sale.ts';

/** An item as its writer gave it: what the catalogue remembers and makes by itself is no part of a write. */
export const asWritten = <T extends Item>({
  previousPrice: _price,
  priceDroppedAt: _dropped,
  pastPrices: _past,
  backAt: _back,
  titleSignature: _signature,
  ...written
}: T & Remembered & Pick<StoredItem, 'titleSignature'>): Omit<T, keyof Remembered | 'titleSignature'> =>
  written;

/** Changes of a price that are remembered: who liked an item before these is told of the oldest price that is known. */
const MOST_PAST_PRICES = 20;

/**
 * A newer write with what the catalogue remembers of the item before it: from which price it fell, and when; the prices before; and when it came
 * back on sale. A lowered price is remembered until it is the former one again, or is in another currency. Writes that come late
 * change nothing, so that what they said between is not remembered.
 */
export function remembering(stored: StoredItem, written: Omit<StoredItem, keyof Remembered>): StoredItem {
  // Of two writes at the same time neither was there before the other.
  const isLater = written.updatedAt > stored.updatedAt;
  return {
    ...written,
    ...priceMemory(stored, written, isLater),
    ...pastPrices(stored, written, isLater),
    ...backMemory(stored, written, isLater),
  };
}

function priceMemory(stored: StoredItem, written: StoredItem, isLater: boolean): Remembered {
  const { previousPrice, priceDroppedAt } = stored;
  if (written.currency !== stored.currency) return {};
  if (isLater && written.price < stored.price)
    return { previousPrice: stored.price, priceDroppedAt: written.updatedAt };
  return previousPrice !== undefined && written.price < previousPrice
    ? { previousPrice, priceDroppedAt }
    : {};
}

function pastPrices(stored: StoredItem, written: StoredItem, isLater: boolean): Remembered {
  if (written.currency !== stored.currency) return {};
  const { price, pastPrices: past } = stored;
  if (!isLater || written.price === price) return past ? { pastPrices: past } : {};
  return { pastPrices: [...(past ?? []), { price, until: written.updatedAt }].slice(-MOST_PAST_PRICES) };
}

function backMemory(stored: StoredItem, written: StoredItem, isLater: boolean): Remembered {
  const at = Date.parse(written.updatedAt);
  const isBack =
    isLater && whyUnavailable(stored, at) !== undefined && whyUnavailable(written, at) === undefined;
  if (isBack) return { backAt: written.updatedAt };
  return stored.backAt === undefined ? {} : { backAt: stored.backAt };
}
