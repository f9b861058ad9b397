import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS } from '../../../../contract/limits.ts';
import { ITEM_STATUSES } from '../../../../domain/catalogue/item.ts';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import { rank } from '../../../../domain/ranking/rank.ts';
import { onItems, onPool, runSteps } from '../../../../domain/ranking/steps/index.ts';
import { providerDocument, type StepName, stepDocument } from '../../../../domain/registry/documents.ts';
import { defaultRegistry } from '../../../../domain/registry/registry.ts';
import { seenDaysOf } from '../../../../domain/seen/seen-days.ts';
import { uniteSeen } from '../../../../domain/seen/weeks.ts';
import { at, contextOf, DAY, did, itemOf, NOW, rowsOf } from './support.ts';

const candidate = (itemId: string): Candidate => ({
  itemId,
  score: 1,
  tier: 'personal',
  personal: true,
  reason: 'history',
});
type Given = Parameters<typeof contextOf>[0];
/** Why item `a` leaves by a filter, or undefined. */
function why(step: StepName, given: Given, parameters: object = {}): string | undefined {
  const document = stepDocument.parse({ step, ...parameters });
  return runSteps([document], [candidate('a')], contextOf(given)).removed[0]?.reason;
}

describe('what was seen too often', () => {
  const marks = [0, 2, 9].map((days) => ({ itemId: 'a', occurredAt: at(-days * DAY) }));
  const viewer = { seenDays: seenDaysOf([{ seen: uniteSeen([], marks, ACTOR_LIMITS.seen) }]) };

  it.each([
    [{}, 'probably seen on 3 days of the last 14, needs fewer than 3'],
    [{ days: 4 }, undefined],
    [{ withinDays: 9 }, undefined],
    [{ withinDays: 3, days: 2 }, 'probably seen on 2 days of the last 3, needs fewer than 2'],
    [{ withinDays: 1, days: 1 }, 'probably seen on 1 day of the last 1, needs fewer than 1'],
  ])('by %j: %s', (parameters, reason) => {
    expect(why('seen-too-often', { viewer }, parameters)).toBe(reason);
  });

  it('is nothing for a viewer of whom nothing is known', () => {
    expect(why('seen-too-often', {}, { days: 1 })).toBeUndefined();
  });

  it.each([{ days: 0 }, { withinDays: 29 }, { days: 1.5 }])('refuses the parameters %j', (parameters) => {
    expect(stepDocument.safeParse({ step: 'seen-too-often', ...parameters }).success).toBe(false);
  });
});

describe('availability', () => {
  it.each([
    [{ status: 'sold' }, 'its status is sold'],
    [{ availableFrom: at(1) }, `it is available from ${at(1)}`],
    [{ availableFrom: at(0) }, undefined],
    [{ availableUntil: at(0) }, `it was available until ${at(0)}`],
    [{ availableUntil: at(1) }, undefined],
    [{ stock: 0 }, 'it is out of stock'],
    [{ stock: 1 }, undefined],
    [{}, undefined],
  ] as const)('of %j: %s', (more, reason) => {
    expect(why('available', { items: [itemOf('a', more)] })).toBe(reason);
  });

  it('is never assumed of an item that the catalogue does not know', () => {
    expect(why('available', {})).toBe('the catalogue does not know it');
  });
});

describe('the repurchase rule', () => {
  const bought = (...days: number[]) => ({ purchases: days.map((day) => did('purchase', 'a', -day * DAY)) });
  const again = (...days: number[]) => ({ shownPurchases: bought(...days).purchases });

  it.each([
    [undefined, [400], 'it was bought, and is not bought again'],
    ['never', [400], 'it was bought, and is not bought again'],
    ['always', [0], undefined],
    [{ afterDays: 10 }, [10], undefined],
    [{ afterDays: 10 }, [9, 30], `it was bought and rests 10 days, until ${at(DAY)}`],
    [undefined, [], undefined],
  ] as const)('%j, bought %j days ago: purchased says %s', (repurchase, days, reason) => {
    expect(why('purchased', { items: [itemOf('a', { repurchase })], viewer: bought(...days) })).toBe(reason);
  });

  it.each([
    [undefined, [400], 'it was bought on one day only'],
    [undefined, [1, 1.01], 'it was bought on one day only'],
    [undefined, [30, 60], undefined],
    ['never', [30, 60], 'its repurchase rule is never'],
    ['always', [0], undefined],
    [{ afterDays: 10 }, [9], `it was bought and rests 10 days, until ${at(DAY)}`],
    [{ afterDays: 10 }, [10], undefined],
    ['always', [], 'it was not bought before'],
  ] as const)('%j, bought %j days ago: due again says %s', (repurchase, days, reason) => {
    expect(why('due-again', { items: [itemOf('a', { repurchase })], viewer: again(...days) })).toBe(reason);
  });
});

