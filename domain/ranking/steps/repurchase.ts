import type { StoredItem } from '../../catalogue/item.ts';
import type { Action } from '../../identity/actor.ts';
import { DAY_MS } from '../context.ts';

/** Times of an item's purchases, newest first. */
export const timesOf = ({ itemId }: StoredItem, purchases: readonly Action[]): number[] =>
  purchases
    .filter((purchase) => purchase.itemId === itemId)
    .map(({ occurredAt }) => Date.parse(occurredAt))
    .sort((a, b) => b - a);

export function whyResting({ repurchase }: StoredItem, newest: number, now: number): string | undefined {
  if (typeof repurchase !== 'object') return undefined;
  const due = newest + repurchase.afterDays * DAY_MS;
  return now < due
    ? `it was bought and rests ${repurchase.afterDays} days, until ${new Date(due).toISOString()}`
    : undefined;
}
