import { beforeEach, describe, expect, it } from 'vitest';
import type { SearchHit, SearchRequest } from '../../../../domain/search/search.ts';
import { metrics } from '../../../../functions/runtime/metrics.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { type TestApi, testApi } from './support/api.ts';
import { changeProvider } from './support/editor.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from './support/market.ts';
import { hitsAfter } from './support/top-market.ts';

const [FEW, MANY] = [ids('h', 3), ids('w', 40)];
const TREE: Readonly<Record<string, readonly string[]>> = {
  hanbok: FEW,
  women: [...FEW, ...MANY],
  fashion: [...FEW, ...MANY],
};

/** What the engine finds of the category that is asked for. */
function answer(request: SearchRequest): SearchHit[] {
  const text = JSON.stringify(request.query);
  if (!text.includes('"must":[{"has_child"') || text.includes('impressions')) return [];
  const category = Object.keys(TREE).find((name) => text.includes(`"categories":["${name}"]`));
  const items = category === undefined ? [] : TREE[category]!;
  return hitsAfter(items, request);
}

let api: TestApi;
let search: ReturnType<typeof memorySearch>;
beforeEach(async () => {
  search = memorySearch();
  search.answer = answer;
  api = testApi({ search });
  await listItems(api, FEW, { categories: ['fashion', 'women', 'hanbok'] });
  await listItems(api, MANY, { categories: ['fashion', 'women', 'shoes'] });
  await listItems(api, ['seen'], { categories: ['books'] });
  await userDid(api, 'u1', [['view', 'seen', -1000]]);
});
const list = async (category: string, asked: object = {}) =>
  (await api.server('POST', '/v1/recommend', { page: 'category', context: { category }, ...asked })).body
    .sections[0];
const labels = ({ items }: { items: readonly Record<string, string>[] }) => items.map(({ reason }) => reason);

describe('a category with few items on sale', () => {
  it('is filled with what is popular in the category above, behind its own and labelled so', async () => {
    const made = await list('hanbok');
    expect(itemIdsOf(made)).toEqual([...FEW, ...ids('w', 17)]);
    expect(labels(made)).toEqual([
      ...FEW.map(() => 'popular'),
      ...ids('w', 17).map(() => 'popular-in-parent'),
    ]);
    const scores = made.items.map(({ score }: { score: number }) => score);
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
    expect(made).not.toHaveProperty('nextCursor');
    expect(made).not.toHaveProperty('degraded');
  });

  it('says in the ledger where it comes from, in words, and why what is not there is not', async () => {
    await api.server('PATCH', '/v1/items/w3', { adult: true });
    const made = await list('hanbok', { explain: true, whyNot: 'w3' });
    const source = made.ledger.sources.find(({ note }: { note?: string }) => note !== undefined);
    expect(source).toMatchObject({ source: 'popular', fallback: true, note: 'of women, the category above' });
    expect(made.ledger.order[3]).toMatchObject({ itemId: 'w0', sources: [{ source: 'popular' }] });
    expect(made.ledger.order[3].words).toContain('popular in the category above');
    expect(made.whyNot).toEqual({
      itemId: 'w3',
      step: 'adult',
      answer: 'it is for adults who want such items',
    });
    const shown = new Set(itemIdsOf(made));
    for (const { itemId } of made.ledger.removed) expect(shown).not.toContain(itemId);
    expect((await list('hanbok', { whyNot: 'w30' })).whyNot.answer).toContain('others had higher scores');
  });

  it('counts as fallback in the fill rate', async () => {
    const counted = new Map<string, number>();
    const { addMetric } = metrics;
    metrics.addMetric = (name, _unit, value) => {
      counted.set(name, (counted.get(name) ?? 0) + value);
      return metrics;
    };
    await list('hanbok', { userId: 'u1' });
    metrics.addMetric = addMetric;
    expect(counted.get('ServedItems')).toBe(20);
    expect(counted.get('FallbackItems')).toBe(17);
  });

  it('gets nothing from above that breaks any filter', async () => {
    await api.server('PATCH', '/v1/items/w0', { status: 'sold' });
    await api.server('PATCH', '/v1/items/w1', { price: 5000 });
    await api.server('PATCH', '/v1/items/w2', { categories: ['fashion', 'women', 'furs'] });
    await api.server('PATCH', '/v1/users/u1/preferences', { dislikedCategories: ['furs'] });
    await userDid(api, 'u1', [
      ['hide', 'w3', -500],
      ['purchase', 'w4', -400],
    ]);
    const asked = { userId: 'u1', exclude: ['w5'], filters: { price: { max: 1000 } } };
    const made = await list('hanbok', { ...asked, context: { category: 'hanbok', cartItemIds: ['w6'] } });
    expect(itemIdsOf(made)).toHaveLength(20);
    for (const itemId of ids('w', 7)) expect(itemIdsOf(made)).not.toContain(itemId);
  });

  it('gets as many as its document says, and none where that says nothing', async () => {
    await changeProvider(api, 'category-listing', (one) => ({ ...one, backOff: { to: 'parent', upTo: 5 } }));
    expect(itemIdsOf(await list('hanbok', { limits: 50 }))).toEqual([...FEW, 'w0', 'w1']);
    expect(itemIdsOf(await list('hanbok', { limits: 4 }))).toEqual([...FEW, 'w0']);
    await changeProvider(api, 'category-listing', ({ backOff: _, ...one }) => one);
    expect(itemIdsOf(await list('hanbok'))).toEqual(FEW);
  });

  it('is filled from snapshots while the search engine does not answer', async () => {
    await popular(api, [...MANY, ...FEW]);
    search.answer = () => {
      throw searchFailure('timeout');
    };
    const made = await list('hanbok');
    expect(made.degraded).toEqual(['search']);
    expect(itemIdsOf(made)).toEqual([...FEW, ...ids('w', 17)]);
    expect(made.items[3]).toMatchObject({ reason: 'popular-in-parent', tier: 'snapshot' });
  });

  it('is filled in a stage without a search engine too', async () => {
    const plain = testApi();
    await listItems(plain, FEW, { categories: ['fashion', 'women', 'hanbok'] });
    await listItems(plain, MANY, { categories: ['fashion', 'women', 'shoes'] });
    await popular(plain, [...MANY, ...FEW]);
    const { body } = await plain.server('GET', '/v1/pages/category?category=hanbok');
    expect(itemIdsOf(body.sections[0])).toEqual([...FEW, ...ids('w', 17)]);
  });
});

describe('a category that needs nothing from above', () => {
  it('is one that is full, though its last page is short', async () => {
    const path = '/v1/pages/category/sections/category-listing?category=women&limit=30';
    const first = (await api.server('GET', path)).body;
    const last = (await api.server('GET', `${path}&cursor=${first.nextCursor}`)).body;
    expect([...labels(first), ...labels(last)]).toEqual([...FEW, ...MANY].map(() => 'popular'));
    expect(itemIdsOf(last)).toHaveLength(13);
  });

  it('is one that has nothing above it, or nothing in it, and an attribute', async () => {
    search.answer = (request) =>
      JSON.stringify(request).includes('"fashion"') ? answer(request).slice(0, 3) : [];
    expect(labels(await list('fashion'))).toEqual(['popular', 'popular', 'popular']);
    expect(await list('hanbok')).toMatchObject({ items: [], omitted: 'has 0 items, needs 1' });
    search.answer = answer;
    const asked = { page: 'category', context: { attributes: { brand: 'A' } } };
    const { body } = await api.server('POST', '/v1/recommend', asked);
    expect(body.sections[0]).toMatchObject({ items: [] });
  });
});
