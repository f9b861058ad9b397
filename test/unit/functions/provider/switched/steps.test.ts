import { describe, expect, it } from 'vitest';
import { userKey } from '../../../../../domain/identity/owner.ts';
import { STEPS } from '../../../../../domain/ranking/steps/index.ts';
import type { StepDocument, StepName } from '../../../../../domain/registry/documents.ts';
import { at, DAY, type TestApi, testApi } from '../support/api.ts';
import { ids, listItems, popular, userDid } from '../support/market.ts';
import { previewed, type Shown } from './previewed.ts';

interface Case {
  /** Parameters of the step. */
  readonly with?: object;
  /** Makes a market in which the step matters: i0 … i7, popular in this order. */
  readonly ready?: (api: TestApi) => Promise<unknown>;
  readonly asked?: object;
  /** Beside what is popular. */
  readonly sources?: readonly object[];
  /** Items that it takes out, with the reason in words. */
  readonly removes?: Readonly<Record<string, RegExp>>;
  /** The order in which it puts them. */
  readonly moves?: readonly string[];
  /** Scores that it gives. */
  readonly scores?: Readonly<Record<string, number>>;
}
const item = (itemId: string, fields: object) => (api: TestApi) => listItems(api, [itemId], fields);
const did =
  (type: 'hide' | 'view' | 'like' | 'purchase', itemId: string, time = -1000) =>
  (api: TestApi) =>
    userDid(api, 'u1', [[type, itemId, time]]);
const all = (word: RegExp, ...but: string[]) =>
  Object.fromEntries(MARKET.filter((itemId) => !but.includes(itemId)).map((itemId) => [itemId, word]));
const MARKET = ids('i', 8);
/** What nothing may leave without, whatever a document says: the step says only where it is judged. */
const ALWAYS: readonly string[] = ['available', 'adult', 'excluded'];
const swapped = ['i1', 'i0', ...MARKET.slice(2)];

