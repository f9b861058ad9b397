import type { Timestamp } from '../events/event.ts';
import type { Action } from '../identity/actor.ts';
import { medianOf } from './returns.ts';

const DAY_MS = 86_400_000;

/** When each item was bought, oldest first. */
export type Bought = ReadonlyMap<string, readonly Timestamp[]>;

const known = new WeakMap<readonly Action[], Bought>();

/** An actor's purchases by item, indexed once however many candidates ask. @param purchases oldest first */
export function boughtIn(purchases: readonly Action[]): Bought {
  const indexed = known.get(purchases) ?? index(purchases);
  known.set(purchases, indexed);
  return indexed;
}

function index(purchases: readonly Action[]): Bought {
  const bought = new Map<string, Timestamp[]>();
  for (const { itemId, occurredAt } of purchases) {
    if (itemId === undefined) continue;
    const times = bought.get(itemId);
    if (times) times.push(occurredAt);
    else bought.set(itemId, [occurredAt]);
  }
  return bought;
}

/** Median days between purchases on different days (UTC); undefined for one day only. */
export function ownInterval(times: readonly Timestamp[]): number | undefined {
  const days = [...new Set(times.map((time) => Math.floor(Date.parse(time) / DAY_MS)))].sort((a, b) => a - b);
  return days.length < 2 ? undefined : medianOf(days.slice(1).map((day, at) => day - days[at]!));
}
