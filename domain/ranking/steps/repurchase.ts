import type { Timestamp } from '../../events/event.ts';
import { boughtIn } from '../../repurchase/bought.ts';
import { type KinLookup, restingKin } from '../../repurchase/kin.ts';
import { DAY_MS, type RankingContext } from '../context.ts';

const dayOf = (time: Timestamp): string => time.slice(0, 10);
export const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`);

/**
 * Why something bought is not due yet, in words; undefined where it is.
 * @param why where the days come from
 */
export function whyResting(boughtAt: Timestamp, days: number, why: string, now: number): string | undefined {
  const due = Date.parse(boughtAt) + days * DAY_MS;
  return now < due
    ? `it was bought on ${dayOf(boughtAt)} and rests ${inDays(days)} (${why}), until ${new Date(due).toISOString()}`
    : undefined;
}

export const whyNever = (boughtAt: Timestamp, why: string): string =>
  `it was bought on ${dayOf(boughtAt)} and is not bought again (${why})`;

const KIN = { 'name-group': 'of the same name', category: 'of the same category' } as const;

/** Why an item rests for the sake of another that was bought. */
export function whyKinRests(item: Parameters<KinLookup>[0], context: RankingContext): string | undefined {
  const resting = kinOf(context)?.(item);
  if (!resting || resting.itemId === item.itemId) return undefined;
  const { itemId, scope, boughtAt, days, why, until } = resting;
  return `item ${itemId}, ${KIN[scope]}, was bought on ${dayOf(boughtAt)}, and its like rests ${inDays(days)} (${why}), until ${new Date(until).toISOString()}`;
}

const lookups = new WeakMap<object, KinLookup>();

/** Made once a request, when the first candidate asks. */
function kinOf({ repurchase, viewer, now }: RankingContext): KinLookup | undefined {
  const { book, kin } = repurchase ?? {};
  if (!book || !kin || kin.size === 0) return undefined;
  const known = lookups.get(kin) ?? restingKin(boughtIn(viewer.purchases), kin, book, now);
  lookups.set(kin, known);
  return known;
}
