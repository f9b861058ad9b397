import type { ItemTraits } from '../../catalogue/traits.ts';
import { boughtIn, ownInterval } from '../../repurchase/bought.ts';
import { ruleFor } from '../../repurchase/rule.ts';
import { DAY_MS, type RankingContext } from '../context.ts';
import { inDays, whyNever, whyResting } from './repurchase.ts';

/** Whether something may be bought again: now, early, or not; and why it is not due. */
export type Due =
  | { readonly is: 'due' }
  /** `over`: how much of its resting time is, 0 … 1. */
  | { readonly is: 'early'; readonly over: number; readonly why: string }
  | { readonly is: 'not'; readonly why: string };

export const NOT_BOUGHT = 'it was not bought before';

const DUE: Due = { is: 'due' };
const not = (why: string): Due => ({ is: 'not', why });

/**
 * Whether an item is due again for the viewer. The catalogue's word holds to the day. What the viewer bought on two days or more is due after
 * half of the viewer's own median interval, else what is of a category that returns after half of the learned one, for the page should be earlier
 * than the need; before that it is early. What was bought on one day only is not bought again where its category is not, nor where nothing is
 * learned of that.
 */
export function dueOf(
  item: ItemTraits,
  { viewer, now, repurchase }: Pick<RankingContext, 'viewer' | 'now' | 'repurchase'>,
): Due {
  const bought = boughtIn(viewer.shownPurchases);
  const times = bought.get(item.itemId);
  const boughtAt = times?.at(-1);
  if (times === undefined || boughtAt === undefined) return not(NOT_BOUGHT);
  const { rest, from, why } = ruleFor(item, repurchase?.book);
  if (rest === 'always') return DUE;
  if (from === 'catalogue') {
    const resting =
      rest === 'never' ? whyNever(boughtAt, why) : whyResting(boughtAt, rest.afterDays, why, now);
    return resting === undefined ? DUE : not(resting);
  }
  const own = ownInterval(times);
  if (own !== undefined) return estimated(boughtAt, own, `the viewer's own ${inDays(own)}`, now);
  if (rest !== 'never') return estimated(boughtAt, rest.afterDays, `${inDays(rest.afterDays)}, ${why}`, now);
  return not(`it was bought on one day only, and ${why}`);
}

/** An interval that is an estimate: before half of it is over an item is early, not out of the question. */
function estimated(boughtAt: string, days: number, whose: string, now: number): Due {
  const why = whyResting(boughtAt, days / 2, `half of ${whose}`, now);
  if (why === undefined) return DUE;
  return { is: 'early', over: Math.max(0, now - Date.parse(boughtAt)) / ((days / 2) * DAY_MS), why };
}
