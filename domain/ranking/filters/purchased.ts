import type { StoredItem } from '../../catalogue/item.ts';
import type { Action } from '../../identity/actor.ts';
import { DAY_MS, type RankingContext } from '../context.ts';
import type { Filter } from './filter.ts';

/** Bought items rest by the item's repurchase rule: for ever by default, never, or some days. */
export const purchased: Filter = {
  name: 'purchased',
  needsItem: true,
  why: (item, { viewer, now }) => {
    const [newest] = timesOf(item, viewer.purchases);
    if (newest === undefined || item.repurchase === 'always') return undefined;
    return whyResting(item, newest, now) ?? whyNever(item);
  },
};

/**
 * Only what may be bought again: an item with a rule when its rule says so; one without a rule when the
 * viewer's own purchases, on two days or more, show that it is bought again.
 */
export const dueAgain: Filter = {
  name: 'due-again',
  needsItem: true,
  why: (item, { viewer, now }: RankingContext) => {
    const times = timesOf(item, viewer.shownPurchases);
    if (times[0] === undefined) return 'it was not bought before';
    if (item.repurchase === 'never') return 'its repurchase rule is never';
    if (item.repurchase === undefined && !onSeveralDays(times)) return 'it was bought on one day only';
    return whyResting(item, times[0], now);
  },
};

/** Times of an item's purchases, newest first. */
const timesOf = ({ itemId }: StoredItem, purchases: readonly Action[]): number[] =>
  purchases
    .filter((purchase) => purchase.itemId === itemId)
    .map(({ occurredAt }) => Date.parse(occurredAt))
    .sort((a, b) => b - a);

const onSeveralDays = (times: readonly number[]): boolean =>
  new Set(times.map((time) => Math.floor(time / DAY_MS))).size > 1;

function whyResting({ repurchase }: StoredItem, newest: number, now: number): string | undefined {
  if (typeof repurchase !== 'object') return undefined;
  const due = newest + repurchase.afterDays * DAY_MS;
  return now < due
    ? `it was bought and rests ${repurchase.afterDays} days, until ${new Date(due).toISOString()}`
    : undefined;
}

const whyNever = ({ repurchase }: StoredItem): string | undefined =>
  typeof repurchase === 'object' ? undefined : 'it was bought, and is not bought again';
