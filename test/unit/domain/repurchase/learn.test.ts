import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../domain/repurchase/gate.ts';
import { learnRepurchase } from '../../../../domain/repurchase/learn.ts';
import { medianOf, Returns } from '../../../../domain/repurchase/returns.ts';
import { ruleBook, ruleFor } from '../../../../domain/repurchase/rule.ts';
import {
  type LearnedRule,
  REPURCHASE_DEFAULTS,
  type RepurchaseParameters,
} from '../../../../domain/repurchase/rules.ts';
import type { Acts } from '../../../../domain/together/acts.ts';
import { ACT } from '../../../../domain/together/codes.ts';

const DAY = 86_400_000;
const TODAY = 20_400;

/** Who bought what on which day before today. */
type Purchase = readonly [actor: number, itemId: string, daysAgo: number];

function actsOf(purchases: readonly Purchase[], kind: number = ACT.purchase): Acts {
  const ordered = purchases.toSorted((a, b) => b[2] - a[2]);
  const itemIds = [...new Set(ordered.map(([, itemId]) => itemId))].sort();
  return {
    times: Float64Array.from(ordered, ([, , ago]) => (TODAY - ago + 0.5) * DAY),
    kinds: Uint8Array.from(ordered, () => kind),
    channels: new Uint8Array(ordered.length),
    actors: Uint32Array.from(ordered, ([actor]) => actor),
    items: Uint32Array.from(ordered, ([, itemId]) => itemIds.indexOf(itemId)),
    orders: new Uint32Array(ordered.length),
    itemIds,
    actorCount: 1 + Math.max(0, ...ordered.map(([actor]) => actor)),
    orderCount: 0,
  };
}

/** Items are called `category/…/name`; those of one name and category are a name group by the part before `:`. */
const itemOf = (itemId: string) =>
  itemId.startsWith('?')
    ? undefined
    : { path: itemId.split('/').slice(0, -1), nameGroup: itemId.split(':')[0]! };
const learn = (purchases: readonly Purchase[], parameters: Partial<RepurchaseParameters> = {}) =>
  learnRepurchase(actsOf(purchases), itemOf, (TODAY + 0.9) * DAY, { ...REPURCHASE_DEFAULTS, ...parameters });
const ruleOf = (rules: readonly LearnedRule[], ...path: string[]) =>
  rules.find((rule) => rule.path.join() === path.join());

/** `buyers` people from `first` on, of whom `again` buy the item again after `gap` days. */
const buyers = (itemId: string, many: number, again: number, gap = 14, ago = 200, first = 0): Purchase[] =>
  Array.from({ length: many }, (_, n) => [
    [first + n, itemId, ago] as const,
    ...(n < again ? [[first + n, itemId, ago - gap] as const] : []),
  ]).flat();

/** Kaplan & Meier by the textbook: at each time of a return, one minus the share of those still waiting. */
function naiveShare(buyers: readonly (readonly number[])[], horizon: number): number {
  const seen = buyers.map(([first, second]) =>
    second !== undefined && second - first! <= horizon
      ? { time: second - first!, back: true }
      : { time: Math.min(TODAY - first!, horizon), back: false },
  );
  const times = [...new Set(seen.filter(({ back }) => back).map(({ time }) => time))].sort((a, b) => a - b);
  return (
    1 -
    times.reduce((away, time) => {
      const waiting = seen.filter((one) => one.time >= time).length;
      return away * (1 - seen.filter((one) => one.back && one.time === time).length / waiting);
    }, 1)
  );
}

const someBuyer = fc
  .uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 })
  .map((agos) => agos.sort((a, b) => b - a).map((ago) => TODAY - ago));

