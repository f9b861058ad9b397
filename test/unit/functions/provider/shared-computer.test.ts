import { beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './support/api.ts';
import { cookieDid, ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, ids('p', 6));
  await listItems(api, ['wine'], { adult: true });
  await popular(api, ['wine', ...ids('p', 6)]);
  await api.server('PUT', '/v1/users/u1', { adult: true });
  await api.server('PATCH', '/v1/users/u1/preferences', { showAdult: true });
  await userDid(api, 'u1', [['view', 'p5', -9000]], ['c1']);
  await cookieDid(api, 'c1', [['view', 'wine', -1000]], [['u1', -5000]]);
});
/** Everything on the home page, and the list that is ordered. */
async function shown(asked: object): Promise<string[]> {
  const page = await api.server('POST', '/v1/recommend', { page: 'home', ...asked });
  const list = await api.server('POST', '/v1/rank', { itemIds: ['wine', 'p1'], ...asked });
  return [...page.body.sections, list.body].flatMap(itemIdsOf);
}

describe('items for adults', () => {
  it('are shown to the user who asked for them, on whatever computer', async () => {
    expect(await shown({ userId: 'u1' })).toContain('wine');
    expect(await shown({ userId: 'u1', cookieId: 'c1' })).toContain('wine');
    expect(await shown({ userId: 'u1', cookieId: 'c2' })).toContain('wine');
  });

  it('are not for a cookie alone, whoever used it last, nor for another user of it', async () => {
    await api.server('PATCH', '/v1/cookies/c1/preferences', { showAdult: true });
    for (const asked of [{ cookieId: 'c1' }, { userId: 'u2', cookieId: 'c1' }, {}]) {
      const all = await shown(asked);
      expect(all).toContain('p1');
      expect(all).not.toContain('wine');
    }
  });

  it('do not come back on later pages of a cookie', async () => {
    const path = '/v1/pages/home/sections/for-you';
    const first = await api.browser('GET', `${path}?cookieId=c1&limit=2`);
    const next = await api.browser('GET', `${path}?cookieId=c1&limit=30&cursor=${first.body.nextCursor}`);
    const all = [...itemIdsOf(first.body), ...itemIdsOf(next.body)];
    expect(all.toSorted()).toEqual(expect.arrayContaining(['p0', 'p1', 'p2']));
    expect(all).not.toContain('wine');
  });
});

describe('what caches may keep', () => {
  const keeping = async (method: 'GET' | 'POST', url: string, body?: object) =>
    (await api.server(method, url, body)).headers['cache-control'];

  it('is what everybody gets from a GET, never the answer to a POST', async () => {
    expect(await keeping('GET', '/v1/pages/home')).toBe('public, max-age=1');
    for (const asked of [{ page: 'home' }, { page: 'home', context: { cartItemIds: ['p0'] } }])
      expect(await keeping('POST', '/v1/recommend', asked)).toBe('private, no-store');
  });

  it('is no page of a cart, though no id was given', async () => {
    await listItems(api, ids('n', 9));
    await listItems(api, ['cup'], { categories: ['all', 'cups'] });
    const row = ids('n', 9).map((itemId, rank) => [itemId, 1 - rank / 20, 20 - rank] as const);
    await publish(api, 'together-basket-all', { cup: row });
    const cart = { page: 'cart', limits: 4, context: { cartItemIds: ['cup'] } };
    const { sections } = (await api.server('POST', '/v1/recommend', cart)).body;
    const url = `/v1/pages/cart/sections/goes-with-it?limit=4&cursor=${sections[0].nextCursor}`;
    const next = await api.server('GET', url);
    expect(next.body.personal).toBe(true);
    expect(next.headers['cache-control']).toBe('private, no-store');
    expect(next.headers).not.toHaveProperty('etag');
  });
});
