import { describe, expect, it } from 'vitest';
import { mergeDocument } from '../../../../../domain/ranking/merges/merge.ts';
import { SOURCES } from '../../../../../domain/ranking/sources/index.ts';
import type { SourceDocument } from '../../../../../domain/registry/documents.ts';
import type { SearchRequest } from '../../../../../domain/search/search.ts';
import { memorySearch } from '../../../../support/memory/item-search.ts';
import { DAY, type TestApi, testApi } from '../support/api.ts';
import { store } from '../support/editor.ts';
import { ids, listItems, popular, publish, userDid } from '../support/market.ts';
import { previewed } from './previewed.ts';

const [POPULAR, OTHERS] = [ids('p', 3), ids('n', 8)];
const rows = OTHERS.map((itemId, rank) => [itemId, 0.9 - rank / 20, 20 - rank] as const);
const found = OTHERS.map((itemId, rank) => ({ itemId, score: 20 - rank, sort: [] }));

interface Case {
  readonly with?: object;
  /** Makes a market in which the source has n0 … n7, or the first few of them, to propose. */
  readonly ready?: (api: TestApi) => Promise<unknown>;
  /** Whether a search is the source's. */
  readonly finds?: (request: string) => boolean;
  readonly asked?: object;
  readonly proposes: readonly string[];
  readonly reason: string;
  /** Order of equals: any will do. */
  readonly inAnyOrder?: true;
}
const atHand = { context: { itemIds: ['hand'] } };
const did = (type: 'view' | 'purchase' | 'like', itemIds: readonly string[]) => (api: TestApi) =>
  userDid(
    api,
    'u1',
    itemIds.map((itemId, rank) => [type, itemId, -DAY - rank]),
  );

/** Of each source one case in which it proposes something. */
const CASES: Readonly<Record<SourceDocument['source'], Case>> = {
  history: {
    with: { halfLifeDays: 30, items: 30, models: [{ kind: 'view', types: { view: 1 } }] },
    ready: did('view', ['hand']),
    proposes: OTHERS,
    reason: 'history',
  },
  together: { with: { kind: 'view', by: 'count' }, asked: atHand, proposes: OTHERS, reason: 'together-view' },
  because: { ready: did('view', ['hand']), proposes: OTHERS, reason: 'together-view' },
  'recently-viewed': { ready: did('view', ['n0', 'n1']), proposes: ['n0', 'n1'], reason: 'recently-viewed' },
  purchases: {
    with: { halfLifeDays: 120 },
    ready: did('purchase', ['n0', 'n1']),
    proposes: ['n0', 'n1'],
    reason: 'bought-before',
  },
  'price-dropped': {
    ready: async (api) => {
      await did('like', ['n0', 'n1'])(api);
      await api.server('PATCH', '/v1/items/n0', { price: 50 });
      await api.server('PATCH', '/v1/items/n1', { price: 90 });
    },
    proposes: ['n0', 'n1'],
    reason: 'price-dropped',
  },
  popular: {
    with: { window: 'trending' },
    ready: (api) => publish(api, 'trending', { all: rows }),
    proposes: OTHERS,
    reason: 'trending',
  },
  adopted: {
    ready: (api) =>
      publish(
        api,
        'together-popular',
        { all: POPULAR.map((itemId, rank) => [itemId, 9 - rank, 9 - rank]), adopted: rows },
        'v2',
      ),
    proposes: OTHERS,
    reason: 'adopted',
  },
  'new-listings': {
    finds: (request) => request.includes('impressions'),
    proposes: OTHERS,
    reason: 'new-listing',
    inAnyOrder: true,
  },
  similar: {
    finds: (request) => request.includes('"leaf"'),
    asked: atHand,
    proposes: OTHERS,
    reason: 'similar',
  },
  'same-product': {
    finds: (request) => request.includes('"sort":[{"price":"asc"}'),
    asked: atHand,
    proposes: OTHERS,
    reason: 'same-product',
  },
  model: {
    with: { model: 'ours', of: 'at-hand' },
    ready: async (api) => {
      await publish(api, 'ours', { hand: rows });
      await store(api, 'models/ours', { name: 'ours', kind: 'item-to-items' });
    },
    asked: atHand,
    proposes: OTHERS,
    reason: 'model-ours',
  },
};

