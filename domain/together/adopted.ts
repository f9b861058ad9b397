import type { ModelItem } from '../ports.ts';
import type { Acts } from './acts.ts';
import { ACT } from './codes.ts';
import { group } from './sort.ts';

/** The key of their row in the model `together-popular`. */
export const ADOPTED = 'adopted';
/** How long an adoption counts: whole weeks, since weekdays differ. */
const LATELY_MS = 7 * 86_400_000;
/** What a first purchase and a first view say, as in popularity. */
const WEIGHTS = { purchase: 8, view: 1 } as const;

interface Windows {
  readonly view: number;
  readonly buy: number;
}

/**
 * What people took up within a week: by the actors whose first purchase of an item lies there, and those who never bought it and first
 * viewed it there, a purchase counting as much as eight views; ties by item id. Popularity among all is high for what everybody has and
 * buys over and over, which says little of who has it not yet: adoption, not repetition, as in Bass (1969). O(acts + items log items)
 *
 * @param after when each kind's acts begin to count, ms: what was done before is as if it were not
 * @param isTarget whether an item may stand in the list
 */
export function adoptedItems(
  acts: Acts,
  after: Windows & { readonly asOf: number },
  most: number,
  isTarget: (itemId: string) => boolean,
): ModelItem[] {
  const { weights, actors } = adoptions(acts, after, after.asOf - LATELY_MS);
  return acts.itemIds
    .map((itemId, item) => ({ itemId, item, weight: weights[item]!, count: actors[item]! }))
    .filter(({ itemId, weight }) => weight > 0 && isTarget(itemId))
    .sort((a, b) => b.weight - a.weight || a.item - b.item)
    .slice(0, most)
    .map(({ itemId, weight, count }) => [itemId, weight, count]);
}

/** Sums by item, of what each actor did first. */
function adoptions(acts: Acts, after: Windows, lately: number) {
  const weights = new Float64Array(acts.itemIds.length);
  const actors = new Uint32Array(acts.itemIds.length);
  const isFirst = firstActs(acts, after);
  for (let act = 0; act < acts.times.length; act++) {
    if (!isFirst[act] || acts.times[act]! <= lately) continue;
    const item = acts.items[act]!;
    weights[item]! += acts.kinds[act] === ACT.view ? WEIGHTS.view : WEIGHTS.purchase;
    actors[item]!++;
  }
  return { weights, actors };
}

/** Marks, for each actor and item, the first purchase, or where there is none the first view. Acts come in order of moments. */
function firstActs(acts: Acts, after: Windows): Uint8Array {
  const isFirst = new Uint8Array(acts.times.length);
  const seenBy = new Uint32Array(acts.itemIds.length);
  const first = new Uint32Array(acts.itemIds.length);
  for (const act of group(acts.actors, acts.actorCount).members) {
    const [item, actor, isView] = [acts.items[act]!, acts.actors[act]! + 1, acts.kinds[act] === ACT.view];
    if (acts.times[act]! <= (isView ? after.view : after.buy)) continue;
    const isKnown = seenBy[item] === actor;
    if (isKnown && (isView || acts.kinds[first[item]!] !== ACT.view)) continue;
    if (isKnown) isFirst[first[item]!] = 0;
    isFirst[act] = 1;
    seenBy[item] = actor;
    first[item] = act;
  }
  return isFirst;
}
