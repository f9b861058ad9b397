import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { ItemFacts } from '../../domain/clusters/cluster.ts';
import type { Clock, ItemStore } from '../../domain/ports.ts';
import { ExpiringMap } from './expiring-map.ts';

/** What clusters need of items changes seldom: a minute's age is no harm, and what is served is read afresh anyway. */
const HELD_MS = 60_000;
const MOST = 20_000;

/** Facts of items by id; those that the catalogue does not know are absent. */
export type FactsReader = (itemIds: readonly string[]) => Promise<ReadonlyMap<string, ItemFacts>>;

/** Reads item facts, each at most once a minute and process. @throws what the store throws */
export const factsReader = (items: () => ItemStore, clock: Clock): FactsReader =>
  heldItems(items, clock, factsOf);

/** The same for any part of items that may be a minute old. */
export function heldItems<Facts>(
  items: () => ItemStore,
  clock: Clock,
  pick: (item: StoredItem) => Facts,
): (itemIds: readonly string[]) => Promise<ReadonlyMap<string, Facts>> {
  const held = new ExpiringMap<string, Facts | undefined>(MOST);
  return async (itemIds) => {
    const now = clock();
    const missing = [...new Set(itemIds)].filter((itemId) => !held.get(itemId, now));
    if (missing.length > 0) {
      const read = await items().read(missing);
      for (const itemId of missing) {
        const item = read.get(itemId);
        held.set(itemId, item && pick(item), now + HELD_MS);
      }
    }
    const known = itemIds.flatMap((itemId) => {
      const facts = held.get(itemId, now)?.value;
      return facts ? [[itemId, facts] as const] : [];
    });
    return new Map(known);
  };
}

/** What is held of an item: little, for many are. */
export const factsOf = ({ categories, price, sellerId }: ItemFacts): ItemFacts => ({
  categories,
  price,
  sellerId,
});
