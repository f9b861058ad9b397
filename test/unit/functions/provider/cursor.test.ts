import { beforeEach, describe, expect, it } from 'vitest';
import { type SectionReply, section as sectionReply } from '../../../../contract/api/recommend.ts';
import { DAY, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 60), ...ids('n', 40), 'seen', 'seen1', 'seen2']);
  await popular(api, ids('p', 60));
  const neighbours = ids('n', 40).map((itemId, rank) => [itemId, 0.9 - rank / 100, 50 - rank] as const);
  await publish(api, 'together-view-all', { seen: neighbours });
  await publish(api, 'together-basket-all', { seen: neighbours.slice(3, 9) });
});

interface Section {
  readonly items: readonly { itemId: string; position: number }[];
  readonly nextCursor?: string;
}

/** Follows nextCursor to the end. */
async function follow(path: string, first: Section, between: () => Promise<unknown> = async () => {}) {
  const pages: Section[] = [first];
  for (let cursor = first.nextCursor; cursor !== undefined && pages.length < 50; ) {
    await between();
    const join = path.includes('?') ? '&' : '?';
    const answer = await api.server('GET', `${path}${join}limit=7&cursor=${cursor}`);
    expect(answer.status).toBe(200);
    expect(sectionReply.safeParse(answer.body).success).toBe(true);
    pages.push(answer.body);
    cursor = answer.body.nextCursor;
  }
  return pages;
}
const views = ['seen', 'seen1', 'seen2', 'n0'].map(
  (itemId, index) => ['view', itemId, -index * 1000 - 1000] as const,
);

describe('following nextCursor', () => {
  it('never repeats an item, goes on with popular ones, and ends when all were shown', async () => {
    await userDid(api, 'u1', views.slice(0, 1));
    const path = '/v1/pages/home/sections/for-you';
    const first = (await api.server('GET', `${path}?userId=u1&limit=7`)).body;
    const pages = await follow(path, first);
    const all = pages.flatMap(itemIdsOf);
    expect(new Set(all).size).toBe(all.length);
    expect(all.toSorted()).toEqual([...ids('n', 40), ...ids('p', 60)].toSorted());
    const of = (letter: string) => all.filter((itemId) => itemId.startsWith(letter));
    expect([of('n'), of('p')]).toEqual([ids('n', 40), ids('p', 60)]);
    expect(itemIdsOf(first)).toEqual(ids('n', 7));
    expect(pages.flatMap(({ items }) => items.map(({ position }) => position))).toEqual(
      all.map((_, index) => index),
    );
  });

  it('never shows what the page showed in its other sections, before or behind', async () => {
    await userDid(api, 'u1', views);
    const { sections } = (await api.server('GET', '/v1/pages/home?userId=u1&limit=4')).body;
    const pages = await follow('/v1/pages/home/sections/for-you', sections[2]);
    expect(pages.slice(1).flatMap(itemIdsOf)).not.toContain('n0');
    const item = (await api.server('GET', '/v1/pages/item?itemId=seen&limit=3')).body.sections;
    const [, beforeIt, behindIt] = item;
    const shownBeside = itemIdsOf(behindIt);
    expect(shownBeside).toHaveLength(3);
    const viewed = await follow('/v1/pages/item/sections/viewed-together?itemId=seen', beforeIt);
    for (const itemId of shownBeside) expect(viewed.flatMap(itemIdsOf)).not.toContain(itemId);
  });

  it('does not repeat although the history changes on the way', async () => {
    await userDid(api, 'u1', views.slice(0, 1));
    const path = '/v1/pages/home/sections/for-you';
    const first = (await api.server('GET', `${path}?userId=u1&limit=7`)).body;
    let turn = 0;
    const pages = await follow(path, first, () => userDid(api, 'u1', [['view', `p${turn++}`, turn]]));
    const all = pages.flatMap(itemIdsOf);
    expect(new Set(all).size).toBe(all.length);
  });

  it('drops what was sanctioned meanwhile', async () => {
    const path = '/v1/pages/home/sections/for-you';
    const first = (await api.server('GET', `${path}?limit=7`)).body;
    await api.server('PATCH', '/v1/items/p9', { status: 'sanctioned' });
    expect((await follow(path, first)).flatMap(itemIdsOf)).not.toContain('p9');
  });

  it('keeps the filters and exclusions of the request that it came from', async () => {
    await listItems(api, ids('p', 20), { price: 5 });
    const asked = { page: 'home', limits: 4, filters: { price: { max: 5 } }, exclude: ['p6', 'p7'] };
    const { sections } = (await api.server('POST', '/v1/recommend', asked)).body;
    const all = (await follow('/v1/pages/home/sections/for-you', sections[2])).flatMap(itemIdsOf);
    const others = (sections as SectionReply[])
      .filter(({ section }) => section !== 'for-you')
      .flatMap(itemIdsOf);
    expect([...all, ...others].toSorted()).toEqual(
      ids('p', 20)
        .filter((itemId) => !['p6', 'p7'].includes(itemId))
        .toSorted(),
    );
  });

  it('still goes with the cart that it came from, and shows nothing of it', async () => {
    await listItems(api, ['seen'], { title: 'Orbit phone X12', categories: ['all', 'phones'] });
    await listItems(api, ['twin'], { title: 'Orbit phone X12 black' });
    await popular(api, ['p0', 'p1', 'twin', ...ids('p', 60).slice(2)]);
    const asked = { page: 'cart', limits: 3, context: { cartItemIds: ['p0', 'seen', 'p1'] } };
    // Of the same leaf category as what is shown, and bought again: nothing is kept out for it.
    await listItems(api, ['p0', 'p1'], { repurchase: 'always' });
    const { sections } = (await api.server('POST', '/v1/recommend', asked)).body;
    const pages = await follow('/v1/pages/cart/sections/goes-with-it', sections[0]);
    const all = pages.flatMap(itemIdsOf);
    expect(all.slice(0, 6)).toEqual(ids('n', 9).slice(3));
    expect(all.slice(6)).toEqual(ids('p', 60).slice(2));
    const reasons = pages[1]!.items.map((item) => (item as { reason?: string }).reason);
    expect(reasons.slice(0, 4)).toEqual([...Array(3).fill('together-basket'), 'popular']);
  });

  it('of a large cart looks at its newest 30, shows nothing of all, and fits a URL', async () => {
    const cart = [...ids('p', 59), ...ids('long-item-id-', 28), 'seen', 'p59'];
    for (const itemId of cart) await listItems(api, [itemId], { categories: ['all', itemId] });
    await popular(api, [...ids('p', 60), ...ids('n', 40)]);
    const asked = { page: 'cart', limits: 3, context: { cartItemIds: cart } };
    const { sections } = (await api.server('POST', '/v1/recommend', asked)).body;
    expect(sections[0].nextCursor.length).toBeLessThan(8192);
    const pages = await follow('/v1/pages/cart/sections/goes-with-it', sections[0]);
    const all = pages.flatMap(itemIdsOf);
    expect(all.slice(0, 6)).toEqual(ids('n', 9).slice(3));
    expect(all.toSorted()).toEqual(ids('n', 40).toSorted());
  });

  it('has no cursor to follow where nothing is left', async () => {
    const { body } = await api.server('GET', '/v1/pages/home/sections/for-you?limit=60');
    expect(body.items).toHaveLength(60);
    expect(body).not.toHaveProperty('nextCursor');
  });

  it('fits a URL', async () => {
    const exclude = ids('long-item-id-', 1000);
    const { sections } = (await api.server('POST', '/v1/recommend', { page: 'home', exclude })).body;
    expect(sections[2].nextCursor.length).toBeLessThan(8192);
    expect((await follow('/v1/pages/home/sections/for-you', sections[2])).length).toBeGreaterThan(1);
  });
});

