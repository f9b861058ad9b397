import type { ItemTraits } from '../../catalogue/traits.ts';
import { boughtIn, ownInterval } from '../../repurchase/bought.ts';
import { ruleFor } from '../../repurchase/rule.ts';
import type { RankingContext } from '../context.ts';
import { inDays, whyNever, whyResting } from './repurchase.ts';
import { traitFilter } from './step.ts';

/**
 * Only what may be bought again: an item whose rule says so, and one without that the viewer bought on two days or more. The catalogue's
 * days are kept; a learned category's items, and the viewer's own, are due after half the median interval, for the page should be earlier than
 * the need.
 */
export const dueAgain = {
  ...traitFilter('due-again', whyNotDue),
  byId: (itemId: string, { viewer }: RankingContext) =>
    boughtIn(viewer.shownPurchases).has(itemId) ? undefined : NOT_BOUGHT,
};
const NOT_BOUGHT = 'it was not bought before';

function whyNotDue(item: ItemTraits, { viewer, now, repurchase }: RankingContext): string | undefined {
  const times = boughtIn(viewer.shownPurchases).get(item.itemId);
  const boughtAt = times?.at(-1);
  if (times === undefined || boughtAt === undefined) return NOT_BOUGHT;
  const { rest, from, why } = ruleFor(item, repurchase?.book);
  if (rest === 'always') return undefined;
  if (rest !== 'never')
    return from === 'catalogue'
      ? whyResting(boughtAt, rest.afterDays, why, now)
      : whyResting(boughtAt, rest.afterDays / 2, `half of ${inDays(rest.afterDays)}, ${why}`, now);
  if (from === 'catalogue') return whyNever(boughtAt, why);
  const own = ownInterval(times);
  if (own === undefined) return `it was bought on one day only, and ${why}`;
  return whyResting(boughtAt, own / 2, `half of the viewer's own ${inDays(own)}`, now);
}
