import { z } from 'zod';
import { mmr } from '../arrange/mmr.ts';
import { nameGroups } from '../arrange/name-groups.ts';
import { alikeShare } from './alike.ts';
import { arrangeables, candidatesOf } from './arrangeable.ts';
import { type Step, stepSchema } from './step.ts';

const NAME = 'mmr';
const share = z.number().min(0).max(1);
const schema = stepSchema(NAME, {
  /** 1: scores alone; 0: difference alone. */
  lambda: share.default(0.7),
  /** Items that are chosen so; the others follow in their order. */
  size: z.number().int().min(1).max(200).default(40),
  /** How alike two items of one leaf category are; of one name group they are 1. */
  category: share.default(0.5),
  alike: alikeShare,
});
type Mmr = z.infer<typeof schema>;

/** Each next item weighs its score against its likeness to those before it (maximal marginal relevance). It sees one page alone. */
export const mmrStep: Step<Mmr> & { readonly name: typeof NAME } = {
  name: NAME,
  schema,
  does: 'arrange',
  needs: 'traits',
  run(candidates, context, { lambda, size, category, alike }) {
    const items = arrangeables(candidates, context);
    const kept = mmr(items, nameGroups(items, alike), { lambda, size, category });
    return { kept: candidatesOf(kept), removed: [] };
  },
};
