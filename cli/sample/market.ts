import type { ItemWrite } from '../../contract/api/items.ts';
import type { Event } from '../../domain/events/event.ts';
import type { UserLine } from '../import/kinds.ts';
import { type SampleItem, sampleItems } from './items.ts';
import { type Random, randomOf } from './random.ts';
import { type Draft, LONGEST_VISIT_MINUTES, Session } from './session.ts';
import { Shelf } from './shelf.ts';
import { goShopping, visitOf } from './shopping.ts';
import { type Timeline, timelineOf } from './timeline.ts';
import { type Shopper, sampleShoppers } from './users.ts';

const DAYS = 90;
const EVENT_COUNT = 60_000;
/** Makes a few hundred events more than are wanted, whatever the seed; surplus views are left out again. */
const VISIT_COUNT = 9000;
const GUESTS = 500;

export interface SampleMarket {
  readonly items: readonly ItemWrite[];
  readonly users: readonly UserLine[];
  /** By time. */
  readonly events: readonly Event[];
}

/**
 * A lively market of about 2,000 items, 3,000 users and 60,000 events over the last 90 days. The same seed
 * gives the same market; `now` (milliseconds since 1970) moves its times, and nothing else but birth years.
 */
export function sampleMarket({ now, seed = 1 }: { now: number; seed?: number }): SampleMarket {
  const timeline = timelineOf(now - LONGEST_VISIT_MINUTES * 60_000, DAYS);
  const items = sampleItems(seed, timeline);
  const shoppers = sampleShoppers(seed, now);
  const drafts = thinned(visits(seed, timeline, items, shoppers), randomOf(seed, 'thinning'));
  return {
    items: items.map((item, at) => ({ ...item.item, ...statusOf(item, at) })),
    users: shoppers.map((shopper) => shopper.user),
    events: numbered(drafts),
  };
}

function visits(
  seed: number,
  timeline: Timeline,
  items: readonly SampleItem[],
  shoppers: readonly Shopper[],
): Draft[] {
  const random = randomOf(seed, 'visits');
  const shelf = new Shelf(items);
  const order = visitors(shoppers, random);
  return order.flatMap((shopper, at) => {
    const share = (at + random.next()) / order.length;
    const session = new Session(visitOf(shopper, GUESTS, random), timeline.at(share), share, shelf, random);
    goShopping(session);
    return session.drafts;
  });
}

/** Everybody comes once, the active ones more often, in no order. */
function visitors(shoppers: readonly Shopper[], random: Random): Shopper[] {
  const cumulative: number[] = [];
  for (const shopper of shoppers) cumulative.push((cumulative.at(-1) ?? 0) + shopper.activity);
  const order = [...shoppers];
  while (order.length < VISIT_COUNT) order.push(shoppers[indexOf(cumulative, random.next())]!);
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.int(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function indexOf(cumulative: readonly number[], share: number): number {
  const target = share * cumulative.at(-1)!;
  const at = cumulative.findIndex((sum) => sum > target);
  return at === -1 ? cumulative.length - 1 : at;
}

/** The drafts without as many random views as are too many. */
function thinned(drafts: readonly Draft[], random: Random): Draft[] {
  const views = [...drafts.keys()].filter((at) => drafts[at]!.type === 'view');
  const dropped = new Set<number>();
  while (drafts.length - dropped.size > EVENT_COUNT) dropped.add(random.pick(views));
  return drafts.filter((_, at) => !dropped.has(at));
}

/** Ids in the order in which the drafts were made, which no clock changes; the events by time. */
function numbered(drafts: readonly Draft[]): Event[] {
  const ids = new Map(drafts.map((draft, at) => [draft, `sample-${String(at + 1).padStart(6, '0')}`]));
  return drafts
    .map(({ at, refunds, ...rest }, number) => ({
      eventId: ids.get(drafts[number]!)!,
      ...rest,
      occurredAt: new Date(at).toISOString(),
      ...(refunds ? { refundOf: ids.get(refunds)! } : {}),
    }))
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : 0));
}

/** Sold when somebody bought the only one; of the others a few are reserved, one in hundreds sanctioned. */
function statusOf(item: SampleItem, at: number): Partial<ItemWrite> {
  if (item.soldAt !== Number.POSITIVE_INFINITY) return { status: 'sold', stock: 0 };
  if (item.single && at % 11 === 3) return { status: 'reserved' };
  return at % 397 === 200 ? { status: 'sanctioned' } : {};
}
