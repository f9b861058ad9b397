import { ACT } from './codes.ts';
import type { PreparedEvents } from './prepared.ts';

/**
 * Of prepared events the purchases, the refunds, and the links that say whose they are: a hundredth of most shops' events. An eventId that
 * was a view before it was a purchase counts as the purchase, for nothing is known of the view any more.
 */
export function purchasesOnly(prepared: PreparedEvents): PreparedEvents {
  const { acts, users, cookies, eventIds } = prepared;
  const isKept = (_: unknown, row: number): boolean =>
    acts[row] === ACT.purchase || acts[row] === ACT.refund || (users[row] !== 0 && cookies[row] !== 0);
  return {
    times: prepared.times.filter(isKept),
    acts: acts.filter(isKept),
    scopes: prepared.scopes.filter(isKept),
    platforms: prepared.platforms.filter(isKept),
    users: users.filter(isKept),
    cookies: cookies.filter(isKept),
    items: prepared.items.filter(isKept),
    orders: prepared.orders.filter(isKept),
    quantities: prepared.quantities.filter(isKept),
    refundsOf: prepared.refundsOf.filter(isKept),
    eventIds: eventIds.filter(isKept),
    names: prepared.names,
  };
}
