import { timesOf, whyResting } from './repurchase.ts';
import { itemFilter } from './step.ts';

/** Bought items rest by the item's repurchase rule: for ever by default, never, or some days. */
export const purchased = itemFilter('purchased', (item, { viewer, now }) => {
  const [newest] = timesOf(item, viewer.purchases);
  if (newest === undefined || item.repurchase === 'always') return undefined;
  const isNever = typeof item.repurchase !== 'object';
  return whyResting(item, newest, now) ?? (isNever ? 'it was bought, and is not bought again' : undefined);
});
