import type { Acts } from './acts.ts';
import { InTime } from './in-time.ts';
import { compactIds, type Matrix } from './matrix.ts';
import type { Channel } from './parameters.ts';
import { RecentItems } from './recent.ts';
import { type Groups, group } from './sort.ts';
import { toUnits } from './units.ts';

export interface ViewBuySelection {
  /** Of views and purchases alike. */
  readonly channel: Channel;
  /** Acts after them count, ms. */
  readonly from: { readonly view: number; readonly buy: number };
  /** From a view to a purchase at most, ms. */
  readonly maxLag: number;
  /** Distinct viewed items of an actor, and distinct bought ones. */
  readonly most: number;
  readonly maxEventsPerActorPerDay?: number | undefined;
}

/**
 * What is bought after what is viewed, as a directed matrix: `count(i, j)` is how many actors have a view
 * of i and a purchase of j, the purchase no earlier than the view and no later than `maxLag` after it. n_i is
 * the number of viewers, n_j that of buyers, N that of actors with either.
 *
 * A unit is what an actor bought in time after some view; viewed items with the same purchases share it, so
 * that actors who view much and buy little, nearly all, cost little. O(acts log acts + Σ of the units' items)
 */
export function toViewBuy(acts: Acts, selection: ViewBuySelection): Matrix {
  const { most, from, channel, maxEventsPerActorPerDay } = selection;
  const shared = { channel, maxEventsPerActorPerDay };
  const views = toUnits(acts, { ...shared, kind: 'view', from: from.view });
  const buys = toUnits(acts, { ...shared, kind: 'buy', from: from.buy });
  const [viewed, bought] = [new RecentItems(acts, most), new RecentItems(acts, most)];
  const inTime = new InTime(acts, selection.maxLag);
  const [viewers, buyers] = [new Uint32Array(acts.itemIds.length), new Uint32Array(acts.itemIds.length)];
  let actors = 0;
  for (let actor = 0; actor < acts.actorCount; actor++) {
    const [ownViews, ownBuys] = [membersOf(views, actor), membersOf(buys, actor)];
    const [lastViews, lastBuys] = [viewed.of(ownViews), bought.of(ownBuys)];
    for (const act of lastViews) viewers[acts.items[act]!]!++;
    for (const act of lastBuys) buyers[acts.items[act]!]!++;
    if (lastViews.length + lastBuys.length > 0) actors++;
    if (lastViews.length > 0 && lastBuys.length > 0)
      inTime.add(ofItems(acts, ownViews, lastViews), ofItems(acts, ownBuys, lastBuys));
  }
  return toDirected(acts, inTime, viewers, buyers, actors);
}

const membersOf = ({ starts, members }: Groups, actor: number): Uint32Array =>
  members.subarray(starts[actor], starts[actor + 1]);

/** The acts on the items of `kept`, acts themselves. */
function ofItems({ items }: Acts, members: Uint32Array, kept: readonly number[]): Uint32Array {
  const wanted = new Set(kept.map((act) => items[act]!));
  return members.filter((act) => wanted.has(items[act]!));
}

/** Numbers only the items that somebody viewed or bought. */
function toDirected(
  { itemIds }: Acts,
  inTime: InTime,
  viewers: Uint32Array,
  buyers: Uint32Array,
  units: number,
): Matrix {
  const isUsed = (item: number) => viewers[item]! + buyers[item]! > 0;
  const { ids, numbers } = compactIds(itemIds, isUsed);
  const { starts, members } = group(
    inTime.viewed.view().map((item) => numbers[item]!),
    ids.length,
  );
  const unitOf = inTime.unitOf.view();
  return {
    ids,
    starts: inTime.starts.view().slice(),
    items: inTime.bought.view().map((item) => numbers[item]!),
    directed: {
      columns: { starts, members: members.map((entry) => unitOf[entry]!) },
      rowTotals: viewers.filter((_, item) => isUsed(item)),
      columnTotals: buyers.filter((_, item) => isUsed(item)),
      units,
    },
  };
}
