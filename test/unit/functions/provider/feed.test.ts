import { beforeEach, describe, expect, it } from 'vitest';
import { section as sectionReply } from '../../../../contract/api/recommend.ts';
import { commitOf } from '../../../../domain/registry/commit.ts';
import { DEFAULT_DOCUMENTS } from '../../../../domain/registry/defaults/index.ts';
import type { SearchHit, SearchRequest } from '../../../../domain/search/search.ts';
import { logger } from '../../../../functions/runtime/logger.ts';
import { memorySearch, searchFailure } from '../../../support/memory/item-search.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { DAY, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from './support/market.ts';
import { hitsAfter } from './support/top-market.ts';

logger.setLogLevel('SILENT');
const TOP = ids('t', 300);
const REST = ids('r', 2200);
const PATH = '/v1/pages/home/sections/popular-with-people-like-you';

/** A market as the engine would answer: the first ones by score, the rest behind them; nothing else is asked for. */
function answer(request: SearchRequest): SearchHit[] {
  const text = JSON.stringify(request.query);
  if (!text.includes('field_value_factor') && !text.includes('"weight":1')) return [];
  if (text.includes('impressions')) return [];
  const items = text.includes('"must":[{"has_child"') ? TOP : REST;
  return hitsAfter(items, request);
}

let api: TestApi;
let search: ReturnType<typeof memorySearch>;
beforeEach(async () => {
  search = memorySearch();
  search.answer = answer;
  api = testApi({ search });
  await listItems(api, [...TOP, ...REST]);
});

