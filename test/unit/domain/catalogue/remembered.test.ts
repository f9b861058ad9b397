import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import { fallSince } from '../../../../domain/catalogue/price-fall.ts';
import { decidePatch, decidePut, decideRemove } from '../../../../domain/catalogue/write-order.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const at = (minute: number): string => new Date(NOW + minute * 60_000).toISOString();
const item = (price: number, minute: number, more: Partial<StoredItem> = {}): StoredItem => ({
  itemId: 'i',
  title: 'Lamp',
  categories: ['home'],
  price,
  listedAt: at(0),
  status: 'on_sale',
  updatedAt: at(minute),
  ...more,
});
const storedAfter = (...writes: readonly StoredItem[]): StoredItem =>
  writes.reduce<StoredItem | undefined>(
    (stored, write) => decidePut(stored, write, NOW).write ?? stored,
    undefined,
  )!;
const memoryOf = ({ previousPrice, priceDroppedAt, backAt }: StoredItem) => ({
  previousPrice,
  priceDroppedAt,
  backAt,
});
const NOTHING = { previousPrice: undefined, priceDroppedAt: undefined, backAt: undefined };

describe('what the catalogue remembers of a price', () => {
  it('is nothing of a new item, of a raised price and of other changes', () => {
    expect(memoryOf(storedAfter(item(10, 1)))).toEqual(NOTHING);
    expect(memoryOf(storedAfter(item(10, 1), item(11, 2), item(11, 3, { title: 'Lamps' })))).toEqual(NOTHING);
  });

  it('is the price before it fell, and when, also after writes of other fields', () => {
    const fallen = storedAfter(item(10, 1), item(8, 2), item(8, 3, { title: 'Lamps' }));
    expect(memoryOf(fallen)).toEqual({ ...NOTHING, previousPrice: 10, priceDroppedAt: at(2) });
  });

  it('stays while the price is below the former one, and goes when it is not', () => {
    const fallen = [item(10, 1), item(8, 2)];
    expect(storedAfter(...fallen, item(9, 3)).previousPrice).toBe(10);
    expect(memoryOf(storedAfter(...fallen, item(10, 3)))).toEqual(NOTHING);
    expect(memoryOf(storedAfter(...fallen, item(10, 3), item(9, 4)))).toMatchObject({
      priceDroppedAt: at(4),
    });
  });

  it('is of the last fall', () => {
    expect(memoryOf(storedAfter(item(10, 1), item(8, 2), item(6, 3)))).toMatchObject({
      previousPrice: 8,
      priceDroppedAt: at(3),
    });
  });

  it('compares no prices of different currencies', () => {
    const krw = { currency: 'KRW' };
    expect(memoryOf(storedAfter(item(10_000, 1, krw), item(8, 2, { currency: 'EUR' })))).toEqual(NOTHING);
    const fallen = storedAfter(item(10_000, 1, krw), item(9000, 2, krw), item(8, 3, { currency: 'EUR' }));
    expect(memoryOf(fallen)).toEqual(NOTHING);
  });

  it('is of patches as well, and outlives the tombstone', () => {
    const patched = decidePatch(item(10, 1), { price: 7, updatedAt: at(2) }, NOW).write;
    expect(patched).toMatchObject({ price: 7, previousPrice: 10, priceDroppedAt: at(2) });
    expect(decideRemove(patched, NOW).write).toMatchObject({ status: 'deleted', previousPrice: 10 });
  });

  it('changes by no write that is late, that is the same again, or that is of the same time', () => {
    const fallen = storedAfter(item(10, 1), item(8, 2));
    expect(decidePut(fallen, item(20, 1), NOW).write).toBeUndefined();
    expect(decidePut(fallen, item(8, 2), NOW)).toEqual({ result: { outcome: 'stored', item: fallen } });
    const tied = storedAfter(item(10, 2), item(8, 2));
    expect(memoryOf(tied)).toEqual(NOTHING);
  });

  it('is what a look at all prices in their order says', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 12 }), (prices) => {
        const stored = storedAfter(...prices.map((price, minute) => item(price, minute)));
        const last = prices.at(-1)!;
        // The last fall after which the price never was the former one again.
        const fall = prices.findLastIndex((price, place) => place > 0 && price < prices[place - 1]!);
        const former = fall < 0 ? undefined : prices[fall - 1]!;
        const held = former !== undefined && prices.slice(fall).every((price) => price < former);
        expect(stored.previousPrice).toBe(held ? former : undefined);
        expect(stored.priceDroppedAt).toBe(held ? at(fall) : undefined);
        expect(stored.price).toBe(last);
      }),
    );
  });
});

