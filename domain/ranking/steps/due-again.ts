import { DAY_MS } from '../context.ts';
import { timesOf, whyResting } from './repurchase.ts';
import { itemFilter } from './step.ts';

/**
 * Only what may be bought again: an item with a rule when its rule says so; one without a rule when the
 * viewer's own purchases, on two days or more, show that it is bought again.
 */
export const dueAgain = itemFilter('due-again', (item, { viewer, now }) => {
  const times = timesOf(item, viewer.shownPurchases);
  if (times[0] === undefined) return 'it was not bought before';
  if (item.repurchase === 'never') return 'its repurchase rule is never';
  if (item.repurchase === undefined && !onSeveralDays(times)) return 'it was bought on one day only';
  return whyResting(item, times[0], now);
});

const onSeveralDays = (times: readonly number[]): boolean =>
  new Set(times.map((time) => Math.floor(time / DAY_MS))).size > 1;
