import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelItem } from '../../../../domain/ports.ts';
import { memorySearch } from '../../../support/memory/item-search.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, type TestApi, testApi } from './support/api.ts';
import { changeSteps } from './support/editor.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(() => {
  api = testApi();
});
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const section = async (name: string, asked: object = {}): Promise<any> =>
  (await api.server('POST', '/v1/recommend', { sections: [name], ...asked })).body.sections[0];

/** What is popular, and was taken up lately in the same order. */
const wanted = (itemIds: readonly string[]) => {
  const row = itemIds.map((itemId, rank) => [itemId, itemIds.length - rank] as const);
  return publish(api, 'together-popular', { all: row, adopted: row });
};

describe('for you', () => {
  it('adds what is popular, and taken up lately, to what goes with the history: what is both comes first', async () => {
    await listItems(api, [...ids('n', 3), ...ids('p', 3), 'seen', 'both']);
    await publish(api, 'together-view-all', {
      seen: [
        ['n0', 1, 9],
        ['both', 0.8, 7],
        ['n1', 0.4, 4],
      ],
    });
    await wanted(['both', 'p0', 'p1']);
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    const made = await section('for-you', { userId: 'u1' });
    expect(itemIdsOf(made)).toEqual(['both', 'n0', 'p0', 'p1', 'n1']);
    expect(made.items.map(({ tier }: { tier: string }) => tier)).toEqual([
      'personal',
      'personal',
      'popular',
      'popular',
      'personal',
    ]);
    expect(made).toMatchObject({ personal: true, title: 'For you' });
  });

  it('promises nothing personal to who is unknown, nor while the search engine is sick', async () => {
    const search = memorySearch();
    api = testApi({ search });
    await listItems(api, ids('p', 3));
    await popular(api, ids('p', 3));
    search.answer = () => {
      throw new Error('sick');
    };
    const made = await section('for-you');
    expect(made).toMatchObject({ personal: false, title: 'Popular now', degraded: ['search'] });
    expect(made.items).toMatchObject([{ tier: 'snapshot' }, {}, {}]);
  });

  it('lifts what has the attributes of what the viewer acted on', async () => {
    await listItems(api, ids('p', 4));
    await listItems(api, ['liked', 'p3'], { attributes: { brand: 'Onda' } });
    await wanted(ids('p', 4));
    expect(itemIdsOf(await section('for-you', { userId: 'u1' }))).toEqual(ids('p', 4));
    await userDid(api, 'u1', [['like', 'liked', -1000]]);
    const shares = [1, 0.75, 0.5, 0.25].map((share) => 0.7 * share);
    const made = await section('for-you', { userId: 'u1' });
    expect(itemIdsOf(made)).toEqual(['p0', 'p1', 'p3', 'p2']);
    expect(made.items[2].score).toBeCloseTo(shares[3]! + 0.2, 9);
  });

  it('is made without a taste where that cannot be read', async () => {
    await listItems(api, [...ids('p', 3), 'liked']);
    await popular(api, ids('p', 3));
    await userDid(api, 'u1', [['like', 'liked', -1000]]);
    failNext(api.ports.items, 'read', new Error('away'), 1);
    expect(itemIdsOf(await section('for-you', { userId: 'u1' }))).toEqual(ids('p', 3));
  });
});

describe('an item that an editor pinned', () => {
  it('is there though more candidates than a pool and others of its name come before it', async () => {
    await listItems(api, [...ids('p', 300), 'pinned'], { title: 'Orbit phone X12' });
    for (const itemId of ids('p', 300))
      await api.server('PATCH', `/v1/items/${itemId}`, { title: `Lamp ${itemId}` });
    await listItems(api, ['p0'], { title: 'Orbit phone X12 black' });
    await popular(api, ids('p', 300));
    const { document } = (await api.admin('GET', '/v1/registry/providers/for-you')).body;
    const pin = { step: 'pin', itemId: 'pinned', position: 2 };
    const changed = { ...document, steps: [...document.steps, pin] };
    expect((await api.admin('PUT', '/v1/registry/providers/for-you', changed)).status).toBe(200);
    api.time.now += 60_000;
    const made = await section('for-you', { limits: 4 });
    expect(itemIdsOf(made)).toEqual(['p1', 'p2', 'pinned', 'p3']);
    expect(made.items[2].reason).toBe('pinned');
    await api.server('PATCH', '/v1/items/pinned', { status: 'sold' });
    expect(itemIdsOf(await section('for-you', { limits: 2 }))).toEqual(['p0', 'p1']);
  });
});

describe('an item that an editor pinned, to a viewer with a taste', () => {
  it('is at its place though another of its name is more to that taste, or boosted', async () => {
    await listItems(api, ids('p', 6));
    await listItems(api, ['pinned'], { title: 'red kettle steel' });
    await listItems(api, ['twin'], { title: 'red kettle steel', attributes: { brand: 'acme' } });
    await listItems(api, ['seen'], { attributes: { brand: 'acme' } });
    await wanted(['twin', ...ids('p', 6)]);
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    const pin = { step: 'pin', itemId: 'pinned', position: 1 };
    await changeSteps(api, 'for-you', (steps) => [...steps, pin]);
    const shown = async () => itemIdsOf(await section('for-you', { userId: 'u1', limits: 4 }));
    expect(await shown()).toEqual(['p0', 'pinned', 'p1', 'p2']);
    const boost = { step: 'boost', items: { twin: 9, pinned: 0.1 } };
    await changeSteps(api, 'for-you', (steps) => [boost, ...steps]);
    expect(await shown()).toEqual(['p0', 'pinned', 'p1', 'p2']);
  });
});

