import type { Arrangeable } from './arrangeable.ts';
import { LeaderTable } from './leader-table.ts';
import { groupHashes, hash24 } from './tail.ts';
import { capInWindow } from './window-cap.ts';

/** Titles that share so much of their features are of one product (bench/README.md, "Titles"). */
export const ALIKE = 0.6;

type Named = Pick<Arrangeable, 'itemId' | 'groupId' | 'signature'>;

/**
 * Which item leads the name group of each, as places in the list. An item joins the first, so the best ranked, leader whose title is alike, or
 * leads a group of its own (leader clustering, Hartigan 1975): no chain of small differences joins what differs. Items of one `groupId`
 * are always together, behind the first of them. Compared are only titles that share a band.
 * @param alike likeness from which titles are of one group, 0.5 … 1: below, bands find too few
 */
export function nameGroups(items: readonly Named[], alike = ALIKE): Int32Array {
  const leaders = new Int32Array(items.length);
  const byGroupId = new Map<string, number>();
  const table = new LeaderTable(items.length, alike);
  for (const [place, { groupId, signature }] of items.entries()) {
    const told = groupId === undefined ? undefined : byGroupId.get(groupId);
    const leader = told ?? table.find(signature) ?? place;
    leaders[place] = leader;
    if (groupId !== undefined && told === undefined) byGroupId.set(groupId, leader);
    if (leader === place) table.add(signature, place);
  }
  return leaders;
}

export interface GroupCap {
  /** Items of a group that stay; the best ranked ones. */
  readonly most: number;
  /** Group hashes of items that were shown before this list. */
  readonly before?: readonly number[];
}

export interface OutOfGroup<Item> {
  readonly item: Item;
  /** The best ranked of its group here; undefined where only items shown before fill the group. */
  readonly standsFor: Item | undefined;
}

/** At most so many of each name group, and what stands for those that leave. Order is kept. */
export function capGroups<Item extends Named>(
  items: readonly Item[],
  leaders: ArrayLike<number>,
  { most, before = [] }: GroupCap,
): { readonly kept: Item[]; readonly removed: OutOfGroup<Item>[] } {
  const [kept, removed]: [Item[], OutOfGroup<Item>[]] = [[], []];
  const counts = shownBefore(items, leaders, before);
  for (const [place, item] of items.entries()) {
    const leader = leaders[place]!;
    const count = counts[leader]!;
    counts[leader] = count + 1;
    const isFirst = leader === place;
    if (count < most) kept.push(item);
    else removed.push({ item, standsFor: isFirst ? undefined : items[leader]! });
  }
  return { kept, removed };
}

/** How many of each leader's group were shown before: the most that any of its items is found there. */
function shownBefore(
  items: readonly Named[],
  leaders: ArrayLike<number>,
  before: readonly number[],
): Int32Array {
  const counts = new Int32Array(items.length);
  if (before.length === 0) return counts;
  const shown = Map.groupBy(before, (hash) => hash);
  for (const [place, item] of items.entries())
    for (const hash of groupHashes(item)) {
      const times = shown.get(hash)?.length ?? 0;
      counts[leaders[place]!] = Math.max(counts[leaders[place]!]!, times);
    }
  return counts;
}

/** At most so many of each name group in any window: the others move down, behind all where nothing comes between. */
export function spreadGroups<Item extends Named>(
  items: readonly Item[],
  leaders: ArrayLike<number>,
  { most, window, before = [] }: GroupCap & { readonly window: number },
): Item[] {
  const known = new Map(
    items.flatMap((item, place) => groupHashes(item).map((hash) => [hash, leaders[place]!] as const)),
  );
  const places = Array.from(items, (_, place) => place);
  const shown = before.map((hash) => (known.has(hash) ? hash24(String(known.get(hash))) : 0));
  const cap = { most, window, before: shown };
  const { kept, left } = capInWindow(places, (place) => String(leaders[place]), cap);
  return [...kept, ...left].map((place) => items[place]!);
}