describe('own listings', () => {
  it('are those whose seller is the viewer, never those of nobody', () => {
    expect(
      why('own-listing', { items: [itemOf('a', { sellerId: 'u' })], viewer: { userId: 'u' } }),
    ).toBeDefined();
    expect(why('own-listing', { items: [itemOf('a', { sellerId: 'u' })] })).toBeUndefined();
    expect(why('own-listing', { items: [itemOf('a')] })).toBeUndefined();
  });
});

describe('attribute rules', () => {
  it('do not take inherited members for attributes', () => {
    const items = [itemOf('a', { attributes: { brand: 'x' } })];
    expect(why('request', { items, filters: { attributes: { constructor: 'x' } } })).toContain('constructor');
  });
});

describe('what the viewer did something with', () => {
  const viewer = { scoring: [did('view', 'a', -3 * DAY), did('like', 'b', -DAY), did('click', 'a', -DAY)] };

  it.each([
    [{}, `the viewer looked at it on ${at(-3 * DAY)}`],
    [{ withinDays: 2 }, undefined],
    [{ types: ['like'] }, undefined],
    [{ types: ['click'], withinDays: 2 }, `the viewer clicked it on ${at(-DAY)}`],
  ] as const)('leaves by %j: %s', (parameters, reason) => {
    expect(why('interacted', { viewer }, parameters)).toBe(reason);
  });
});

describe('what a section is for', () => {
  const items = [
    itemOf('a', { categories: ['shoes', 'boots'], price: 50, attributes: { brand: ['x', 'y'] } }),
  ];

  it.each([
    [{ include: { brand: 'x' } }, undefined],
    [{ include: { brand: ['z', 'y'] } }, undefined],
    [{ include: { brand: 'z' } }, 'its attribute brand is not as asked'],
    [{ exclude: { brand: ['y'] } }, 'its attribute brand is excluded'],
    [{ categories: ['bags'] }, 'it is in none of the categories asked for'],
    [{ excludeCategories: ['boots'] }, 'its category boots is excluded'],
    [{ price: { max: 49 } }, 'its price 50 is out of range'],
    [{}, undefined],
  ] as const)('is said by %j: %s', (parameters, reason) => {
    expect(why('attributes', { items }, parameters)).toBe(reason);
  });
});

describe('an editor', () => {
  const items = ['a', 'b', 'c'].map((itemId) =>
    itemOf(itemId, { categories: [itemId === 'c' ? 'toys' : 'all'] }),
  );
  const order = (step: object, more: Given = {}) => {
    const steps = [stepDocument.parse(step)];
    const provider = providerDocument.parse({ name: 'p', sources: [{ source: 'recently-viewed' }], steps });
    const shown = [did('view', 'c', -3), did('view', 'b', -2), did('view', 'a', -1)];
    const context = contextOf({ items, viewer: { shown }, ...more });
    const { candidates } = rank(provider, context);
    return runSteps(onPool(steps), candidates, context).kept.map(({ itemId }) => itemId);
  };

  it.each([
    [{ step: 'boost', items: { c: 5 } }, ['c', 'a', 'b']],
    [{ step: 'boost', categories: { toys: 4, all: 0.1 } }, ['c', 'a', 'b']],
    [{ step: 'boost', items: { a: 0 } }, ['b', 'c', 'a']],
    [{ step: 'boost', items: { a: 0 }, from: at(1) }, ['a', 'b', 'c']],
    [{ step: 'boost', items: { a: 0 }, until: at(0) }, ['a', 'b', 'c']],
    [{ step: 'pin', itemId: 'c', position: 1 }, ['a', 'c', 'b']],
    [{ step: 'pin', itemId: 'x', position: 0 }, ['x', 'a', 'b', 'c']],
    [{ step: 'pin', itemId: 'x', position: 50 }, ['a', 'b', 'c', 'x']],
    [{ step: 'pin', itemId: 'x', until: at(0) }, ['a', 'b', 'c']],
  ] as const)('says %j: %j', (step, itemIds) => {
    expect(order(step)).toEqual(itemIds);
  });

  it('pins to the first page only', () => {
    expect(order({ step: 'pin', itemId: 'x' }, { before: 20 })).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [{ step: 'boost', items: { a: -1 } }, 'items'],
    [{ step: 'boost', items: { a: Number.NaN } }, 'items'],
    [{ step: 'boost', items: { a: 101 } }, 'items'],
    [{ step: 'pin', itemId: 'a', position: 100 }, 'position'],
    [{ step: 'pin', itemId: 'a', from: 'tomorrow' }, 'from'],
    [{ step: 'magic' }, 'step'],
  ])('cannot say %j', (step, field) => {
    const read = stepDocument.safeParse(step);
    expect(read.error?.issues[0]?.path[0]).toBe(field);
  });
});