describe('the share that comes back', () => {
  it('is that of Kaplan and Meier', () => {
    fc.assert(
      fc.property(
        fc.array(someBuyer, { maxLength: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (people, horizon) => {
          const returns = new Returns(horizon);
          for (const days of people) returns.add(days, TODAY);
          expect(returns.share()).toBeCloseTo(naiveShare(people, horizon), 9);
          expect(returns.whole).toBe(people.filter(([first]) => TODAY - first! >= horizon).length);
        },
      ),
    );
  });

  it('is the plain share where everybody was looked at for the whole time', () => {
    const returns = new Returns(90);
    for (let n = 0; n < 40; n++) returns.add(n < 9 ? [TODAY - 100, TODAY - 80] : [TODAY - 100], TODAY);
    expect(returns.share()).toBeCloseTo(9 / 40, 12);
  });

  it('does not take who bought lately for one who stays away', () => {
    const returns = new Returns(90);
    for (let n = 0; n < 20; n++) returns.add(n < 10 ? [TODAY - 200, TODAY - 180] : [TODAY - 200], TODAY);
    for (let n = 0; n < 1000; n++) returns.add([TODAY - 3], TODAY);
    expect(returns.share()).toBeCloseTo(0.5, 12);
  });

  it('of nobody is 0, and takes no median', () => {
    const returns = new Returns(90);
    expect([returns.share(), returns.medianDays()]).toEqual([0, undefined]);
  });

  it('has a median in which each buyer counts once', () => {
    const returns = new Returns(90);
    returns.add([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], TODAY);
    for (const gap of [30, 31, 29]) returns.add([100, 100 + gap], TODAY);
    expect(returns.medianDays()).toBe(29);
    expect(medianOf([9, 1, 5, 7])).toBe(5);
  });
});

describe('learning what is bought again', () => {
  it('lets items of a category return after their median interval where a tenth buys them again', () => {
    expect(ruleOf(learn(buyers('food/milk/a', 100, 40, 21)), 'food', 'milk')).toEqual({
      path: ['food', 'milk'],
      buyers: 100,
      again: 0.4,
      groupAgain: 0.4,
      medianDays: 21,
      rest: { afterDays: 21 },
      scope: 'item',
    });
  });

  it('never else; and where hardly anybody buys anything of the name group again, the whole group rests', () => {
    const rules = learn([
      ...buyers('tech/laptops/a', 150, 0),
      ...buyers('tech/cables/b', 150, 10, 14, 200, 1000),
    ]);
    expect(ruleOf(rules, 'tech', 'laptops')).toMatchObject({ rest: 'never', scope: 'name-group' });
    expect(ruleOf(rules, 'tech', 'cables')).toMatchObject({ rest: 'never', scope: 'item' });
  });

  it('asks of durable things that their name group is not bought again, not only the very item', () => {
    const sizes = Array.from({ length: 150 }, (_, n): Purchase[] => [
      [n, 'wear/socks/a:38', 200],
      [n, 'wear/socks/a:39', 150],
    ]).flat();
    expect(ruleOf(learn(sizes), 'wear', 'socks')).toMatchObject({ again: 0, groupAgain: 1, scope: 'item' });
  });

  it('lets more rest where it is told to', () => {
    const rules = learn(buyers('tech/laptops/a', 150, 0), { kin: 'category' });
    expect(ruleOf(rules, 'tech', 'laptops')?.scope).toBe('category');
  });

  it('learns nothing of five buyers, who count for the category above', () => {
    const rules = learn([...buyers('food/milk/a', 100, 50), ...buyers('food/caviar/b', 5, 0, 14, 200, 500)]);
    expect(rules.map(({ path, buyers: many }) => [path.join('/'), many])).toEqual([
      ['food', 105],
      ['food/milk', 100],
    ]);
  });

  it('draws few buyers towards the category above', () => {
    const rules = learn([...buyers('food/milk/a', 400, 200), ...buyers('food/tea/b', 20, 1, 14, 200, 1000)]);
    const [food, tea] = [ruleOf(rules, 'food')!, ruleOf(rules, 'food', 'tea')!];
    expect(tea.again).toBeCloseTo((20 * (1 / 20) + 20 * food.again) / 40, 3);
  });

  it('takes no durable category of too few buyers, but for one below a durable one', () => {
    expect(ruleOf(learn(buyers('tech/laptops/a', 99, 0)), 'tech', 'laptops')?.scope).toBe('item');
    const below = learn([
      ...buyers('tech/laptops/a', 200, 0),
      ...buyers('tech/towers/b', 30, 0, 14, 200, 500),
    ]);
    expect(ruleOf(below, 'tech', 'towers')?.scope).toBe('name-group');
  });

  it('takes purchases of one day for one, and views for none', () => {
    const twice = buyers('food/milk/a', 50, 0).flatMap((one) => [one, one]);
    expect(ruleOf(learn(twice), 'food', 'milk')).toMatchObject({ again: 0, rest: 'never' });
    const views = actsOf(buyers('food/milk/a', 50, 50), ACT.view);
    expect(learnRepurchase(views, itemOf, TODAY * DAY, REPURCHASE_DEFAULTS)).toEqual([]);
  });

  it('learns nothing of a shop younger than the horizon, of no events, and of unknown items', () => {
    expect(learn(buyers('food/milk/a', 500, 300, 5, 80))).toEqual([]);
    expect(learn([])).toEqual([]);
    expect(learn(buyers('?gone', 500, 300))).toEqual([]);
  });

  it('gives the same rules in whatever order people are numbered', () => {
    const one = [...buyers('a/b/c', 60, 20), ...buyers('a/d/e', 60, 2, 30, 200, 60)];
    const other = one.map(([actor, itemId, ago]): Purchase => [119 - actor, itemId, ago]);
    expect(learn(other)).toEqual(learn(one));
  });
});

describe('the rule of an item', () => {
  const book = ruleBook({
    version: 'v',
    asOf: '2026-11-23T09:00:00.000Z',
    parameters: REPURCHASE_DEFAULTS,
    categories: learn([...buyers('food/milk/a', 100, 50), ...buyers('tech/laptops/a', 150, 0, 1, 200, 500)]),
  });

  it.each([
    [{ categories: ['food', 'milk'] }, { rest: { afterDays: 14 }, scope: 'item', from: 'learned' }],
    [{ categories: ['food', 'milk', 'oat'] }, { why: 'learned for food › milk' }],
    [
      { categories: ['food', 'milk'], repurchase: 'never' },
      { rest: 'never', scope: 'item', from: 'catalogue' },
    ],
    [{ categories: ['tech', 'laptops'] }, { rest: 'never', scope: 'name-group', kinDays: 180 }],
    [
      { categories: ['tech', 'laptops'], repurchase: 'never' },
      { scope: 'name-group', from: 'catalogue' },
    ],
    [
      { categories: ['tech', 'laptops'], repurchase: 'always' },
      { rest: 'always', scope: 'item' },
    ],
    [
      { categories: ['tech', 'laptops'], repurchase: { afterDays: 3 } },
      { rest: { afterDays: 3 }, kinDays: 0 },
    ],
    [{ categories: ['toys'] }, { rest: 'never', scope: 'item', from: 'default' }],
    [{ categories: [] }, { rest: 'never', from: 'default' }],
  ] as const)('of %j is %j', (item, rule) => {
    expect(ruleFor(item, book)).toMatchObject(rule);
  });

  it('is never, it alone, where nothing was learned', () => {
    expect(ruleFor({ categories: ['food', 'milk'] }, undefined)).toMatchObject({
      rest: 'never',
      scope: 'item',
    });
  });
});

describe('the gate', () => {
  const rules = (categories: number) => ({
    version: `v${categories}`,
    asOf: '2026-11-23T09:00:00.000Z',
    parameters: REPURCHASE_DEFAULTS,
    categories: Array.from({ length: categories }, (_, n) => ({
      path: [`${n}`],
      buyers: 20,
      again: 0,
      groupAgain: 0,
      rest: 'never' as const,
      scope: 'item' as const,
    })),
  });

  it('refuses far fewer categories, and none at all where there were some', () => {
    expect(refusalOf(rules(9), rules(20))).toBe(
      'rules were learned for 9 categories, and v20 has 20: at least half as many are needed, or force: true',
    );
    expect(refusalOf(rules(0), rules(1))).toBeDefined();
    expect(refusalOf(rules(10), rules(20))).toBeUndefined();
    expect(refusalOf(rules(0), undefined)).toBeUndefined();
  });
});
