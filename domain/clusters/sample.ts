import { hash32 } from '../hash.ts';
import type { Acts } from '../together/acts.ts';
import { ACT } from '../together/codes.ts';
import { group } from '../together/sort.ts';
import type { ItemFacts } from './cluster.ts';
import { type Acted, actedOn, interestsOf } from './interests.ts';
import type { Vector } from './learned.ts';

/** As many as an actor's timeline keeps: a robot with a million views weighs no more than a person. */
const NEWEST_ACTS = 300;

/**
 * What some actors acted on, measured as it is for a page (interests.ts): of views and purchases, which are what is kept of
 * the archive. At most `most` actors, chosen and ordered by a hash of their keys, so that the same people are learned from
 * however the archive is cut into files. O(acts + actors log actors).
 *
 * @param keyOf an actor's key by its number
 */
export function sampleActors(acts: Acts, keyOf: (actor: number) => string, most: number): Acted[][] {
  const { starts, members } = group(acts.actors, acts.actorCount);
  const active = Array.from({ length: acts.actorCount }, (_, actor) => actor)
    .filter((actor) => starts[actor + 1]! > starts[actor]!)
    .map((actor) => ({ actor, key: keyOf(actor) }))
    .map(({ actor, key }) => ({ actor, key, hash: hash32(key) }))
    .sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1));
  return active.slice(0, most).map(({ actor }) => {
    const [start, end] = [starts[actor]!, starts[actor + 1]!];
    return actsOn(acts, members.subarray(Math.max(start, end - NEWEST_ACTS), end));
  });
}

function actsOn({ kinds, items, itemIds, times }: Acts, rows: Uint32Array): Acted[] {
  const actions = Array.from(rows, (row) => ({
    type: kinds[row] === ACT.purchase ? ('purchase' as const) : ('view' as const),
    itemId: itemIds[items[row]!],
    occurredAt: new Date(times[row]!).toISOString(),
  }));
  return actedOn(actions);
}

/** Who looked at one thing has shown no taste yet; such people would make a group of each category. */
const LEAST_ITEMS = 2;

/** Interests of those who acted on enough items that are known. */
export const learnableInterests = (
  acted: readonly (readonly Acted[])[],
  items: ReadonlyMap<string, ItemFacts>,
): Vector[] =>
  acted
    .map((one) => one.filter(({ itemId }) => items.has(itemId)))
    .filter(({ length }) => length >= LEAST_ITEMS)
    .map((one) => interestsOf(one, items));
