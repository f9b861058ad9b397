import { z } from 'zod';
import type { ItemTraits } from '../../catalogue/traits.ts';
import { ruleFor } from '../../repurchase/rule.ts';
import { LOOKED_AT_MOST } from '../choices.ts';
import { type RankingContext, traitsIn } from '../context.ts';
import { alikeShare, isSameProduct } from './alike.ts';
import { judge, type Step, stepSchema, UNKNOWN } from './step.ts';

const schema = stepSchema('beside', {
  /** What it stands beside: what is in the cart, or the items at hand. */
  of: z.enum(['cart', 'at-hand']).default('cart'),
  /** Whether what is durable also keeps out its leaf category: nobody wants a second one. */
  durables: z.boolean().default(true),
  alike: alikeShare,
});
type Beside = z.infer<typeof schema>;

/**
 * What goes beside some items, not in their place: nothing of the name of one of them, nor, where that is durable (not bought again by the
 * catalogue's rule, the learned one or the default), of its leaf category.
 */
export const beside: Step<Beside> & { readonly name: 'beside' } = {
  name: 'beside',
  schema,
  does: 'filter',
  needs: 'traits',
  items: subjectsOf,
  run(candidates, context, document) {
    const subjects = subjectsOf(document, context).flatMap((itemId) => traitsIn(context, itemId) ?? []);
    return judge(candidates, 'beside', ({ itemId }) => {
      const item = traitsIn(context, itemId);
      if (!item) return UNKNOWN;
      for (const subject of subjects) {
        const why = whyInstead(item, subject, document, context);
        if (why !== undefined) return why;
      }
      return undefined;
    });
  },
};

function subjectsOf({ of }: Beside, { cart, itemIds }: Pick<RankingContext, 'cart' | 'itemIds'>): string[] {
  return (of === 'cart' ? [...cart].toReversed() : [...itemIds]).slice(0, LOOKED_AT_MOST);
}

function whyInstead(
  item: ItemTraits,
  subject: ItemTraits,
  { of, durables, alike }: Beside,
  { repurchase }: RankingContext,
): string | undefined {
  const where = of === 'cart' ? 'in the cart' : 'at hand';
  if (isSameProduct(item, subject, alike)) return `it is the same as ${subject.itemId} ${where}`;
  const leaf = item.categories.at(-1);
  const isSecond = durables && leaf === subject.categories.at(-1);
  return isSecond && ruleFor(subject, repurchase?.book).rest === 'never'
    ? `${subject.itemId} ${where} is of ${leaf} too, and not bought again`
    : undefined;
}
