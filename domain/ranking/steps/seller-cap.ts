import { z } from 'zod';
import { capInWindow } from '../arrange/window-cap.ts';
import { arrangeables, candidatesOf } from './arrangeable.ts';
import { type Step, stepSchema } from './step.ts';

const NAME = 'seller-cap';
const schema = stepSchema(NAME, {
  most: z.number().int().min(1).max(25).default(2),
  /** Consecutive items, over pages too. */
  window: z.number().int().min(2).max(25).default(20),
  /** What becomes of those that do not fit where nothing comes between: they leave, or stand behind everything. */
  others: z.enum(['remove', 'behind']).default('remove'),
});
type SellerCap = z.infer<typeof schema>;

/** At most so many items of one seller in any window: the others move down; where nothing comes between they leave or go last. */
export const sellerCap: Step<SellerCap> & { readonly name: typeof NAME } = {
  name: NAME,
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, context, { most, window, others }) {
    const items = arrangeables(candidates, context);
    const before = context.tail.map(({ seller }) => seller);
    const { kept, left } = capInWindow(items, ({ sellerId }) => sellerId, { most, window, before });
    if (others === 'behind') return { kept: candidatesOf([...kept, ...left]), removed: [] };
    const reason = (sellerId: string) => `seller ${sellerId} has ${most} among ${window} items already`;
    return {
      kept: candidatesOf(kept),
      removed: left.map(({ itemId, sellerId }) => ({ itemId, step: NAME, reason: reason(sellerId!) })),
    };
  },
};