describe('a cursor', () => {
  const path = '/v1/pages/home/sections/for-you';
  const cursorOf = async (query = ''): Promise<string> =>
    (await api.server('GET', `${path}?limit=5${query}`)).body.nextCursor;

  it('that was tampered with is refused, with the way on', async () => {
    const cursor = await cursorOf();
    const bytes = Buffer.from(cursor, 'base64url');
    const flipped = [0, 12, 28, bytes.length - 1].map((at) => {
      const other = Buffer.from(bytes);
      other[at]! ^= 1;
      return other.toString('base64url');
    });
    for (const wrong of [
      ...flipped,
      `${cursor}x`,
      `${cursor}.x`,
      'x',
      cursor.slice(1),
      cursor.slice(0, 20),
    ]) {
      const answer = await api.server('GET', `${path}?cursor=${wrong}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-cursor' } });
      expect(answer.body.detail).toContain('ask for the page again');
    }
  });

  it('tells its holder nothing', async () => {
    await api.server('PUT', '/v1/users/u1', { sex: 'female', birthYear: 1990 });
    const text = Buffer.from(await cursorOf('&userId=u1'), 'base64url').toString('latin1');
    for (const secret of ['u1', 'female', '30s', 'for-you', 'home']) expect(text).not.toContain(secret);
  });

  it('expires after a day', async () => {
    const cursor = await cursorOf();
    api.time.now += DAY;
    expect((await api.server('GET', `${path}?cursor=${cursor}`)).status).toBe(200);
    api.time.now += 1;
    expect(await api.server('GET', `${path}?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'expired-cursor' },
    });
  });

  it('belongs to one section and one visitor', async () => {
    const cursor = await cursorOf('&userId=u1');
    const code = async (url: string) => (await api.server('GET', `${url}cursor=${cursor}`)).body.code;
    expect(await code('/v1/pages/home/sections/buy-again?')).toBe('invalid-cursor');
    expect(await code(`${path}?userId=u2&`)).toBe('invalid-cursor');
    expect(await code(`${path}?cookieId=c1&`)).toBe('invalid-cursor');
    expect(await code(`${path}?userId=u1&`)).toBeUndefined();
  });

  it('does not open a user’s page to a browser key without that user’s token', async () => {
    const cursor = await cursorOf('&userId=u1');
    expect((await api.browser('GET', `${path}?cursor=${cursor}`)).status).toBe(403);
    expect((await api.browser('GET', `${path}?cursor=${await cursorOf()}`)).status).toBe(200);
  });
});
