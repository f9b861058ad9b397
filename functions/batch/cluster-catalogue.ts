import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { ItemFacts } from '../../domain/clusters/cluster.ts';
import { Prices } from '../../domain/clusters/price-quintiles.ts';
import type { ItemStore } from '../../domain/ports.ts';
import { factsOf } from '../runtime/facts.ts';
import { inParallel } from '../runtime/in-parallel.ts';

/** Segments of the items table read at a time: some thousands of items a second each. */
const SEGMENTS = 4;

/** What clusters are learned from beside events. */
export interface ClusterCatalogue {
  /** Of the items asked for, whatever their status: a sold item tells of interest too. */
  readonly facts: ReadonlyMap<string, ItemFacts>;
  readonly prices: Prices;
}

/** One pass over the whole catalogue: prices of all that is on sale need it, and the facts of `wanted` come with it. */
export async function readCatalogue(
  wanted: ReadonlySet<string>,
  items: Pick<ItemStore, 'scan'>,
): Promise<ClusterCatalogue> {
  const facts = new Map<string, ItemFacts>();
  const prices = new Prices();
  const add = (item: StoredItem): void => {
    prices.add(item);
    if (wanted.has(item.itemId)) facts.set(item.itemId, factsOf(item));
  };
  await inParallel([...Array(SEGMENTS).keys()], SEGMENTS, async (segment) => {
    for await (const page of items.scan(segment, SEGMENTS)) for (const item of page) add(item);
  });
  return { facts, prices };
}
