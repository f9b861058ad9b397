import { z } from 'zod';
import { boughtIn } from '../../repurchase/bought.ts';
import type { RankingContext } from '../context.ts';
import { dueOf, NOT_BOUGHT } from './due.ts';
import { traitFilter } from './step.ts';

const parameters = {
  /** What becomes of items that rest by an estimate only: they leave, or stay, to stand behind by the step due-first. */
  early: z.enum(['remove', 'keep']).default('remove'),
};

/**
 * Only what may be bought again: an item whose rule says so, and one without that the viewer bought on two days or more (due.ts). What is not due
 * yet leaves too, unless it is wanted early.
 */
export const dueAgain = {
  ...traitFilter(
    'due-again',
    (item, context, { early }) => {
      const due = dueOf(item, context);
      return due.is === 'due' || (due.is === 'early' && early === 'keep') ? undefined : due.why;
    },
    parameters,
  ),
  byId: (itemId: string, { viewer }: RankingContext) =>
    boughtIn(viewer.shownPurchases).has(itemId) ? undefined : NOT_BOUGHT,
};
