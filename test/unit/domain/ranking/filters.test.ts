import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS } from '../../../../contract/limits.ts';
import { ITEM_STATUSES } from '../../../../domain/catalogue/item.ts';
import type { Action } from '../../../../domain/identity/actor.ts';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import { rank } from '../../../../domain/ranking/rank.ts';
import { onItems, onPool, runSteps } from '../../../../domain/ranking/steps/index.ts';
import { providerDocument, type StepName, stepDocument } from '../../../../domain/registry/documents.ts';
import { defaultRegistry } from '../../../../domain/registry/registry.ts';
import type { KinFacts } from '../../../../domain/repurchase/kin.ts';
import { ruleBook } from '../../../../domain/repurchase/rule.ts';
import { type LearnedRule, REPURCHASE_DEFAULTS } from '../../../../domain/repurchase/rules.ts';
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
  const bought = (...days: number[]) => ({
    purchases: days.toSorted((a, b) => b - a).map((one) => did('purchase', 'a', -one * DAY)),
  });
  const day = (days: number) => at(-days * DAY).slice(0, 10);
  const again = (...days: number[]) => ({ shownPurchases: bought(...days).purchases });

  it.each([
    [
      undefined,
      [400],
      `it was bought on ${day(400)} and is not bought again (nothing is learned of its category)`,
    ],
    ['never', [400], `it was bought on ${day(400)} and is not bought again (the catalogue says so)`],
    ['always', [0], undefined],
    [{ afterDays: 10 }, [10], undefined],
    [
      { afterDays: 10 },
      [9, 30],
      `it was bought on ${day(9)} and rests 10 days (the catalogue says so), until ${at(DAY)}`,
    ],
    [undefined, [], undefined],
  ] as const)('%j, bought %j days ago: purchased says %s', (repurchase, days, reason) => {
    expect(why('purchased', { items: [itemOf('a', { repurchase })], viewer: bought(...days) })).toBe(reason);
  });

  it.each([
    [undefined, [400], 'it was bought on one day only, and nothing is learned of its category'],
    [undefined, [1, 1.01], 'it was bought on one day only, and nothing is learned of its category'],
    [undefined, [30, 60], undefined],
    [
      undefined,
      [14, 44],
      `it was bought on ${day(14)} and rests 15 days (half of the viewer's own 30 days), until ${at(DAY)}`,
    ],
    ['never', [30, 60], `it was bought on ${day(30)} and is not bought again (the catalogue says so)`],
    ['always', [0], undefined],
    [
      { afterDays: 10 },
      [9],
      `it was bought on ${day(9)} and rests 10 days (the catalogue says so), until ${at(DAY)}`,
    ],
    [{ afterDays: 10 }, [10], undefined],
    ['always', [], 'it was not bought before'],
  ] as const)('%j, bought %j days ago: due again says %s', (repurchase, days, reason) => {
    expect(why('due-again', { items: [itemOf('a', { repurchase })], viewer: again(...days) })).toBe(reason);
  });

  const keeping = (given: Given) => why('due-again', given, { early: 'keep' });

  it.each([
    ['before its own interval is over', undefined, [14, 44], undefined],
    [
      'never, where the catalogue says so',
      'never',
      [14, 44],
      /is not bought again \(the catalogue says so\)$/,
    ],
    [
      'not before the days of the catalogue are over',
      { afterDays: 10 },
      [9],
      /rests 10 days \(the catalogue/,
    ],
    ['not when it was bought once, and nothing is learned', undefined, [30], /on one day only/],
    ['not when it was never bought', 'always', [], /^it was not bought before$/],
  ] as const)('where early items are kept, one stays %s', (_, repurchase, days, reason) => {
    const removed = keeping({ items: [itemOf('a', { repurchase })], viewer: again(...days) });
    if (reason === undefined) expect(removed).toBeUndefined();
    else expect(removed).toMatch(reason);
  });
});