async function market({ ready, finds }: Case): Promise<TestApi> {
  const search = memorySearch();
  const isTop = (request: string) => request.includes('"must":[{"has_child"') && !finds!(request);
  search.answer = (asked: SearchRequest) => {
    const request = JSON.stringify(asked);
    if (finds?.(request)) return found;
    return isTop(request) ? POPULAR.map((itemId, rank) => ({ itemId, score: 9 - rank, sort: [rank] })) : [];
  };
  const api = testApi(finds ? { search } : {});
  await listItems(api, [...POPULAR, ...OTHERS, 'hand'], {
    updatedAt: new Date(api.time.now - 9 * DAY).toISOString(),
  });
  await popular(api, POPULAR);
  await publish(api, 'together-view-all', { hand: rows });
  await ready?.(api);
  return api;
}

describe('each source', () => {
  const names = SOURCES.map(({ name }) => name);

  it('has a case here, and no other', () => {
    expect(Object.keys(CASES).toSorted()).toEqual(names.map(String).toSorted());
  });

  it.each(names)('%s, put into a provider document, proposes what it says, by its reason', async (name) => {
    const { proposes, reason, inAnyOrder, ...given } = CASES[name];
    const other = { source: 'popular' };
    // So heavy that all of it stands before the other's.
    const source = { source: name, weight: 100, ...given.with };
    const { now, proposed } = await previewed(
      await market(CASES[name]),
      { sources: [other], steps: [] },
      { sources: [other, source], steps: [] },
      given.asked,
    );
    expect(now.itemIds).toEqual(POPULAR);
    const shown = proposed.itemIds.slice(0, proposes.length);
    expect(inAnyOrder ? shown.toSorted() : shown).toEqual(proposes);
    expect(proposed.itemIds.slice(proposes.length)).toEqual(POPULAR);
    expect(proposed.reasons).toEqual([...proposes.map(() => reason), ...POPULAR.map(() => 'popular')]);
  });

  it.each(names)('%s, as a fallback, fills the places that are left', async (name) => {
    const { proposes, reason, ...given } = CASES[name];
    const other = { source: 'popular' };
    const source = { source: name, ...given.with };
    const { proposed } = await previewed(
      await market(CASES[name]),
      { sources: [other], steps: [] },
      { sources: [other], fallback: [source], steps: [] },
      given.asked,
    );
    expect(proposed.itemIds.slice(0, 3)).toEqual(POPULAR);
    expect(proposed.itemIds.slice(3).toSorted()).toEqual(proposes);
    expect(proposed.reasons.slice(3)).toEqual(proposes.map(() => reason));
  });
});

describe('each merge', () => {
  // Scores of a: 1, ½, ⅓ …; of b: 1, 0.99 …
  const a = ids('p', 3).map((itemId, rank) => [itemId, 1 / (rank + 1), 9] as const);
  const b = [...ids('n', 2), 'p2'].map((itemId, rank) => [itemId, 1 - rank / 100, 9] as const);
  const ORDERS: Readonly<Record<string, { readonly with?: object; readonly order: readonly string[] }>> = {
    // p2 has ⅓ + 0.98.
    weighted: { order: ['p2', 'n0', 'p0', 'n1', 'p1'] },
    // Ranks count, not scores; k = 1: p2 has ¼ + ¼, the first of each ½.
    rrf: { with: { k: 1 }, order: ['n0', 'p0', 'p2', 'n1', 'p1'] },
    pattern: { with: { pattern: [0, 0, 1] }, order: ['p0', 'p1', 'n0', 'p2', 'n1'] },
  };
  const names = mergeDocument.options.map(({ shape }) => shape.merge.value);

  it('has a case here, and no other', () => {
    expect(Object.keys(ORDERS).toSorted()).toEqual(names.map(String).toSorted());
  });

  it.each(names)('%s, put into a provider document, makes the order that it says', async (name) => {
    const api = testApi();
    await listItems(api, [...POPULAR, ...OTHERS, 'hand']);
    for (const [model, row] of Object.entries({ a, b })) {
      await publish(api, model, { hand: row });
      await store(api, `models/${model}`, { name: model, kind: 'item-to-items' });
    }
    const sources = ['a', 'b'].map((model) => ({ source: 'model', model, of: 'at-hand' }));
    const other = name === 'weighted' ? { merge: 'rrf', k: 1 } : { merge: 'weighted' };
    const { now, proposed } = await previewed(
      api,
      { sources, merge: other, steps: [] },
      { sources, merge: { merge: name, ...ORDERS[name]!.with }, steps: [] },
      atHand,
    );
    expect(proposed.itemIds).toEqual(ORDERS[name]!.order);
    expect(now.itemIds).not.toEqual(proposed.itemIds);
    expect(now.itemIds.toSorted()).toEqual(proposed.itemIds.toSorted());
  });
});