interface Page {
  readonly items: readonly { readonly itemId: string; readonly tier: string; readonly position: number }[];
  readonly nextCursor?: string;
  readonly degraded?: readonly string[];
}
async function get(cursor?: string, more = ''): Promise<Page> {
  const url = `${PATH}?userId=u1&limit=50${more}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
  const { status, body } = await api.server('GET', url);
  expect({ status, body }).toMatchObject({ status: 200 });
  expect(sectionReply.safeParse(body).success).toBe(true);
  return body;
}
/** Pages up to the end, or as many as are asked for. */
async function scroll(most = 200, between: (page: number) => unknown = () => {}): Promise<Page[]> {
  const pages = [await get()];
  for (let next = pages[0]!.nextCursor; next !== undefined && pages.length < most; ) {
    await between(pages.length);
    const page = await get(next);
    pages.push(page);
    next = page.nextCursor;
  }
  return pages;
}

/** Adds steps to the provider of the section, as an editor would. */
async function withSteps(...steps: object[]): Promise<void> {
  const name = 'popular-with-people-like-you';
  const shipped = DEFAULT_DOCUMENTS.providers.find((provider) => provider.name === name)!;
  const document = { ...shipped, steps: [...shipped.steps, ...steps] };
  const { registry } = api.ports;
  const wish = { key: `providers/${name}`, state: 'stored', document } as const;
  const made = { id: 'c1', at: new Date(api.time.now).toISOString(), by: 'editor' };
  const { head, versions } = commitOf(await registry.head(), [wish], made);
  await registry.commit(head, versions);
}

describe('a section that is arranged', () => {
  const sellerOf = (itemId: string) => `s${Number(itemId.slice(1)) % 20}`;
  beforeEach(async () => {
    for (const itemId of TOP)
      await listItems(api, [itemId], { sellerId: itemId < 't150' ? 'big' : sellerOf(itemId) });
  });

  it('keeps its caps over pages', async () => {
    await withSteps({ step: 'seller-cap', most: 2, window: 20 });
    const shown = (await scroll(4)).flatMap(itemIdsOf);
    const items = await api.ports.items.read(shown);
    const sellers = shown.map((itemId) => items.get(itemId)!.sellerId);
    for (let from = 0; from + 20 <= sellers.length; from++)
      expect(sellers.slice(from, from + 20).filter((seller) => seller === 'big').length).toBeLessThanOrEqual(
        2,
      );
    expect(sellers.filter((seller) => seller === 'big').length).toBeGreaterThan(10);
  });

  it('says which item stands for one of its name', async () => {
    await listItems(api, ['t60'], { title: 'Onda headphones L87 navy' });
    await listItems(api, ['t61'], { title: 'Onda headphones L87 red (new)' });
    await withSteps({ step: 'name-groups' });
    const section = 'popular-with-people-like-you';
    const asked = { page: 'home', userId: 'u1', whyNot: 't61' };
    const { body } = await api.server('POST', '/v1/recommend', asked);
    const made = body.sections.find((one: { section: string }) => one.section === section);
    expect(made.whyNot).toEqual({
      itemId: 't61',
      step: 'name-groups',
      answer: 'item t60, of the same name, stands for it',
    });
  });
});

describe('an infinite section', () => {
  it('goes through the whole market without a repetition, and ends', async () => {
    const pages = await scroll();
    const all = pages.flatMap(itemIdsOf);
    expect(all).toEqual([...TOP, ...REST]);
    expect(pages.flatMap(({ items }) => items.map(({ position }) => position))).toEqual(
      all.map((_, at) => at),
    );
  });

  it('keeps nothing on our side for the first page, and little cursors behind it', async () => {
    const pages = await scroll(30);
    const [first, ...others] = pages.map(({ nextCursor }) => nextCursor!);
    expect(first!.length).toBeLessThan(2048);
    for (const cursor of others) expect(cursor.length).toBeLessThanOrEqual(2048);
    expect(api.ports.feeds.stored.size).toBeGreaterThan(10);
    const [state] = api.ports.feeds.stored.values();
    expect(state!.expiresAt).toBe(api.time.now + DAY);
    const again = testApi({ search });
    await listItems(again, TOP);
    await again.server('GET', `${PATH}?userId=u1&limit=100`);
    expect(again.ports.feeds.stored.size).toBe(0);
  });

  it('leaves out what was sanctioned, bought or hidden in between, and what the viewer dislikes by now', async () => {
    const gone = ['t100', 't120', 'r60', 'r70', 'r80'];
    const pages = await scroll(12, async (page) => {
      if (page !== 1) return;
      await api.server('PATCH', '/v1/items/t100', { status: 'sanctioned' });
      await api.server('PATCH', '/v1/items/r60', { status: 'sanctioned' });
      await userDid(api, 'u1', [
        ['hide', 't120', 0],
        ['purchase', 'r70', 0, { orderId: 'o1', quantity: 1 }],
      ]);
      await listItems(api, ['r80'], { categories: ['awful'] });
      await api.server('PATCH', '/v1/users/u1/preferences', { dislikedCategories: ['awful'] });
    });
    const all = pages.flatMap(itemIdsOf);
    for (const itemId of gone) expect(all).not.toContain(itemId);
    expect(all).toHaveLength(12 * 50);
    expect(new Set(all).size).toBe(all.length);
  });

  it('stays in its order while scores change', async () => {
    const pages = await scroll(5, () => {
      // What rises was shown, or comes with the next visit; what falls is not shown twice.
      search.answer = (request) => {
        const hits = answer(request);
        return request.search_after ? hits : hits.toReversed();
      };
    });
    const all = pages.flatMap(itemIdsOf);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(250);
  });

  it('looks further at once where a first page would stay empty', async () => {
    for (const itemId of TOP.slice(0, 290))
      await api.server('PATCH', `/v1/items/${itemId}`, { status: 'sold' });
    expect(itemIdsOf(await get())).toEqual([...TOP.slice(290), ...REST.slice(0, 40)]);
  });

  it('says what an expired or unknown state means', async () => {
    const pages = await scroll(20);
    const cursor = pages.at(-1)!.nextCursor!;
    const refused = async () => (await api.server('GET', `${PATH}?userId=u1&cursor=${cursor}`)).body;
    const { stored } = api.ports.feeds;
    const [kept] = [...stored.keys()].slice(-1);
    stored.delete(kept!);
    expect(await refused()).toMatchObject({ code: 'expired-cursor' });
    expect((await refused()).detail).toContain('ask for the page again');
    api.time.now += DAY + 1;
    expect(await refused()).toMatchObject({ code: 'expired-cursor' });
    const tampered = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
    const { body } = await api.server('GET', `${PATH}?userId=u1&cursor=${tampered}`);
    expect(body).toMatchObject({ code: 'invalid-cursor' });
  });

  it('of a category or an attribute goes on without naming it again, and not with another', async () => {
    const asked = { page: 'category', context: { attributes: { brand: 'A' } }, limits: 20 };
    await listItems(api, TOP.slice(0, 100), { attributes: { brand: 'A' } });
    const [first] = (await api.server('POST', '/v1/recommend', asked)).body.sections;
    expect(itemIdsOf(first)).toEqual(TOP.slice(0, 20));
    const path = '/v1/pages/category/sections/category-listing';
    const next = await api.server('GET', `${path}?limit=20&cursor=${first.nextCursor}`);
    expect(itemIdsOf(next.body)).toEqual(TOP.slice(20, 40));
    const ofGoods = (await api.server('GET', `${path}?category=goods&limit=20`)).body;
    const elsewhere = await api.server('GET', `${path}?category=all&cursor=${ofGoods.nextCursor}`);
    expect(elsewhere).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
    expect((await api.server('GET', `${path}?cursor=${ofGoods.nextCursor}`)).status).toBe(200);
  });

  it('can be followed twice from the same cursor, also at the same time', async () => {
    const pages = await scroll(15);
    const cursor = pages.at(-1)!.nextCursor!;
    const [one, other] = await Promise.all([get(cursor), get(cursor)]);
    expect(itemIdsOf(one)).toEqual(itemIdsOf(other));
    const [next, same] = [await get(one.nextCursor), await get(other.nextCursor)];
    expect(itemIdsOf(next)).toEqual(itemIdsOf(same));
  });

  it('goes on in the cursor alone while its state cannot be kept, and answers 503 when it cannot be read', async () => {
    const pages = await scroll(9);
    failNext(api.ports.feeds, 'put');
    const page = await get(pages.at(-1)!.nextCursor);
    expect(page.nextCursor!.length).toBeGreaterThan(2048);
    expect(itemIdsOf(await get(page.nextCursor))).toHaveLength(50);
    const cursor = (await scroll(12)).at(-1)!.nextCursor!;
    failNext(api.ports.feeds, 'read');
    const { status, body } = await api.server('GET', `${PATH}?userId=u1&cursor=${cursor}`);
    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
  });
});

describe('a feed that takes turns', () => {
  it('keeps its turns for who prefers a category that everything is in', async () => {
    const fresh = ids('n', 40);
    await listItems(api, fresh);
    search.answer = (request) => {
      const isNew = JSON.stringify(request.query).includes('impressions');
      return isNew ? fresh.map((itemId) => ({ itemId, score: 0, sort: [] })) : answer(request);
    };
    const turns = async () =>
      itemIdsOf((await api.server('GET', '/v1/pages/home/sections/feed?userId=u1&limit=20')).body).map(
        (itemId) => itemId[0],
      );
    await userDid(api, 'u1', [['view', 'gone', -1000]]);
    const plain = await turns();
    await api.server('PATCH', '/v1/users/u1/preferences', { preferredCategories: ['goods'] });
    expect(await turns()).toEqual(plain);
    expect(plain.filter((first) => first === 'n')).toHaveLength(2);
  });
});

describe('while the search engine does not answer', () => {
  const kinds = ['timeout', 'unreachable', 'throttled', 'blocked', 'missing-index', 'invalid'];
  const fail = (kind: string) => {
    search.answer = () => {
      throw searchFailure(kind);
    };
  };

  it.each(kinds)('a page is made from snapshots, filtered as ever and labelled so (%s)', async (kind) => {
    await popular(api, [...TOP.slice(0, 60), 'unknown']);
    await api.server('PATCH', '/v1/items/t3', { status: 'sanctioned' });
    fail(kind);
    const page = await get();
    expect(page.degraded).toEqual(['search']);
    expect(itemIdsOf(page)).toEqual(TOP.filter((itemId) => itemId !== 't3').slice(0, 50));
    expect(page.items.every(({ tier }) => tier === 'snapshot')).toBe(true);
    const { headers } = await api.server('GET', '/v1/pages/home');
    expect(headers['cache-control']).toBe('private, no-store');
  });

  it('a feed goes on with what the snapshots have, and with the market when it is back', async () => {
    await popular(api, TOP.slice(0, 120));
    const first = await get();
    fail('unreachable');
    const second = await get(first.nextCursor);
    expect(second).toMatchObject({ degraded: ['search'] });
    expect(itemIdsOf(second)).toEqual(TOP.slice(50, 100));
    search.answer = answer;
    const third = await get(second.nextCursor);
    expect(third).not.toHaveProperty('degraded');
    expect(itemIdsOf(third)).toEqual(TOP.slice(100, 150));
  });

  it('a feed ends behind the snapshots, so that nobody asks in vain', async () => {
    await popular(api, TOP.slice(0, 70));
    fail('unreachable');
    const pages = await scroll(10);
    expect(pages.flatMap(itemIdsOf)).toEqual(TOP.slice(0, 70));
  });

  it('sections that do not need it are not called degraded', async () => {
    fail('timeout');
    const { body } = await api.server('GET', '/v1/pages/home?userId=u1');
    const named = new Map(
      body.sections.map((made: { section: string; degraded?: string[] }) => [made.section, made.degraded]),
    );
    expect(named.get('recently-viewed')).toBeUndefined();
    expect(named.get('trending-now')).toBeUndefined();
    expect(named.get('new-listings')).toEqual(['search']);
  });

  it('GET /popular says so too', async () => {
    await popular(api, TOP.slice(0, 30));
    expect((await api.browser('GET', '/v1/popular?limit=5')).body).not.toHaveProperty('degraded');
    api.time.now += 16_000;
    fail('timeout');
    const { body } = await api.browser('GET', '/v1/popular?limit=5');
    expect(body.degraded).toEqual(['search']);
    expect(itemIdsOf(body)).toEqual(TOP.slice(0, 5));
  });
});
