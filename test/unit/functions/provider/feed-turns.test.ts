import { beforeEach, describe, expect, it } from 'vitest';
import type { SearchHit, SearchRequest } from '../../../../domain/search/search.ts';
import { memorySearch } from '../../../support/memory/item-search.ts';
import { type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, publish, userDid } from './support/market.ts';

const [POPULAR, TRENDING, NEW] = [ids('p', 400), ids('t', 60), ids('n', 60)];
const HISTORY = ids('h', 60);
const PATH = '/v1/pages/home/sections/feed';

function answer({ query, size, search_after }: SearchRequest): SearchHit[] {
  const text = JSON.stringify(query);
  if (text.includes('impressions')) return NEW.map((itemId) => ({ itemId, score: 0, sort: [] }));
  if (!text.includes('"must":[{"has_child"')) return [];
  const after = search_after ? POPULAR.indexOf(String(search_after[2])) + 1 : 0;
  return POPULAR.slice(after, after + size).map((itemId, at) => {
    const score = POPULAR.length - after - at;
    return { itemId, score, sort: [score, 0, itemId] };
  });
}
/** Of three popular ones two are shoes, of the others every second one. */
const categoryOf = (itemId: string) => {
  const number = Number(itemId.slice(1));
  const isShoe = itemId.startsWith('p') ? number % 30 < 20 : number % 2 === 0;
  return isShoe ? 'shoes' : 'bags';
};

let api: TestApi;
beforeEach(async () => {
  const search = memorySearch();
  search.answer = answer;
  api = testApi({ search });
  for (const itemId of [...POPULAR, ...TRENDING, ...NEW])
    await listItems(api, [itemId], { categories: ['all', categoryOf(itemId)] });
  await publish(api, 'trending', { all: TRENDING.map((itemId, rank) => [itemId, 100 - rank, 9] as const) });
});

async function scroll(pages: number, limit: number, userId?: string): Promise<string[]> {
  const shown: string[] = [];
  const path = `${PATH}?limit=${limit}${userId === undefined ? '' : `&userId=${userId}`}`;
  for (let [page, cursor] = [0, '']; page < pages; page++) {
    const { status, body } = await api.server('GET', `${path}${cursor}`);
    expect(status).toBe(200);
    shown.push(...itemIdsOf(body));
    cursor = `&cursor=${body.nextCursor}`;
  }
  return shown;
}
const longestRun = (values: readonly string[]) => {
  let [longest, run] = [0, 0];
  for (const [at, value] of values.entries()) {
    run = value === values[at - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
};

/** Kinds of the items of each ten, in their order. */
const tensOf = (shown: readonly string[]) =>
  Array.from({ length: shown.length / 10 }, (_, ten) =>
    shown
      .slice(10 * ten, 10 * ten + 10)
      .map((itemId) => itemId[0])
      .toSorted()
      .join(''),
  );

describe('the feed of who is unknown', () => {
  it.each([10, 15, 20])(
    'has per ten six popular, two trending and two new items, on later pages too (%d a page)',
    async (limit) => {
      const shown = await scroll(4, limit);
      expect(new Set(shown).size).toBe(4 * limit);
      for (const ten of tensOf(shown)) expect(ten).toBe('nnpppppptt');
    },
  );

  it('is shuffled by category, over pages too', async () => {
    const categories = (await scroll(6, 15)).map(categoryOf);
    expect(longestRun(categories)).toBeLessThanOrEqual(3);
  });

  it('says of what earlier pages showed once that it was shown', async () => {
    const first = (await api.server('GET', `${PATH}?limit=10`)).body;
    const { body } = await api.server('GET', `${PATH}?limit=10&explain=true&cursor=${first.nextCursor}`);
    const gone = body.ledger.removed.map(({ itemId }: { itemId: string }) => itemId);
    expect(new Set(gone).size).toBe(gone.length);
    const others = itemIdsOf(first).filter((itemId) => !itemId.startsWith('p'));
    expect(gone).toEqual(expect.arrayContaining(others));
    for (const itemId of gone) expect(itemIdsOf(first)).toContain(itemId);
  });
});

describe('the feed of who is known', () => {
  it('has per ten five for them, three popular, one trending and one new item, on later pages too', async () => {
    await listItems(api, HISTORY);
    const row = HISTORY.map((itemId, rank) => [itemId, 1 - rank / 100, 9] as const);
    await publish(api, 'together-view-all', { seen: row });
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    for (const ten of tensOf(await scroll(4, 15, 'u1'))) expect(ten).toBe('hhhhhnpppt');
  });
});
