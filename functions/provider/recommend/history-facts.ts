import type { StoredItem } from '../../../domain/catalogue/item.ts';
import type { ItemFacts } from '../../../domain/clusters/cluster.ts';
import type { Clock, ItemStore } from '../../../domain/ports.ts';
import { type TasteFacts, tasteTerms } from '../../../domain/ranking/affinity.ts';
import { factsOf, heldItems } from '../../runtime/facts.ts';

/** What clusters and tastes need of the items of a history. */
export type HistoryFactsReader = (
  itemIds: readonly string[],
) => Promise<ReadonlyMap<string, ItemFacts & TasteFacts>>;

/** One memory for both: each item is read at most once a minute and process. @throws what the store throws */
export const historyFactsReader = (items: () => ItemStore, clock: Clock): HistoryFactsReader =>
  heldItems(items, clock, (item: StoredItem) => ({ ...factsOf(item), terms: tasteTerms(item.attributes) }));