describe('bought together', () => {
  // Of 1,000 orders: hand in 100; x in 20, y in 400 and z in 30, by count/(√(n_i·n_j)+10).
  const score = (c: number, nj: number) => c / (Math.sqrt(100 * nj) + 10);
  const row: ModelItem[] = [
    ['y', score(44, 400), 44],
    ['x', score(20, 20), 20],
    ['z', score(9, 30), 9],
    ['filled', 0.01, 0],
  ];
  const context = { itemIds: ['hand'] };
  const figures = { cosineUnits: 1000, cosineShrink: 10 };
  const ready = async (more: object) => {
    const about = {
      kind: 'item-to-items',
      state: 'ready',
      createdAt: at(0),
      producer: 'test',
      rows: 1,
    } as const;
    await api.ports.models.putVersion({
      model: 'together-basket-all',
      version: 'v1',
      ...about,
      figures: { ...more },
    });
  };
  beforeEach(async () => {
    const titles = {
      hand: 'Studio headphones',
      x: 'Leather case',
      y: 'Wooden chair',
      z: 'Garden hose',
      filled: 'Red mug',
    };
    for (const [itemId, title] of Object.entries(titles)) await listItems(api, [itemId], { title });
    await publish(api, 'together-basket-all', { hand: row });
  });

  it('shows by count what met more often than chance would have it', async () => {
    await ready(figures);
    const made = await section('bought-together', { context, explain: true, whyNot: 'y' });
    expect(itemIdsOf(made)).toEqual(['x', 'z', 'filled']);
    expect(made.items[2].reason).toBe('together-basket-group');
    expect(made.ledger.sources[0].note).toBe('1 entries of rows were left out: their lift is below 1.2');
    expect(made.whyNot.step).toBe('sources');
  });

  it('leaves the rule aside where the model does not say what it counted, and says so', async () => {
    await ready({ rows: 1 });
    const made = await section('bought-together', { context, explain: true });
    expect(itemIdsOf(made)).toEqual(['y', 'x', 'z', 'filled']);
    expect(made.ledger.sources[0].note).toContain('minLift 1.2 was not applied');
    failNext(api.ports.models, 'versions', new Error('away'), 1);
    api.time.now += 60_000;
    expect(itemIdsOf(await section('bought-together', { context }))).toEqual(['y', 'x', 'z', 'filled']);
  });

  it('shows no other name of the item at hand', async () => {
    await listItems(api, ['hand'], { title: 'Orbit phone X12' });
    await listItems(api, ['x'], { title: 'Orbit phone X12 black' });
    await publish(api, 'together-basket-all', { hand: row }, 'v2');
    api.time.now += 60_000;
    const made = await section('bought-together', { context, whyNot: 'x' });
    expect(made.whyNot).toMatchObject({ step: 'beside', answer: 'it is the same as hand at hand' });
  });
});

describe('what goes with the cart', () => {
  it('is neither what is in it under another name nor a second durable of its kind', async () => {
    await listItems(api, ['phone'], { title: 'Orbit phone X12', categories: ['tech', 'phones'] });
    await listItems(api, ['twin'], { title: 'Orbit phone X12 black', categories: ['tech', 'deals'] });
    await listItems(api, ['second'], { title: 'Lumen handset Q7', categories: ['tech', 'phones'] });
    await listItems(api, ids('case', 4), { categories: ['tech', 'cases'] });
    await publish(api, 'together-basket-all', {
      phone: ['twin', 'second', ...ids('case', 4)].map(
        (itemId, rank) => [itemId, 0.9 - rank / 10, 9 - rank] as const,
      ),
    });
    const made = await section('goes-with-it', { context: { cartItemIds: ['phone'] } });
    expect(itemIdsOf(made)).toEqual(ids('case', 4));
  });
});

describe('a category’s listing', () => {
  it('gives every tenth place to a new listing', async () => {
    const search = memorySearch();
    api = testApi({ search });
    const [old, fresh] = [ids('p', 40), ids('f', 5)];
    await listItems(api, [...old, ...fresh]);
    search.answer = ({ query }) => {
      const isNew = JSON.stringify(query).includes('impressions');
      const found = isNew ? fresh : JSON.stringify(query).includes('"must":[{"has_child"') ? old : [];
      return found.map((itemId, rank) => ({ itemId, score: found.length - rank, sort: [rank, 0, itemId] }));
    };
    const listing = '/v1/pages/category/sections/category-listing?category=goods&limit=15';
    const first = (await api.server('GET', listing)).body;
    const next = (await api.server('GET', `${listing}&cursor=${first.nextCursor}`)).body;
    const reasons = [...first.items, ...next.items].map(({ reason }: { reason: string }) => reason);
    expect(reasons.flatMap((reason, place) => (reason === 'new-listing' ? [place] : []))).toEqual([
      9, 19, 29,
    ]);
    const shown = [...itemIdsOf(first), ...itemIdsOf(next)].filter((itemId) => itemId.startsWith('p'));
    expect(shown).toEqual(ids('p', 27));
  });
});
