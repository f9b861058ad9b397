import { NONE } from './sort.ts';

/**
 * How the items of an earlier matrix are numbered in a later one. Both number them in the order of their ids, so
 * numbers of items that are in both keep their order. Items that vanished go on behind the later ones.
 */
export interface Renumbering {
  /** The later number of each earlier item. */
  readonly newOf: Uint32Array;
  /** The earlier number of each later item; NONE for items that appeared. */
  readonly oldOf: Uint32Array;
  /** Items of both together. */
  readonly items: number;
}

/** O(ids of both) */
export function renumber(oldIds: readonly string[], newIds: readonly string[]): Renumbering {
  const newOf = new Uint32Array(oldIds.length);
  const oldOf = new Uint32Array(newIds.length).fill(NONE);
  let [item, items] = [0, newIds.length];
  for (let old = 0; old < oldIds.length; old++) {
    const id = oldIds[old]!;
    while (item < newIds.length && newIds[item]! < id) item++;
    if (newIds[item] === id) {
      newOf[old] = item;
      oldOf[item] = old;
    } else newOf[old] = items++;
  }
  return { newOf, oldOf, items };
}
