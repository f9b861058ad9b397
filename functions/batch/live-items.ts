import type { Item } from '../../domain/catalogue/item.ts';
import type { ItemStore } from '../../domain/ports.ts';
import { nameKey } from '../../domain/titles/name-key.ts';
import { inParallel } from '../runtime/in-parallel.ts';

const ITEMS_PER_READ = 1000;
const READS_AT_A_TIME = 4;

/** What a run wants to know of an item; one that the catalogue does not know is not on sale, and like no other. */
export interface ItemFacts {
  /** On sale at the run's asOf. */
  readonly isLive: boolean;
  /** Items that are the same thing to a buyer: of one groupId, else of titles with one canonical form; one that names nothing is alone. */
  readonly nameGroup: string;
  /** The whole path of categories. */
  readonly leaf?: string | undefined;
  readonly sellerId?: string | undefined;
}

/** Facts of items by id, as the catalogue has them now. A read unit each. */
export async function readFacts(
  itemIds: readonly string[],
  asOf: string,
  items: Pick<ItemStore, 'read'>,
): Promise<ReadonlyMap<string, ItemFacts>> {
  const chunks = Array.from({ length: Math.ceil(itemIds.length / ITEMS_PER_READ) }, (_, chunk) =>
    itemIds.slice(chunk * ITEMS_PER_READ, (chunk + 1) * ITEMS_PER_READ),
  );
  const facts = await inParallel(chunks, READS_AT_A_TIME, async (chunk) =>
    Array.from(await items.read(chunk), ([itemId, item]) => [itemId, toFacts(item, asOf)] as const),
  );
  return new Map(facts.flat());
}

const toFacts = (item: Item, asOf: string): ItemFacts => ({
  isLive: isLive(item, asOf),
  nameGroup: nameGroupOf(item),
  leaf: item.categories.length === 0 ? undefined : item.categories.join('\n'),
  sellerId: item.sellerId,
});

function nameGroupOf({ itemId, title, groupId }: Item): string {
  if (groupId !== undefined) return `group ${groupId}`;
  const key = nameKey(title);
  return key === '' ? `item ${itemId}` : `title ${key}`;
}

function isLive(item: Item, asOf: string): boolean {
  if (item.status !== 'on_sale' || item.stock === 0) return false;
  if (item.availableFrom !== undefined && item.availableFrom > asOf) return false;
  return item.availableUntil === undefined || asOf < item.availableUntil;
}
