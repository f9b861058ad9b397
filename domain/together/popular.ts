import type { ModelItem } from '../ports.ts';
import type { Acts } from './acts.ts';
import { ACT } from './codes.ts';
import { group } from './sort.ts';

/**
 * The most acted-on items: by the number of distinct actors with a view or purchase in its window, ties
 * by item id. The fallback where nothing personal is known. O(acts + items log items)
 *
 * @param isTarget whether an item may stand in the list
 */
export function popularItems(
  acts: Acts,
  after: { readonly view: number; readonly buy: number },
  most: number,
  isTarget: (itemId: string) => boolean,
): ModelItem[] {
  const actors = distinctActors(acts, after);
  return acts.itemIds
    .map((itemId, item) => ({ itemId, item, count: actors[item]! }))
    .filter(({ itemId, count }) => count > 0 && isTarget(itemId))
    .sort((a, b) => b.count - a.count || a.item - b.item)
    .slice(0, most)
    .map(({ itemId, count }) => [itemId, count, count]);
}

function distinctActors(acts: Acts, after: { readonly view: number; readonly buy: number }): Uint32Array {
  const counts = new Uint32Array(acts.itemIds.length);
  const lastActor = new Uint32Array(acts.itemIds.length);
  for (const act of group(acts.actors, acts.actorCount).members) {
    const item = acts.items[act]!;
    const from = acts.kinds[act] === ACT.view ? after.view : after.buy;
    if (acts.times[act]! <= from || lastActor[item] === acts.actors[act]! + 1) continue;
    lastActor[item] = acts.actors[act]! + 1;
    counts[item]!++;
  }
  return counts;
}
