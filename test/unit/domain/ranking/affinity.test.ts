import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import { affinityOf, tasteOf, tasteTerms } from '../../../../domain/ranking/affinity.ts';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import { affinity } from '../../../../domain/ranking/steps/affinity.ts';
import { contextOf, itemOf } from './support.ts';

const QUINTILES = { all: [10, 20, 30, 40] } as const;
const factsOf = (items: readonly StoredItem[]) =>
  new Map(items.map((item) => [item.itemId, { ...item, terms: tasteTerms(item.attributes) }]));
const BRANDS = { attributes: ['brand'], priceQuintile: false };

describe('a taste', () => {
  it('is the share of the actions’ weight that each value has', () => {
    const items = [
      itemOf('a', { attributes: { brand: 'A', city: 'Seoul' }, price: 5 }),
      itemOf('b', { attributes: { brand: ['B', 'C', 'B'] }, price: 45 }),
    ];
    const acted = [
      { itemId: 'a', weight: 3 },
      { itemId: 'b', weight: 1 },
      { itemId: 'unknown', weight: 9 },
    ];
    const taste = tasteOf(acted, factsOf(items), QUINTILES)!;
    expect(Object.fromEntries(taste.terms)).toEqual({
      'brand=A': 0.75,
      'city=Seoul': 0.75,
      'brand=B': 0.25,
      'brand=C': 0.25,
    });
    expect(Object.fromEntries(taste.bands)).toEqual({ 1: 0.75, 5: 0.25 });
  });

  it('is none of who acted on nothing that is known', () => {
    expect(tasteOf([], new Map())).toBeUndefined();
    expect(tasteOf([{ itemId: 'gone', weight: 1 }], new Map())).toBeUndefined();
  });

  it('keeps little of an item: twenty short values', () => {
    const attributes = { long: 'x'.repeat(200), many: Array.from({ length: 50 }, (_, at) => at) };
    expect(tasteTerms(attributes)).toEqual(Array.from({ length: 20 }, (_, at) => `many=${at}`));
    expect(tasteTerms(undefined)).toEqual([]);
  });
});

describe('an affinity', () => {
  const taste = tasteOf(
    [
      { itemId: 'a', weight: 3 },
      { itemId: 'b', weight: 1 },
    ],
    factsOf([
      itemOf('a', { attributes: { brand: 'A', city: 'Seoul' }, price: 5 }),
      itemOf('b', { attributes: { brand: 'B' }, price: 45 }),
    ]),
    QUINTILES,
  )!;

  it('is the mean over the attributes of the largest share of an item’s values', () => {
    const item = itemOf('x', { attributes: { brand: ['A', 'B'], city: 'Busan' }, price: 3 });
    expect(affinityOf(item, taste, BRANDS)).toBe(0.75);
    expect(affinityOf(item, taste, { attributes: ['brand', 'city'], priceQuintile: false })).toBe(0.375);
    expect(affinityOf(item, taste, { attributes: ['brand', 'city'], priceQuintile: true })).toBe(0.5);
    expect(
      affinityOf(itemOf('x', { categories: ['other'] }), taste, { attributes: [], priceQuintile: true }),
    ).toBe(0);
    expect(affinityOf(item, taste, { attributes: [], priceQuintile: false })).toBe(0);
  });

  it('takes no attribute for what every object has', () => {
    expect(
      affinityOf(itemOf('x', { attributes: {} }), taste, { ...BRANDS, attributes: ['constructor'] }),
    ).toBe(0);
  });

  it('is between 0 and 1, and 1 for what is all that was acted on', () => {
    const brand = fc.constantFrom('A', 'B', 'C');
    const history = fc.array(
      fc.record({
        brands: fc.array(brand, { minLength: 1 }),
        weight: fc.double({ min: 0.01, max: 3, noNaN: true }),
      }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(history, brand, (actions, one) => {
        const items = actions.map(({ brands }, at) => itemOf(`h${at}`, { attributes: { brand: brands } }));
        const acted = actions.map(({ weight }, at) => ({ itemId: `h${at}`, weight }));
        const found = affinityOf(
          itemOf('x', { attributes: { brand: one } }),
          tasteOf(acted, factsOf(items))!,
          BRANDS,
        );
        const with_ = actions
          .filter(({ brands }) => brands.includes(one))
          .reduce((sum, { weight }) => sum + weight, 0);
        const all = actions.reduce((sum, { weight }) => sum + weight, 0);
        expect(found).toBeCloseTo(with_ / all, 12);
      }),
    );
  });
});

describe('the step affinity', () => {
  const document = affinity.schema.parse({ step: 'affinity', weight: 0.5 });
  const candidate = (itemId: string, score: number): Candidate => ({
    ...{ itemId, score, tier: 'popular', personal: false, reason: 'popular' },
  });
  const items = [
    itemOf('plain'),
    itemOf('half', { attributes: { brand: 'B' } }),
    itemOf('liked', { attributes: { brand: 'A' } }),
  ];
  const taste = tasteOf(
    [
      { itemId: 'a', weight: 2 },
      { itemId: 'b', weight: 1 },
    ],
    factsOf([itemOf('a', { attributes: { brand: 'A' } }), itemOf('b', { attributes: { brand: 'B' } })]),
  );
  const run = (context: Parameters<typeof contextOf>[0], given = document) =>
    affinity
      .run(
        [candidate('plain', 1), candidate('half', 0.9), candidate('liked', 0.6)],
        contextOf(context),
        given,
      )
      .kept.map(({ itemId, score }) => [itemId, score]);

  it('gives what is most to the taste its weight, the others their part of it', () => {
    expect(run({ taste, items })).toEqual([
      ['half', 0.9 + 0.25],
      ['liked', 1.1],
      ['plain', 1],
    ]);
  });

  it('changes nothing where no taste is known, nothing is to it, or no attribute is looked at', () => {
    const same = [
      ['plain', 1],
      ['half', 0.9],
      ['liked', 0.6],
    ];
    expect(run({ items })).toEqual(same);
    expect(run({ taste, items: [itemOf('plain')] })).toEqual(same);
    expect(run({ taste, items }, { ...document, attributes: [], priceQuintile: false })).toEqual(same);
  });
});
