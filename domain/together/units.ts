import type { Acts } from './acts.ts';
import { inChannel } from './codes.ts';
import { KIND_RULES } from './kinds.ts';
import { BASKET_GAP_MS, type Channel, type SingleKind } from './parameters.ts';
import { type Groups, group, NONE } from './sort.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Selection {
  readonly kind: SingleKind;
  readonly channel: Channel;
  /** Acts after it count, ms. */
  readonly from: number;
  readonly maxEventsPerActorPerDay?: number | undefined;
}

/** The acts that count for a kind in a channel, grouped by what their items meet in: actor or order. */
export function toUnits(acts: Acts, selection: Selection): Groups {
  const units = chosen(acts, selection);
  capDays(acts, units, selection.maxEventsPerActorPerDay);
  if (KIND_RULES[selection.kind].unit === 'actor') return group(units, acts.actorCount);
  const { orders, count } = toOrders(acts, units);
  return group(orders, count);
}

/** The actor of each act in kind, channel and window; NONE for the others. */
function chosen(acts: Acts, { kind, channel, from }: Selection): Uint32Array {
  const { act } = KIND_RULES[kind];
  return acts.actors.map((actor, index) =>
    acts.kinds[index] === act && acts.times[index]! > from && inChannel(acts.channels[index]!, channel)
      ? actor
      : NONE,
  );
}

/** Against robots: of an actor's acts of one UTC day the earliest are kept. Acts lie in order of moments. */
function capDays(acts: Acts, units: Uint32Array, most: number | undefined): void {
  if (most === undefined) return;
  const days = new Float64Array(acts.actorCount).fill(Number.NEGATIVE_INFINITY);
  const taken = new Uint32Array(acts.actorCount);
  for (let index = 0; index < units.length; index++) {
    const actor = units[index]!;
    if (actor === NONE) continue;
    const day = Math.floor(acts.times[index]! / DAY_MS);
    taken[actor] = days[actor] === day ? taken[actor]! + 1 : 1;
    days[actor] = day;
    if (taken[actor]! > most) units[index] = NONE;
  }
}

/** Orders by their id; acts without one are a basket of their actor until 30 minutes after its first. */
function toOrders(acts: Acts, units: Uint32Array): { orders: Uint32Array; count: number } {
  let count = acts.orderCount;
  const baskets = new Uint32Array(acts.actorCount);
  const begun = new Float64Array(acts.actorCount).fill(Number.NEGATIVE_INFINITY);
  const orders = units.map((actor, index) => {
    if (actor === NONE) return NONE;
    if (acts.orders[index] !== 0) return acts.orders[index]!;
    const time = acts.times[index]!;
    if (time - begun[actor]! > BASKET_GAP_MS) {
      begun[actor] = time;
      baskets[actor] = count++;
    }
    return baskets[actor]!;
  });
  return { orders, count };
}