/** Of each step one case in which it matters. */
const CASES: Readonly<Record<StepName, Case>> = {
  'at-hand': { asked: { context: { itemIds: ['i1'] } }, removes: { i1: /^it is at hand$/ } },
  excluded: { asked: { exclude: ['i1'] }, removes: { i1: /^the request excludes it/ } },
  'in-cart': { asked: { context: { cartItemIds: ['i1'] } }, removes: { i1: /^it is in the cart$/ } },
  hidden: { ready: did('hide', 'i1'), removes: { i1: /^the viewer hid it$/ } },
  available: { ready: item('i1', { status: 'sold' }), removes: { i1: /^its status is sold$/ } },
  'own-listing': { ready: item('i1', { sellerId: 'u1' }), removes: { i1: /the viewer's own listing/ } },
  adult: { ready: item('i1', { adult: true }), removes: { i1: /^it is for adults/ } },
  disliked: {
    ready: (api) => api.server('PATCH', '/v1/users/u1/preferences', { dislikedCategories: ['c1'] }),
    removes: { i1: /^the viewer dislikes c1$/ },
  },
  'price-range': {
    ready: (api) => api.server('PATCH', '/v1/users/u1/preferences', { priceRange: { max: 106 } }),
    removes: { i7: /^its price 107 is not what the viewer wants$/ },
  },
  purchased: { ready: did('purchase', 'i1'), removes: { i1: /^it was bought on 2026-11-23/ } },
  'due-again': {
    ready: async (api) => {
      await did('purchase', 'i1', -9 * DAY)(api);
      await did('purchase', 'i1', -40 * DAY)(api);
      await did('purchase', 'i2', -8 * DAY)(api);
    },
    removes: {
      ...all(/^it was not bought before$/, 'i1', 'i2'),
      i1: /half of the viewer's own 31 days/,
      i2: /one day only/,
    },
  },
  'due-first': {
    ready: async (api) => {
      for (const [place, itemId] of MARKET.entries())
        for (const days of [20, 50]) await did('purchase', itemId, -days * DAY - place)(api);
      await did('purchase', 'i0', -5 * DAY)(api);
    },
    with: { early: 0 },
    // All were bought 30 days apart and 20 ago; i0 5 ago too, so that a third of the 7.5 days lies ahead.
    moves: [...MARKET.slice(1, 3), 'i0', ...MARKET.slice(3)],
  },
  interacted: { ready: did('view', 'i1'), removes: { i1: /^the viewer looked at it on 2026/ } },
  'seen-too-often': {
    ready: (api) => {
      const seen = [0, 1, 2].map((days) => ({ itemId: 'i1', occurredAt: at(-days * DAY) }));
      const nothing = { recent: [], purchases: [], links: [], cookies: [] };
      return api.ports.actors.record({ ...nothing, actor: userKey('u1'), seen });
    },
    removes: { i1: /^probably seen on 3 days of the last 14/ },
  },
  attributes: {
    with: { exclude: { city: 'Busan' } },
    ready: item('i1', { attributes: { city: 'Busan' } }),
    removes: { i1: /^its attribute city is excluded$/ },
  },
  'same-product': {
    ready: async (api) => {
      for (const itemId of ['i0', 'i1'])
        await listItems(api, [itemId], { title: 'Onda L87', sellerId: itemId });
    },
    asked: { context: { itemIds: ['i0'] } },
    removes: { ...all(/^its title is not that of i0$/, 'i0', 'i1'), i0: /^the same seller i0 offers it$/ },
  },
  beside: {
    ready: item('cart', { categories: ['all', 'c1'] }),
    asked: { context: { cartItemIds: ['cart'] } },
    removes: { i1: /^cart in the cart is of c1 too, and not bought again$/ },
  },
  request: { asked: { filters: { categories: ['c1'] } }, removes: all(/in none of the categories/, 'i1') },
  affinity: {
    with: { weight: 1 },
    ready: async (api) => {
      await listItems(api, ['liked', 'i1'], { attributes: { brand: 'Onda' } });
      await did('like', 'liked')(api);
    },
    moves: swapped,
    scores: { i1: 1 + 7 / 8, i0: 1 },
  },
  boost: { with: { items: { i1: 2 } }, moves: swapped, scores: { i1: 2 * (7 / 8), i0: 1 } },
  'name-groups': {
    ready: async (api) => {
      await listItems(api, ['i0'], { title: 'Onda headphones L87 navy' });
      await listItems(api, ['i1'], { title: 'Onda headphones L87 red' });
    },
    removes: { i1: /^item i0, of the same name, stands for it$/ },
  },
  'seller-cap': {
    with: { most: 1 },
    ready: (api) => listItems(api, ['i0', 'i1'], { sellerId: 's' }),
    removes: { i1: /^seller s has 1 among 20 items already$/ },
  },
  shuffle: {
    with: { floor: 0 },
    ready: async (api) => {
      await listItems(api, MARKET.slice(0, 4), { categories: ['all', 'shoes'] });
      await listItems(api, MARKET.slice(4), { categories: ['all', 'bags'] });
    },
    moves: ['i0', 'i4', 'i1', 'i5', 'i2', 'i6', 'i3', 'i7'],
  },
  mmr: {
    with: { lambda: 0.5, category: 1 },
    ready: (api) => listItems(api, ['i0', 'i1'], { categories: ['all', 'shoes'] }),
    // i1 is worth ½·⅞ − ½·1, as much as i5 with ½·⅜ − ½·½: the path of the others is shared by half.
    moves: ['i0', 'i2', 'i3', 'i4', 'i1', 'i5', 'i6', 'i7'],
  },
  spaced: {
    with: { reason: 'recently-viewed', every: 4 },
    sources: [{ source: 'recently-viewed', weight: 5 }],
    ready: (api) =>
      userDid(api, 'u1', [
        ['view', 'i7', -2],
        ['view', 'i6', -1],
      ]),
    moves: ['i0', 'i1', 'i2', 'i6', 'i3', 'i4', 'i5', 'i7'],
  },
  pin: { with: { itemId: 'i5', position: 1 }, moves: ['i0', 'i5', 'i1', 'i2', 'i3', 'i4', 'i6', 'i7'] },
};

async function market({ ready }: Case): Promise<TestApi> {
  const api = testApi();
  const names = ['lamp', 'chair', 'hose', 'mug', 'kite', 'drum', 'sofa', 'tent'];
  for (const [place, itemId] of MARKET.entries())
    await listItems(api, [itemId], {
      title: names[place],
      price: 100 + place,
      categories: ['all', `c${place}`],
    });
  await popular(api, MARKET);
  await ready?.(api);
  return api;
}

async function withAndWithout(name: StepName): Promise<{ now: Shown; proposed: Shown }> {
  const given = CASES[name];
  const sources = [{ source: 'popular' }, ...(given.sources ?? [])];
  const step = { step: name, ...given.with } as StepDocument;
  return previewed(await market(given), { sources, steps: [] }, { sources, steps: [step] }, given.asked);
}

describe('each step', () => {
  it('has a case here, and no other', () => {
    expect(Object.keys(CASES).toSorted()).toEqual(STEPS.map(({ name }) => name as string).toSorted());
  });

  const removing = STEPS.map(({ name }) => name).filter((name) => CASES[name]?.removes);
  it.each(removing.filter((name) => ALWAYS.includes(name)))(
    '%s takes out what it says whether or not a document has it',
    async (name) => {
      const { now, proposed } = await withAndWithout(name);
      expect(now.removed).toEqual(proposed.removed);
      expect(now.itemIds).toEqual(proposed.itemIds);
    },
  );
  it.each(removing)(
    '%s, put into a provider document, takes out what it says with its reason, and nothing else',
    async (name) => {
      const { now, proposed } = await withAndWithout(name);
      const reasons = CASES[name].removes!;
      const before = ALWAYS.includes(name) ? proposed : { itemIds: MARKET, removed: {} };
      expect(now.removed).toEqual(before.removed);
      expect(Object.keys(proposed.removed).toSorted()).toEqual(Object.keys(reasons).toSorted());
      for (const [itemId, [step, reason]] of Object.entries(proposed.removed)) {
        expect(step).toBe(name);
        expect(reason).toMatch(reasons[itemId]!);
      }
      expect(now.itemIds).toEqual(before.itemIds);
      expect(proposed.itemIds).toEqual(MARKET.filter((itemId) => !(itemId in reasons)));
    },
  );

  const moving = STEPS.map(({ name }) => name).filter((name) => CASES[name]?.moves);
  it.each(moving)('%s, put into a provider document, moves what it says, and loses nothing', async (name) => {
    const { now, proposed } = await withAndWithout(name);
    const { moves, scores = {} } = CASES[name];
    expect(proposed.itemIds).toEqual(moves);
    expect(now.itemIds).not.toEqual(moves);
    expect(now.itemIds.toSorted()).toEqual(proposed.itemIds.toSorted());
    expect(proposed.removed).toEqual({});
    for (const [itemId, score] of Object.entries(scores))
      expect(proposed.scores[proposed.itemIds.indexOf(itemId)]).toBeCloseTo(score, 9);
  });

  it('does one of these two things', () => {
    expect([...removing, ...moving].toSorted()).toEqual(STEPS.map(({ name }) => name as string).toSorted());
  });

  it('pin says in the item that an editor put it there', async () => {
    expect((await withAndWithout('pin')).proposed.reasons[1]).toBe('pinned');
  });
});
