import { z } from 'zod';
import { DAY_MS } from '../context.ts';
import { idFilter } from './step.ts';

/** What the viewer did something with before: no page of new things shows what was looked at an hour ago. */
export const interacted = idFilter(
  'interacted',
  (itemId, { viewer, now }, { types, withinDays }) => {
    const from = new Date(now - withinDays * DAY_MS).toISOString();
    const action = viewer.scoring.findLast(
      (one) => one.itemId === itemId && types.includes(one.type as (typeof types)[number]),
    );
    return action && action.occurredAt > from ? `${DONE[action.type]} on ${action.occurredAt}` : undefined;
  },
  {
    types: z
      .array(z.enum(['view', 'like', 'chat', 'cart', 'click']))
      .min(1)
      .default(['view', 'like']),
    withinDays: z.number().min(0.01).max(3650).default(30),
  },
);

const DONE: Readonly<Record<string, string>> = {
  view: 'the viewer looked at it',
  like: 'the viewer liked it',
  chat: 'the viewer asked about it',
  cart: 'the viewer put it into the cart',
  click: 'the viewer clicked it',
};
