import { type ItemSets, setOf } from './item-sets.ts';

/** The rarest items of a set say nearly as much as an id whose it is; so many of them may not change at once. */
const RARE = 6;
/** Candidates looked at for one of them. */
const MOST_CANDIDATES = 32;

/**
 * For each of `wanted` the one of `offered` that shares most of its rarest items, each at most once: as a rule, what somebody's
 * history was before he did something more. A wrong guess costs time and nothing else.
 *
 * @param totals n of each item
 * @returns pairs [offered, wanted]
 */
export function pairSimilar(
  sets: ItemSets,
  offered: readonly number[],
  wanted: readonly number[],
  totals: Uint32Array,
): [number, number][] {
  const holders = new Map<number, number[]>();
  for (const set of offered)
    for (const item of rarest(sets, set, totals)) {
      const list = holders.get(item);
      if (!list) holders.set(item, [set]);
      else if (list.length < MOST_CANDIDATES) list.push(set);
    }
  const taken = new Set<number>();
  const pairs: [number, number][] = [];
  for (const set of wanted) {
    const partner = mostVotes(rarest(sets, set, totals), holders, taken);
    if (partner === undefined) continue;
    taken.add(partner);
    pairs.push([partner, set]);
  }
  return pairs;
}

function mostVotes(
  items: readonly number[],
  holders: ReadonlyMap<number, readonly number[]>,
  taken: ReadonlySet<number>,
): number | undefined {
  const votes = new Map<number, number>();
  let [best, most] = [undefined as number | undefined, 0];
  for (const item of items)
    for (const set of holders.get(item) ?? []) {
      if (taken.has(set)) continue;
      const count = (votes.get(set) ?? 0) + 1;
      votes.set(set, count);
      if (count > most) [best, most] = [set, count];
    }
  return best;
}

function rarest(sets: ItemSets, set: number, totals: Uint32Array): number[] {
  const items = [...setOf(sets, set)];
  return items.sort((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0) || a - b).slice(0, RARE);
}
