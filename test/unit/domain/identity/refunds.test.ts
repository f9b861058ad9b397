import { describe, expect, it } from 'vitest';
import type { Action } from '../../../../domain/identity/actor.ts';
import { netPurchases } from '../../../../domain/identity/refunds.ts';
import { minute } from './histories.ts';

const purchase = (id: string, n: number, more: Partial<Action> = {}): Action => ({
  eventKey: `${id}\tserver`,
  type: 'purchase',
  itemId: 'i',
  occurredAt: minute(n),
  ...more,
});
const refund = (id: string, n: number, more: Partial<Action> = {}): Action => ({
  ...purchase(id, n, more),
  type: 'refund',
});
/** What is left, as id: quantity. */
const left = (...actions: Action[]) =>
  netPurchases(actions).map(({ eventKey, quantity = 1 }) => `${eventKey.split('\t')[0]}: ${quantity}`);

describe('purchases net of refunds', () => {
  it('are all purchases when nothing is refunded, oldest first', () => {
    expect(left(purchase('b', 2), purchase('a', 1, { quantity: 3 }))).toEqual(['a: 3', 'b: 1']);
  });

  it('lose the latest earlier purchase of the item', () => {
    const purchases = [
      purchase('a', 1),
      purchase('b', 3),
      purchase('c', 9),
      purchase('d', 2, { itemId: 'j' }),
    ];
    expect(left(...purchases, refund('r', 5))).toEqual(['a: 1', 'd: 1', 'c: 1']);
  });

  it('lose the quantity refunded, all where none is said, and never more than there is', () => {
    const bought = purchase('a', 1, { quantity: 5 });
    expect(left(bought, refund('r', 2, { quantity: 2 }))).toEqual(['a: 3']);
    expect(left(bought, refund('r', 2))).toEqual([]);
    expect(left(bought, purchase('b', 0), refund('r', 2, { quantity: 9 }))).toEqual(['b: 1']);
  });

  it('lose the purchase that the refund names, whenever it was', () => {
    const purchases = [purchase('a', 1), purchase('b', 3)];
    expect(left(...purchases, refund('r', 5, { refundOf: 'a\tserver' }))).toEqual(['b: 1']);
    expect(left(...purchases, refund('r', 5, { refundOf: 'a\tbrowser' }))).toEqual(['a: 1', 'b: 1']);
    expect(left(...purchases, refund('r', 5, { refundOf: 'a\tserver', itemId: 'j' }))).toEqual([
      'a: 1',
      'b: 1',
    ]);
  });

  it('lose a purchase of the order that the refund names', () => {
    const purchases = [purchase('a', 1, { orderId: 'o1' }), purchase('b', 3, { orderId: 'o2' })];
    expect(left(...purchases, refund('r', 5, { orderId: 'o1' }))).toEqual(['b: 1']);
    expect(left(...purchases, refund('r', 5, { orderId: 'o3' }))).toEqual(['a: 1', 'b: 1']);
  });

  it('lose one purchase after the other: a purchase at 0 is passed over', () => {
    expect(left(purchase('a', 1), purchase('b', 2), refund('r', 5), refund('s', 6))).toEqual([]);
    expect(left(purchase('a', 1), purchase('b', 2), refund('r', 5), refund('s', 6), refund('t', 7))).toEqual(
      [],
    );
  });

  it('keep what was bought at the time of the refund or after it', () => {
    expect(left(purchase('a', 5), refund('r', 5))).toEqual(['a: 1']);
  });

  it('do not depend on the order in which they are given', () => {
    const actions = [
      purchase('a', 1, { quantity: 2 }),
      refund('r', 2, { quantity: 1 }),
      purchase('b', 3),
      refund('s', 4),
    ];
    expect(left(...actions.toReversed())).toEqual(left(...actions));
    expect(left(...actions)).toEqual(['a: 1']);
  });
});