/** Items, viewers and requests of all sorts over few ids, so that rules meet. */
const itemId = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', '가');
const anyItem = fc.record(
  {
    status: fc.constantFrom(...ITEM_STATUSES),
    stock: fc.nat(2),
    sellerId: fc.constantFrom('u', 'v'),
    adult: fc.boolean(),
    price: fc.nat(100),
    categories: fc.subarray(['x', 'y', 'z'], { minLength: 1 }),
    repurchase: fc.constantFrom('never', 'always', { afterDays: 3 }),
    availableUntil: fc.constantFrom(at(-1), at(1)),
  },
  { requiredKeys: ['status', 'price', 'categories'] },
);
const world = fc.record({
  listed: fc.array(fc.tuple(itemId, anyItem)),
  bought: fc.array(fc.tuple(itemId, fc.nat(6))),
  viewed: fc.array(itemId),
  excluded: fc.array(itemId),
  cart: fc.array(itemId),
  hidden: fc.array(itemId),
  disliked: fc.subarray(['x', 'y', 'z']),
  rows: fc.array(fc.tuple(itemId, fc.array(fc.tuple(itemId, fc.double({ min: 0, max: 1, noNaN: true }))))),
});

describe('a provider', () => {
  const provider = defaultRegistry().providers.get('for-you')!;

  it('never lets out what a filter forbids, nor an item twice, nor one nobody proposed', () => {
    fc.assert(
      fc.property(world, (given) => {
        const items = given.listed.map(([id, more]) => itemOf(id, more as object));
        const purchases = given.bought.map(([id, days]) => did('purchase', id, -days * DAY));
        const context = contextOf({
          items,
          viewer: {
            userId: 'u',
            preferences: { dislikedCategories: given.disliked },
            scoring: given.viewed.map((id, index) => did('view', id, -index)),
            purchases,
          },
          itemIds: ['a'],
          cart: new Set(given.cart),
          hidden: new Set(given.hidden),
          isExcluded: (id) => new Set<string>(given.excluded).has(id),
          rows: rowsOf([
            ...given.rows.map(([key, row]) => ['view', key, row] as const),
            [
              'popular',
              'all',
              [
                ['b', 2],
                ['c', 1],
              ],
            ],
          ]),
        });
        const ranked = rank(provider, context);
        const { kept, removed } = runSteps(onItems(provider.steps), ranked.candidates, context);
        const known = new Map(items.map((item) => [item.itemId, item]));
        for (const { itemId: id } of kept) {
          const item = known.get(id)!;
          expect(item).toMatchObject({ status: 'on_sale' });
          expect(item.stock === undefined || item.stock > 0).toBe(true);
          expect(item.availableUntil === undefined || Date.parse(item.availableUntil) > NOW).toBe(true);
          expect(item.sellerId).not.toBe('u');
          expect(item.adult ?? false).toBe(false);
          expect(item.categories.some((category) => given.disliked.includes(category))).toBe(false);
          expect(new Set<string>([...given.excluded, ...given.cart, ...given.hidden, 'a']).has(id)).toBe(
            false,
          );
          const isBought = purchases.some((purchase) => purchase.itemId === id);
          expect(isBought && (item.repurchase ?? 'never') === 'never').toBe(false);
        }
        const ids = kept.map((one) => one.itemId);
        expect(new Set(ids).size).toBe(ids.length);
        const proposed = new Set(
          ranked.proposals.flatMap(({ candidates }) => candidates.map((one) => one.itemId)),
        );
        expect(ids.every((id) => proposed.has(id))).toBe(true);
        expect(kept.length + removed.length).toBe(ranked.candidates.length);
      }),
      { numRuns: 300 },
    );
  });
});
