import { beforeEach, describe, expect, it } from 'vitest';
import { rankReply } from '../../../../contract/api/recommend.ts';
import type { SearchRequest } from '../../../../domain/search/search.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('a', 30), ...ids('b', 30)]);
  await popular(api, ['a3', 'a1', 'b0']);
  await publish(api, 'together-view-all', { seen: [['a7', 0.9, 9] as const, ['a5', 0.3, 3] as const] });
});

const rank = async (asked: object, status = 200) => {
  const answer = await api.server('POST', '/v1/rank', asked);
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status });
  if (status === 200) expect(rankReply.safeParse(answer.body).success).toBe(true);
  return answer.body;
};
const LIST = ids('a', 10);

describe("the shop's own list", () => {
  it('is ordered by what is popular for nobody known; what nothing speaks for keeps its order behind', async () => {
    const made = await rank({ itemIds: LIST });
    expect(itemIdsOf(made)).toEqual(['a3', 'a1', 'a0', 'a2', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9']);
    expect(made).toMatchObject({ personal: false, omitted: [] });
    expect(made.items.map(({ position }: { position: number }) => position)).toEqual([...LIST.keys()]);
    expect(made.items[2]).toMatchObject({ reason: 'asked' });
  });

  it('is ordered by what this viewer looked at, beside what is popular', async () => {
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    const made = await rank({ itemIds: LIST, userId: 'u1', fields: ['title'] });
    expect(itemIdsOf(made).slice(0, 4)).toEqual(['a3', 'a1', 'a7', 'a5']);
    expect(made).toMatchObject({ personal: true });
    expect(made.items[2]).toMatchObject({ reason: 'history', item: { title: 'title of a7' } });
  });

  it('holds nothing that was not on it, and each item once', async () => {
    const made = await rank({ itemIds: ['a2', 'a1', 'a2', 'a1'] });
    expect(itemIdsOf(made)).toEqual(['a1', 'a2']);
  });

  it('tells what must not be shown, and why; what was bought stays', async () => {
    await api.server('PATCH', '/v1/items/a3', { status: 'sanctioned' });
    await api.server('PATCH', '/v1/items/a4', { adult: true });
    await userDid(api, 'u1', [
      ['hide', 'a5', -1000],
      ['purchase', 'a6', -1000, { orderId: 'o', quantity: 1 }],
      ['cart', 'a7', -1000],
    ]);
    const made = await rank({ itemIds: [...LIST, 'ghost'], userId: 'u1' });
    expect(itemIdsOf(made).toSorted()).toEqual(['a0', 'a1', 'a2', 'a6', 'a7', 'a8', 'a9']);
    expect(made.omitted).toEqual(
      expect.arrayContaining([
        { itemId: 'a3', reason: 'its status is sanctioned' },
        { itemId: 'a4', reason: 'it is for adults who want such items' },
        { itemId: 'a5', reason: 'the viewer hid it' },
        { itemId: 'ghost', reason: 'the catalogue does not know it' },
      ]),
    );
    expect(made.omitted).toHaveLength(4);
  });

  it('may have a thousand items', async () => {
    const many = ids('many', 1000);
    await listItems(api, many);
    expect((await rank({ itemIds: many })).items).toHaveLength(1000);
    await rank({ itemIds: [...many, 'a0'] }, 400);
    await rank({ itemIds: [] }, 400);
    await rank({ itemIds: ['a0'], limit: 5 }, 400);
  });

  it('explains itself', async () => {
    const { ledger } = await rank({ itemIds: LIST, explain: true });
    expect(ledger.order[0]).toMatchObject({ itemId: 'a3', sources: [{ source: 'popular', share: 1 }] });
  });

  it('is not answered while the items cannot be read, for nothing unseen may leave', async () => {
    failNext(api.ports.items, 'read');
    expect(await rank({ itemIds: LIST }, 503)).toMatchObject({ code: 'store-unavailable' });
  });
});

describe("the shop's own list, with a search engine", () => {
  const asked: SearchRequest[] = [];
  const search = memorySearch();
  beforeEach(async () => {
    asked.length = 0;
    search.answer = (request) => {
      asked.push(request);
      return [{ itemId: 'a9', score: 5, sort: [] }];
    };
    api = testApi({ search });
    await listItems(api, LIST);
    await popular(api, ['a3']);
  });

  it('is asked about as a whole, however little of it is among the most popular', async () => {
    expect(itemIdsOf(await rank({ itemIds: LIST }))[0]).toBe('a9');
    expect(JSON.stringify(asked[0]!.query)).toContain(JSON.stringify({ terms: { itemId: LIST } }));
    expect(JSON.stringify(asked[0]!.query)).not.toContain('topOf');
    expect(asked).toHaveLength(1);
  });

  it('is ordered by snapshots while the engine does not answer, and says so', async () => {
    search.answer = () => {
      throw searchFailure('timeout');
    };
    const made = await rank({ itemIds: LIST });
    expect(itemIdsOf(made)[0]).toBe('a3');
    expect(made).toMatchObject({ degraded: ['search'] });
  });
});
