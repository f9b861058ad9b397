import { z } from 'zod';
import { capGroups, nameGroups, spreadGroups } from '../arrange/name-groups.ts';
import { alikeShare } from './alike.ts';
import { arrangeables, candidatesOf } from './arrangeable.ts';
import { type Step, stepSchema } from './step.ts';

const NAME = 'name-groups';
const schema = stepSchema(NAME, {
  /** Items of one name group that stay; with `spread`, in any window. */
  most: z.number().int().min(1).max(20).default(1),
  alike: alikeShare,
  /** What becomes of the others: they leave, or move down. */
  others: z.enum(['remove', 'spread']).default('remove'),
  window: z.number().int().min(2).max(25).default(20),
});
type NameGroups = z.infer<typeof schema>;

/** Near-duplicates, as other sellers, sizes and colours of one product: the best ranked stands for them. */
export const nameGroupsStep: Step<NameGroups> & { readonly name: typeof NAME } = {
  name: NAME,
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, context, { most, alike, others, window }) {
    const items = arrangeables(candidates, context);
    const leaders = nameGroups(items, alike);
    const before = context.tail.map(({ group }) => group);
    if (others === 'spread')
      return { kept: candidatesOf(spreadGroups(items, leaders, { most, window, before })), removed: [] };
    const { kept, removed } = capGroups(items, leaders, { most, before });
    const why = (standsFor: string | undefined) =>
      standsFor === undefined
        ? 'one of the same name was shown before'
        : `item ${standsFor}, of the same name, stands for it`;
    return {
      kept: candidatesOf(kept),
      removed: removed.map(({ item, standsFor }) => ({
        itemId: item.itemId,
        step: NAME,
        reason: why(standsFor?.itemId),
      })),
    };
  },
};
