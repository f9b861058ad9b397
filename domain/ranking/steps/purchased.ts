import { boughtIn } from '../../repurchase/bought.ts';
import { ruleFor } from '../../repurchase/rule.ts';
import { whyKinRests, whyNever, whyResting } from './repurchase.ts';
import { traitFilter } from './step.ts';

/**
 * What was bought rests by the repurchase rule of the catalogue, else of its category as learned, else for ever; and the like of what
 * is durable rests for a while. Refunded purchases do not count.
 */
export const purchased = traitFilter('purchased', (item, context) => {
  const { viewer, now, repurchase } = context;
  const boughtAt = boughtIn(viewer.purchases).get(item.itemId)?.at(-1);
  if (boughtAt === undefined) return whyKinRests(item, context);
  const { rest, why } = ruleFor(item, repurchase?.book);
  if (rest === 'always') return undefined;
  return rest === 'never' ? whyNever(boughtAt, why) : whyResting(boughtAt, rest.afterDays, why, now);
});
