import type { Item } from '../../domain/catalogue/item.ts';
import type { ItemStore } from '../../domain/ports.ts';
import { inParallel } from './in-parallel.ts';

const ITEMS_PER_READ = 1000;
const READS_AT_A_TIME = 4;

/** The items among these that are on sale at a time; one that the catalogue does not know is not. */
export async function liveItems(
  itemIds: readonly string[],
  asOf: string,
  items: ItemStore,
): Promise<ReadonlySet<string>> {
  const chunks = Array.from({ length: Math.ceil(itemIds.length / ITEMS_PER_READ) }, (_, chunk) =>
    itemIds.slice(chunk * ITEMS_PER_READ, (chunk + 1) * ITEMS_PER_READ),
  );
  const live = await inParallel(chunks, READS_AT_A_TIME, async (chunk) =>
    [...(await items.read(chunk)).values()].filter((item) => isLive(item, asOf)),
  );
  return new Set(live.flat().map(({ itemId }) => itemId));
}

function isLive(item: Item, asOf: string): boolean {
  if (item.status !== 'on_sale' || item.stock === 0) return false;
  if (item.availableFrom !== undefined && item.availableFrom > asOf) return false;
  return item.availableUntil === undefined || asOf < item.availableUntil;
}