describe('what the catalogue remembers of past prices', () => {
  it('is each with the time until which it held, the last twenty', () => {
    expect(storedAfter(item(10, 1), item(10, 2, { title: 'Lamps' })).pastPrices).toBeUndefined();
    expect(storedAfter(item(10, 1), item(12, 2), item(8, 3)).pastPrices).toEqual([
      { price: 10, until: at(2) },
      { price: 12, until: at(3) },
    ]);
    const many = storedAfter(...Array.from({ length: 30 }, (_, minute) => item(100 + minute, minute)));
    expect(many.pastPrices).toHaveLength(20);
    expect(many.pastPrices!.at(-1)).toEqual({ price: 128, until: at(29) });
  });

  it('is nothing in another currency, and changes by no late write or one of the same time', () => {
    const changed = storedAfter(item(10, 1), item(8, 2));
    expect(storedAfter(changed, item(8, 3, { currency: 'EUR' })).pastPrices).toBeUndefined();
    expect(storedAfter(changed, item(20, 1)).pastPrices).toEqual([{ price: 10, until: at(2) }]);
    expect(storedAfter(item(10, 2), item(8, 2)).pastPrices).toBeUndefined();
  });

  it('is of patches too, and outlives the tombstone', () => {
    const patched = decidePatch(item(10, 1), { price: 7, updatedAt: at(2) }, NOW).write;
    expect(decideRemove(patched, NOW).write).toMatchObject({ pastPrices: [{ price: 10, until: at(2) }] });
  });
});

describe('how far a price fell since a time', () => {
  it('is from what it was then, whatever came between', () => {
    const stored = storedAfter(item(100, 1), item(120, 2), item(60, 3), item(90, 4));
    const since = (minute: number) => fallSince(stored, Date.parse(at(minute)));
    expect(since(1)).toEqual({ from: 100, at: at(3) });
    expect(since(2)).toEqual({ from: 120, at: at(3) });
    expect(since(3)).toBeUndefined();
    expect(since(4)).toBeUndefined();
  });

  it('is what a look at all prices in their order says', () => {
    const walks = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(walks, fc.nat(14), (prices, minute) => {
        const stored = storedAfter(...prices.map((price, at) => item(price, at)));
        const then = prices[Math.min(minute, prices.length - 1)]!;
        const fall = prices.findLastIndex((price, place) => place > 0 && price < prices[place - 1]!);
        const expected = prices.at(-1)! < then ? { from: then, at: at(fall) } : undefined;
        expect(fallSince(stored, Date.parse(at(minute)))).toEqual(expected);
      }),
    );
  });

  it('is from the price before the last fall where past ones were not remembered yet', () => {
    const old = item(8, 3, { previousPrice: 10, priceDroppedAt: at(2) });
    expect(fallSince(old, Date.parse(at(1)))).toEqual({ from: 10, at: at(2) });
    expect(fallSince(old, Date.parse(at(2)))).toBeUndefined();
  });
});

describe('what the catalogue remembers of a return', () => {
  it.each<[string, Partial<StoredItem>]>([
    ['was reserved', { status: 'reserved' }],
    ['was out of stock', { stock: 0 }],
    ['was available no longer', { availableUntil: at(2) }],
    ['was not yet available', { availableFrom: at(9) }],
    ['had been deleted', { status: 'deleted' }],
  ])('is when an item that %s can be bought again', (_, change) => {
    const back = storedAfter(item(10, 1), item(10, 2, change), item(10, 3, { stock: 1 }));
    expect(memoryOf(back)).toEqual({ ...NOTHING, backAt: at(3) });
    expect(storedAfter(back, item(9, 4)).backAt).toBe(at(3));
  });

  it('is nothing while the item cannot be bought', () => {
    const gone = storedAfter(item(10, 1), item(10, 2, { status: 'sold' }), item(10, 3, { stock: 0 }));
    expect(gone.backAt).toBeUndefined();
  });

  it('is the last one of several', () => {
    const sold = (minute: number) => item(10, minute, { status: 'sold' });
    expect(storedAfter(item(10, 1), sold(2), item(10, 3), sold(4), item(10, 5)).backAt).toBe(at(5));
  });
});
