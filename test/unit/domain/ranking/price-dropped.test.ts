import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import type { Action } from '../../../../domain/identity/actor.ts';
import { priceDropped } from '../../../../domain/ranking/sources/price-dropped.ts';
import { at, contextOf, DAY, did, itemOf } from './support.ts';

const document = priceDropped.schema.parse({ source: 'price-dropped' });
const fell = (itemId: string, from: number, to: number, days: number) =>
  itemOf(itemId, { price: to, previousPrice: from, priceDroppedAt: at(-days * DAY) });
const found = (shown: readonly Action[], items: readonly StoredItem[], given = document) =>
  priceDropped
    .candidates(given, contextOf({ viewer: { shown }, items }))
    .map(({ itemId, score, reason }) => [itemId, score, reason]);

describe('what fell in price or came back', () => {
  it('is of what was liked or put into the cart before it did', () => {
    const items = ['liked', 'carted', 'viewed'].map((itemId) => fell(itemId, 100, 75, 0));
    const shown = [did('cart', 'carted', -2 * DAY), did('like', 'liked', -DAY), did('view', 'viewed', -DAY)];
    expect(found(shown, items)).toEqual([
      ['liked', 0.25, 'price-dropped'],
      ['carted', 0.25, 'price-dropped'],
    ]);
    const late = [did('like', 'liked', -DAY), did('cart', 'carted', -DAY)];
    expect(found(late, [fell('liked', 100, 75, 2), fell('carted', 100, 75, 2)])).toEqual([]);
  });

  it('is not of what was taken back or hidden', () => {
    const items = ['a', 'b', 'c', 'd'].map((itemId) => fell(itemId, 100, 75, 0));
    const shown = [
      ...['a', 'b', 'd'].map((itemId) => did('like', itemId, -3 * DAY)),
      did('cart', 'c', -3 * DAY),
      did('unlike', 'a', -2 * DAY),
      did('hide', 'b', -2 * DAY),
      did('uncart', 'c', -2 * DAY),
    ];
    expect(found(shown, items).map(([itemId]) => itemId)).toEqual(['d']);
  });

  it('counts from the first like or cart that stands', () => {
    const shown = [did('like', 'a', -5 * DAY), did('cart', 'a', -DAY)];
    expect(found(shown, [fell('a', 100, 75, 3)])).toHaveLength(1);
    const again = [did('like', 'a', -5 * DAY), did('unlike', 'a', -4 * DAY), did('like', 'a', -DAY)];
    expect(found(again, [fell('a', 100, 75, 3)])).toEqual([]);
  });

  it('halves with age, and is no news after some days', () => {
    const shown = [did('like', 'a', -90 * DAY)];
    expect(found(shown, [fell('a', 100, 60, 7)])).toEqual([['a', 0.2, 'price-dropped']]);
    expect(found(shown, [fell('a', 100, 60, 31)])).toEqual([]);
    expect(found(shown, [fell('a', 100, 60, 31)], { ...document, withinDays: 60 })).toHaveLength(1);
  });

  it('names what came back, by a write or as its time came, unless the price fell by more', () => {
    const shown = ['a', 'b', 'c', 'd'].map((itemId) => did('like', itemId, -9 * DAY));
    const items = [
      itemOf('a', { backAt: at(0) }),
      itemOf('b', { availableFrom: at(0) }),
      itemOf('c', { availableFrom: at(DAY) }),
      itemOf('d', { backAt: at(0), price: 50, previousPrice: 100, priceDroppedAt: at(0) }),
    ];
    expect(found(shown, items)).toEqual(
      [
        ['d', 0.5, 'price-dropped'],
        ['b', 0.2, 'back-in-stock'],
        ['a', 0.2, 'back-in-stock'],
      ].sort(),
    );
  });

  it('asks for the newest wishes only, and knows nothing of items that are not there', () => {
    const shown = [
      did('like', 'old', -3),
      did('cart', 'new', -2),
      did('like', 'newest', -1),
      did('view', 'v'),
    ];
    const viewer = contextOf({ viewer: { shown } });
    expect(priceDropped.items!({ ...document, items: 2 }, viewer)).toEqual(['newest', 'new']);
    expect(found(shown, [])).toEqual([]);
  });
});
