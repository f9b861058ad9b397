import type { Action } from './actor.ts';
import { compareMoments } from './owner.ts';

/**
 * What is left of one actor's purchases after its refunds, sorted by compareMoments; a purchase at 0 does
 * not exist. Refunds apply in order of moments. One with `refundOf` takes from that purchase, of the same
 * item; one without takes from the latest purchase of its item (of its order, if it names one) that is
 * strictly earlier and not at 0. It takes its quantity (default all), never below 0, never from a second.
 * O(refunds × purchases of the item).
 */
export function netPurchases(purchasesAndRefunds: readonly Action[]): Action[] {
  const ordered = purchasesAndRefunds.toSorted(compareMoments);
  const purchases = ordered.filter(({ type }) => type === 'purchase');
  const left = new Map(purchases.map((purchase) => [purchase, purchase.quantity ?? 1]));
  const byItem = Map.groupBy(purchases, ({ itemId }) => itemId);
  for (const refund of ordered.filter(({ type }) => type === 'refund')) {
    const purchase = refunded(refund, byItem.get(refund.itemId) ?? [], left);
    if (purchase) left.set(purchase, Math.max(0, left.get(purchase)! - (refund.quantity ?? Infinity)));
  }
  return purchases.flatMap((purchase) => remaining(purchase, left.get(purchase)!));
}

/** The purchase that a refund takes from, among those of its item in order of moments. */
function refunded(
  refund: Action,
  purchases: readonly Action[],
  left: ReadonlyMap<Action, number>,
): Action | undefined {
  if (refund.refundOf !== undefined) return purchases.find(({ eventKey }) => eventKey === refund.refundOf);
  return purchases.findLast(
    (purchase) =>
      purchase.occurredAt < refund.occurredAt &&
      left.get(purchase)! > 0 &&
      (refund.orderId === undefined || purchase.orderId === refund.orderId),
  );
}

/** Untouched purchases stay the same object. */
function remaining(purchase: Action, quantity: number): Action[] {
  if (quantity === 0) return [];
  return [quantity === (purchase.quantity ?? 1) ? purchase : { ...purchase, quantity }];
}