describe('a learned repurchase rule', () => {
  const day = (days: number) => at(-days * DAY).slice(0, 10);
  const learned = (path: string[], more: Partial<LearnedRule> = {}): LearnedRule => ({
    path,
    buyers: 100,
    again: 0,
    groupAgain: 0,
    rest: 'never',
    scope: 'item',
    ...more,
  });
  const book = ruleBook({
    version: 'v',
    asOf: at(0),
    parameters: REPURCHASE_DEFAULTS,
    categories: [
      learned(['food']),
      learned(['food', 'milk'], { rest: { afterDays: 20 } }),
      learned(['tech', 'laptops'], { scope: 'name-group' }),
      learned(['tech', 'washers'], { scope: 'category' }),
    ],
  });
  const milk = { categories: ['food', 'milk', 'oat'] };
  const viewer = (itemId: string, ...days: number[]) => {
    const purchases = days.toSorted((a, b) => b - a).map((one) => did('purchase', itemId, -one * DAY));
    return { purchases, shownPurchases: purchases };
  };

  it('lets an item of the category return after its days, and the page that buys again show it after half', () => {
    const given = (days: number) => ({
      items: [itemOf('a', milk)],
      viewer: viewer('a', days),
      repurchase: { book },
    });
    const rests = (days: number, why: string, until: number) =>
      `it was bought on ${day(9)} and rests ${days} days (${why}), until ${at(until * DAY)}`;
    expect(why('purchased', given(9))).toBe(rests(20, 'learned for food › milk', 11));
    expect(why('purchased', given(20))).toBeUndefined();
    expect(why('due-again', given(9))).toBe(rests(10, 'half of 20 days, learned for food › milk', 1));
    expect(why('due-again', given(10))).toBeUndefined();
  });

  it('gives way to the interval of the viewer, who buys milk more often or seldom than others', () => {
    const items = [itemOf('a', milk)];
    const given = (...days: number[]) => ({ items, viewer: viewer('a', ...days), repurchase: { book } });
    expect(why('due-again', given(4, 11))).toBeUndefined();
    expect(why('due-again', given(12, 72))).toContain("half of the viewer's own 60 days");
    expect(why('due-again', given(12))).toBeUndefined();
  });

  it('lets what is due pass what is not yet, the more the shorter ago that was bought', () => {
    const items = ['a', 'b', 'c', 'd'].map((itemId) => itemOf(itemId, milk));
    const shownPurchases = [...viewer('c', 12).shownPurchases, ...viewer('d', 11).shownPurchases];
    const early = [...viewer('a', 9).shownPurchases, ...viewer('b', 8).shownPurchases];
    const context = contextOf({
      items,
      viewer: { shownPurchases: [...shownPurchases, ...early] },
      repurchase: { book },
    });
    const listed = [1, 0.95, 0.92, 0.5].map((score, place) => ({
      ...candidate(items[place]!.itemId),
      score,
    }));
    const scores = (early: number) =>
      runSteps([stepDocument.parse({ step: 'due-first', early })], listed, context).kept.map(
        ({ itemId, score }) => [itemId, Math.round(score * 1000) / 1000],
      );
    // a is 9, b 8 days old of the 10 after which milk is due.
    expect(scores(1)).toEqual(listed.map(({ itemId, score }) => [itemId, score]));
    expect(scores(0)).toEqual([
      ['c', 0.92],
      ['a', 0.9],
      ['b', 0.76],
      ['d', 0.5],
    ]);
    expect(scores(0.5)).toEqual([
      ['a', 0.95],
      ['c', 0.92],
      ['b', 0.855],
      ['d', 0.5],
    ]);
  });

  it('counts only where the catalogue says nothing', () => {
    const given = { viewer: viewer('a', 1), repurchase: { book } };
    expect(
      why('purchased', { ...given, items: [itemOf('a', { ...milk, repurchase: 'always' })] }),
    ).toBeUndefined();
    expect(why('purchased', { ...given, items: [itemOf('a', { ...milk, repurchase: 'never' })] })).toContain(
      'the catalogue says so',
    );
  });

  it('lets what the viewer bought on two days be bought again though its category is not', () => {
    const items = [itemOf('a', { categories: ['food', 'pans'] })];
    expect(why('due-again', { items, viewer: viewer('a', 30), repurchase: { book } })).toBe(
      'it was bought on one day only, and learned for food',
    );
    expect(why('due-again', { items, viewer: viewer('a', 30, 50), repurchase: { book } })).toBeUndefined();
  });

  const laptop = { title: 'Orbit UltraBook laptop silver', categories: ['tech', 'laptops'] };
  const kinOf = (...facts: [string, KinFacts][]) => ({ book, kin: new Map(facts) });

  it('lets the name group of a durable item rest, and nothing else of its category', () => {
    const given = { viewer: viewer('b', 10), repurchase: kinOf(['b', laptop]) };
    const kin = itemOf('a', { ...laptop, title: 'Orbit UltraBook laptop grey' });
    expect(why('purchased', { ...given, items: [kin] })).toBe(
      `item b, of the same name, was bought on ${day(10)}, and its like rests 180 days (learned for tech › laptops), until ${at(170 * DAY)}`,
    );
    const other = itemOf('a', { ...laptop, title: 'Pebble notebook mini' });
    expect(why('purchased', { ...given, items: [other] })).toBeUndefined();
    const elsewhere = itemOf('a', { ...laptop, categories: ['tech', 'bags'] });
    expect(why('purchased', { ...given, items: [elsewhere] })).toBeUndefined();
  });

  it('knows the name group by its groupId, whatever the titles', () => {
    const given = { viewer: viewer('b', 10), repurchase: kinOf(['b', { ...laptop, groupId: 'g' }]) };
    const kin = itemOf('a', { title: 'Something else', categories: ['x'], groupId: 'g' });
    expect(why('purchased', { ...given, items: [kin] })).toContain('item b, of the same name');
  });

  it('lets a whole category rest where it is so wide', () => {
    const washer = { title: 'Tide washer', categories: ['tech', 'washers'] };
    const given = { viewer: viewer('b', 10), repurchase: kinOf(['b', washer]) };
    expect(why('purchased', { ...given, items: [itemOf('a', { categories: washer.categories })] })).toContain(
      'item b, of the same category',
    );
  });

  it('ends: kin returns, and what the catalogue lets be bought again has none', () => {
    const items = [itemOf('a', laptop)];
    const long = { viewer: viewer('b', 181), repurchase: kinOf(['b', laptop]), items };
    expect(why('purchased', long)).toBeUndefined();
    const again = { ...laptop, repurchase: { afterDays: 5 } };
    expect(
      why('purchased', { viewer: viewer('b', 10), repurchase: kinOf(['b', again]), items }),
    ).toBeUndefined();
  });

  it('indexes 5,000 purchases once for all candidates', () => {
    let read = 0;
    const purchases = Array.from({ length: 5000 }, (_, n) => {
      const { itemId: _item, ...rest } = did('purchase', undefined, (n - 6000) * 3_600_000);
      const get = () => {
        read++;
        return `i${n % 900}`;
      };
      return Object.defineProperty(rest, 'itemId', { get }) as Action;
    });
    const items = Array.from({ length: 1000 }, (_, n) => itemOf(`i${n}`));
    const document = stepDocument.parse({ step: 'purchased' });
    const context = contextOf({ items, viewer: { purchases } });
    const { kept } = runSteps(
      [document, document],
      items.map(({ itemId }) => candidate(itemId)),
      context,
    );
    expect(kept.map(({ itemId }) => itemId)).toEqual(Array.from({ length: 100 }, (_, n) => `i${900 + n}`));
    expect(read).toBe(5000);
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
