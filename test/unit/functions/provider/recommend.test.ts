import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageReply } from '../../../../contract/api/recommend.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, DAY, MINUTE, type TestApi, testApi } from './support/api.ts';
import { cookieDid, ids, itemIdsOf, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 30), ...ids('n', 30), 'seen0', 'seen1', 'seen2', 'bought']);
  await popular(api, ids('p', 30));
  const neighbours = ids('n', 30).map((itemId, rank) => [itemId, 0.9 - rank / 100, 50 - rank] as const);
  await publish(api, 'together-view-all', { seen0: neighbours, seen1: neighbours.slice(5, 8) });
  await publish(api, 'together-basket-all', {
    seen0: neighbours.slice(10, 14),
    bought: neighbours.slice(20, 25),
  });
});

// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const sectionOf = (body: any, name: string) => body.sections.find((made: any) => made.section === name);
const home = async (asked: object = {}) =>
  (await api.server('POST', '/v1/recommend', { page: 'home', ...asked })).body;
const forYou = async (asked: object = {}) => sectionOf(await home(asked), 'for-you');
const saw = (...itemIds: string[]) =>
  itemIds.map((itemId, index) => ['view', itemId, -1000 * (index + 1)] as const);

describe('a page for nobody known', () => {
  it('is what everybody gets, and says so', async () => {
    for (const asked of [{}, { userId: 'stranger' }, { cookieId: 'stranger' }]) {
      const body = await home(asked);
      expect(pageReply.safeParse(body).success).toBe(true);
      const made = sectionOf(body, 'for-you');
      expect(made).toMatchObject({ personal: false, titleKey: 'section.popular', title: 'Popular now' });
      expect(itemIdsOf(made)).toEqual(ids('p', 20));
      expect(
        made.items.every(
          ({ tier, reason }: Record<string, string>) => tier === 'popular' && reason === 'popular',
        ),
      ).toBe(true);
    }
  });

  it('leaves sections out with their reason when they have too little', async () => {
    const made = sectionOf(await home(), 'recently-viewed');
    expect(made).toMatchObject({ items: [], omitted: 'has 0 items, needs 3', personal: false });
  });

  it('may be kept by caches for a second; a page for somebody by none', async () => {
    const anonymous = await api.browser('GET', '/v1/pages/home');
    expect(anonymous.headers['cache-control']).toBe('public, max-age=1');
    const personal = await api.server('GET', '/v1/pages/home?userId=u1');
    expect(personal.headers['cache-control']).toBe('private, no-store');
    expect(personal.headers).not.toHaveProperty('etag');
  });

  it('is not sent again while it shows the same', async () => {
    const first = await api.browser('GET', '/v1/pages/home');
    const { etag = '' } = first.headers;
    const ask = (ifNoneMatch: string) =>
      api.browser('GET', '/v1/pages/home', undefined, { 'if-none-match': ifNoneMatch });
    expect(await ask(`"other", ${etag}`)).toMatchObject({ status: 304, body: undefined, headers: { etag } });
    expect((await ask('"other"')).status).toBe(200);
    await api.server('PATCH', '/v1/items/p0', { status: 'sanctioned' });
    expect(await ask(etag)).toMatchObject({ status: 200 });
  });

  it('is never answered 304 where it is somebody’s own', async () => {
    await userDid(api, 'u1', saw('seen0'));
    const headers = { 'if-none-match': '*' };
    expect((await api.server('GET', '/v1/pages/home?userId=u1', undefined, headers)).status).toBe(200);
  });
});

describe('home', () => {
  it('recombines what the user looked at, and fills up with what is popular, labelled so', async () => {
    await userDid(api, 'u1', saw('seen1'));
    const made = await forYou({ userId: 'u1', limits: 5 });
    expect(made).toMatchObject({ personal: true, titleKey: 'section.for-you' });
    expect(itemIdsOf(made)).toEqual(['n5', 'n6', 'n7', 'p0', 'p1']);
    expect(made.items.map(({ tier }: { tier: string }) => tier)).toEqual([
      'personal',
      'personal',
      'personal',
      'popular',
      'popular',
    ]);
    const scores = made.items.map(({ score }: { score: number }) => score);
    expect(scores).toEqual(scores.toSorted((a: number, b: number) => b - a));
    expect(made.items.map(({ position }: { position: number }) => position)).toEqual([0, 1, 2, 3, 4]);
  });

  it('shows an action at once', async () => {
    expect((await forYou({ userId: 'u1' })).personal).toBe(false);
    await userDid(api, 'u1', saw('seen0'));
    expect((await forYou({ userId: 'u1' })).personal).toBe(true);
  });

  it('shows what was viewed last, newest first, from three on', async () => {
    await userDid(api, 'u1', saw('seen1', 'seen2'));
    expect(sectionOf(await home({ userId: 'u1' }), 'recently-viewed').omitted).toBe('has 2 items, needs 3');
    await userDid(api, 'u1', [['view', 'seen0', -10]]);
    const made = sectionOf(await home({ userId: 'u1' }), 'recently-viewed');
    expect(itemIdsOf(made)).toEqual(['seen0', 'seen1', 'seen2']);
    expect(made).toMatchObject({
      personal: true,
      items: [{ reason: 'recently-viewed', tier: 'personal' }, {}, {}],
    });
  });

  it('offers to buy again what the shop says is bought again, or the user buys again', async () => {
    await listItems(api, ['milk', 'rice'], { repurchase: 'always' });
    await listItems(api, ['soap'], { repurchase: { afterDays: 10 } });
    await listItems(api, ['fresh'], { repurchase: { afterDays: 30 } });
    await listItems(api, ['ring'], { repurchase: 'never' });
    await listItems(api, ['pen', 'lamp']);
    const bought = (itemId: string, days: number) => ['purchase', itemId, -days * DAY] as const;
    await userDid(api, 'u1', [
      ...['milk', 'rice', 'soap', 'fresh', 'ring', 'lamp'].map((itemId) => bought(itemId, 20)),
      bought('pen', 20),
      bought('pen', 60),
    ]);
    const made = sectionOf(await home({ userId: 'u1' }), 'buy-again');
    expect(itemIdsOf(made).toSorted()).toEqual(['milk', 'pen', 'rice', 'soap']);
    expect(made.items.every(({ reason }: { reason: string }) => reason === 'bought-before')).toBe(true);
  });

  it('says which item it is about, the newest with enough to show beside it', async () => {
    await userDid(api, 'u1', saw('seen1', 'seen0'));
    const about = async (locale: string) =>
      sectionOf(
        await home({ userId: 'u1', limits: { 'for-you': 1, 'because-you-viewed': 5 }, locale }),
        'because-you-viewed',
      );
    const made = await about('en');
    expect(made).toMatchObject({
      title: 'Because you viewed title of seen0',
      titleKey: 'section.because-you-viewed',
      basedOn: 'seen0',
      titleParams: { item: 'title of seen0' },
      personal: true,
    });
    expect(itemIdsOf(made)).toEqual(['n0', 'n1', 'n2', 'n3', 'n4']);
    expect((await about('ko')).title).toBe('title of seen0을(를) 보셨다면');
  });

  it('does not name an item that was taken down', async () => {
    await userDid(api, 'u1', saw('seen0'));
    await api.server('PATCH', '/v1/items/seen0', { status: 'sanctioned' });
    const made = sectionOf(await home({ userId: 'u1', limits: { 'for-you': 1 } }), 'because-you-viewed');
    expect(made).toMatchObject({
      title: 'More like what you viewed',
      titleKey: 'section.because-you-viewed-something',
    });
    expect(made).not.toHaveProperty('titleParams');
  });

  it('is about nothing that was hidden, in the preferences or by an event', async () => {
    const row = ids('n', 30).map((itemId, rank) => [itemId, 0.9 - rank / 100, 50 - rank] as const);
    await publish(api, 'together-view-all', { seen0: row, seen1: row, seen2: row }, 'v2');
    await userDid(api, 'u1', saw('seen0', 'seen1', 'seen2'));
    const about = async () => {
      api.time.now += 60_000;
      return sectionOf(await home({ userId: 'u1', limits: 2 }), 'because-you-viewed');
    };
    expect(await about()).toMatchObject({ basedOn: 'seen0' });
    await api.server('PATCH', '/v1/users/u1/preferences', { hiddenItems: ['seen0'] });
    expect(await about()).toMatchObject({ basedOn: 'seen1', title: 'Because you viewed title of seen1' });
    await userDid(api, 'u1', [['hide', 'seen1', -100]]);
    expect(await about()).toMatchObject({ basedOn: 'seen2' });
  });

  it('shows no item twice', async () => {
    await userDid(api, 'u1', saw('seen0', 'seen1', 'n0', 'p0', 'p1'));
    const { sections } = await home({ userId: 'u1' });
    const all = sections.flatMap(itemIdsOf);
    expect(new Set(all).size).toBe(all.length);
    expect(itemIdsOf(sections[0])).toContain('n0');
  });

  it('gives every section a recommendationId of its own', async () => {
    const given = [await home(), await home()].flatMap(({ sections }) =>
      sections.map(({ recommendationId }: { recommendationId: string }) => recommendationId),
    );
    expect(new Set(given).size).toBe(16);
  });

  it('uses a cookie’s last user for scores, but shows only what the cookie did since', async () => {
    await userDid(api, 'u1', saw('seen0', 'n28', 'n29', 'n27'), ['c1']);
    await cookieDid(api, 'c1', [['view', 'seen1', -1]], [['u1', -500]]);
    const { sections } = await home({ cookieId: 'c1' });
    expect(sections[0]).toMatchObject({ section: 'recently-viewed', omitted: 'has 1 items, needs 3' });
    expect(sectionOf({ sections }, 'for-you')).toMatchObject({ personal: true });
    expect(itemIdsOf(sectionOf({ sections }, 'for-you'))).toContain('n0');
  });
});

describe('what is never recommended', () => {
  beforeEach(() => userDid(api, 'u1', saw('seen0')));
  const all = async (asked: object = {}) =>
    (await home({ userId: 'u1', limits: 100, ...asked })).sections.flatMap(itemIdsOf);

  it.each(['reserved', 'sold', 'deleted', 'sanctioned'])(
    'an item that became %s, from the next response on',
    async (status) => {
      expect(await all()).toContain('n0');
      await api.server('PATCH', '/v1/items/n0', { status });
      await api.server('PATCH', '/v1/items/p0', { status });
      expect(await all()).not.toContain('n0');
      expect(await all()).not.toContain('p0');
    },
  );

  it.each([
    ['without stock', { stock: 0 }],
    ['not yet available', { availableFrom: at(1) }],
    ['no longer available', { availableUntil: at(0) }],
    ['of the viewer’s own', { sellerId: 'u1' }],
    ['for adults', { adult: true }],
  ])('an item %s', async (_, change) => {
    await api.server('PATCH', '/v1/items/n0', change);
    expect(await all()).not.toContain('n0');
    await api.server(
      'PATCH',
      '/v1/items/n0',
      Object.fromEntries(Object.keys(change).map((name) => [name, null])),
    );
    expect(await all()).toContain('n0');
  });

  it('an item that the catalogue does not know', async () => {
    await publish(
      api,
      'together-view-all',
      {
        seen0: [
          ['ghost', 1, 9],
          ['n1', 0.5, 5],
        ],
      },
      'v2',
    );
    api.time.now += 3000;
    expect(await all()).not.toContain('ghost');
    expect(await all()).toContain('n1');
  });

  it('an item available from a moment on, before that moment', async () => {
    await api.server('PATCH', '/v1/items/n0', { availableFrom: at(MINUTE), availableUntil: at(2 * MINUTE) });
    expect(await all()).not.toContain('n0');
    api.time.now += MINUTE;
    expect(await all()).toContain('n0');
    api.time.now += MINUTE;
    expect(await all()).not.toContain('n0');
  });

  it('what was bought, unless its rule lets it return; a refund brings it back', async () => {
    await listItems(api, ['n1'], { repurchase: 'always' });
    await listItems(api, ['n2'], { repurchase: { afterDays: 7 } });
    await listItems(api, ['n3'], { repurchase: { afterDays: 3 } });
    await userDid(
      api,
      'u1',
      ['n0', 'n1', 'n2', 'n3', 'n4'].map((itemId) => ['purchase', itemId, -5 * DAY] as const),
    );
    const shown = await all();
    expect(['n0', 'n1', 'n2', 'n3', 'n4'].filter((itemId) => shown.includes(itemId))).toEqual(['n1', 'n3']);
    await userDid(api, 'u1', [['refund', 'n4', -4 * DAY]]);
    expect(await all()).toContain('n4');
  });

  it('what the request or the viewer excludes', async () => {
    await listItems(api, ['n5'], { categories: ['all', 'games'] });
    await listItems(api, ['n6'], { price: 900 });
    await userDid(api, 'u1', [
      ['hide', 'n7', -5],
      ['cart', 'n8', -5],
      ['cart', 'n9', -5],
      ['uncart', 'n9', -4],
    ]);
    await api.server('PATCH', '/v1/users/u1/preferences', {
      dislikedCategories: ['games'],
      hiddenItems: ['n4'],
      priceRange: { max: 500 },
    });
    const shown = await all({ exclude: ['n0'], context: { itemIds: ['n1'], cartItemIds: ['n2'] } });
    for (const gone of ['n0', 'n1', 'n2', 'n4', 'n5', 'n6', 'n7', 'n8']) expect(shown).not.toContain(gone);
    for (const kept of ['n3', 'n9']) expect(shown).toContain(kept);
  });

  it('what was hidden on the cookie that comes with the user', async () => {
    await api.server('PATCH', '/v1/users/u1/preferences', { hiddenItems: ['n3'] });
    await api.server('PATCH', '/v1/cookies/c9/preferences', {
      hiddenItems: ['n4'],
      dislikedCategories: ['none'],
    });
    expect(await all()).toContain('n4');
    const shown = await all({ cookieId: 'c9' });
    for (const gone of ['n3', 'n4']) expect(shown).not.toContain(gone);
    expect(shown).toContain('n5');
  });

  it('what the request’s filters leave out', async () => {
    await listItems(api, ['n0'], {
      categories: ['x'],
      price: 5,
      attributes: { brand: 'acme', size: ['s', 'm'] },
    });
    const only = async (filters: object) => all({ filters });
    expect(await only({ categories: ['x'] })).toEqual(['n0']);
    expect(await only({ price: { max: 5 } })).toEqual(['n0']);
    expect(await only({ attributes: { brand: ['acme', 'other'], size: 'm' } })).toEqual(['n0']);
    expect(await only({ attributes: { brand: 'acme', size: 'xl' } })).toEqual([]);
    for (const filters of [
      { excludeCategories: ['x'] },
      { price: { min: 6 } },
      { excludeAttributes: { size: 'm' } },
    ])
      expect(await only(filters)).not.toContain('n0');
  });

  it('adult items, but to who may and wants to see them', async () => {
    await api.server('PATCH', '/v1/items/n0', { adult: true });
    const shows = async (profile: object, showAdult: boolean | null) => {
      await api.server('PUT', '/v1/users/u1', profile);
      await api.server('PATCH', '/v1/users/u1/preferences', { showAdult });
      return (await all()).includes('n0');
    };
    expect(await shows({ adult: true }, null)).toBe(false);
    expect(await shows({ adult: true }, true)).toBe(true);
    expect(await shows({ birthYear: 2015 }, true)).toBe(false);
    expect(await shows({ adult: true }, false)).toBe(false);
    expect(await shows({}, true)).toBe(false);
    expect(await shows({ adult: false }, true)).toBe(false);
    expect(await shows({}, null)).toBe(false);
  });
});

describe('the item page', () => {
  const item = async (itemId: string, more = '') =>
    (await api.server('GET', `/v1/pages/item?itemId=${itemId}${more}`)).body;

  it('shows what was viewed and what was bought together with the item', async () => {
    const body = await item('seen0', '&limit=5');
    expect(pageReply.safeParse(body).success).toBe(true);
    const [viewed, bought] = ['viewed-together', 'bought-together'].map((name) => sectionOf(body, name));
    expect(viewed).toMatchObject({
      section: 'viewed-together',
      basedOn: 'seen0',
      titleParams: { item: 'title of seen0' },
      personal: false,
    });
    expect(itemIdsOf(viewed)).toEqual(ids('n', 5));
    expect(viewed.items[0]).toMatchObject({ reason: 'together-view', tier: 'personal', score: 1 });
    expect(itemIdsOf(bought)).toEqual(['n10', 'n11', 'n12', 'n13']);
  });

  it('falls back honestly to what is popular for an item without neighbours', async () => {
    const body = await item('seen2');
    const [viewed, bought] = ['viewed-together', 'bought-together'].map((name) => sectionOf(body, name));
    expect(viewed).toMatchObject({
      titleKey: 'section.popular',
      items: [{ tier: 'popular' }, ...Array(19).fill({})],
    });
    expect(viewed).not.toHaveProperty('basedOn');
    expect(bought).toMatchObject({ items: [], omitted: 'has 0 items, needs 3' });
  });

  it('takes the rows of the platform’s channel, then web, then all', async () => {
    await publish(api, 'together-view-mobile', { seen1: [['n20', 1, 1]] });
    await publish(api, 'together-view-web', { seen1: [['n21', 1, 1]], seen0: [['n22', 1, 1]] });
    const first = async (itemId: string, platform: string) =>
      itemIdsOf(sectionOf(await item(itemId, `&platform=${platform}`), 'viewed-together'))[0];
    expect(await first('seen1', 'ios')).toBe('n20');
    expect(await first('seen1', 'mweb')).toBe('n20');
    expect(await first('seen1', 'web')).toBe('n21');
    expect(await first('seen0', 'android')).toBe('n22');
    expect(await first('bought', 'web')).toBe('p0');
  });

  it('never shows the item beside itself', async () => {
    await publish(
      api,
      'together-view-all',
      {
        p0: [
          ['p0', 1, 9],
          ['n1', 1, 5],
        ],
      },
      'v2',
    );
    expect((await item('p0')).sections.flatMap(itemIdsOf)).not.toContain('p0');
  });
});

describe('the shape of an answer', () => {
  it('binds the fields asked for, in the locale', async () => {
    await listItems(api, ['p0'], { titles: { ko: '셔츠' }, currency: 'KRW' });
    const first = async (asked: object) => (await forYou(asked)).items[0].item;
    expect(await first({ fields: ['title', 'price', 'currency', 'url'], locale: 'ko' })).toEqual({
      title: '셔츠',
      price: 100,
      currency: 'KRW',
    });
    expect(await first({ fields: ['title'] })).toEqual({ title: 'title of p0' });
    expect(await first({})).toBeUndefined();
    const page = await api.server('GET', '/v1/pages/home?fields=title,price&locale=ko');
    expect(sectionOf(page.body, 'for-you')).toMatchObject({
      title: '지금 인기 있는 상품',
      items: [{ item: { price: 100 } }, ...Array(19).fill({})],
    });
  });

  it('takes limits for all sections or by name', async () => {
    expect((await forYou({ limits: 3 })).items).toHaveLength(3);
    expect((await forYou({ limits: { 'for-you': 7 } })).items).toHaveLength(7);
    expect((await forYou()).items).toHaveLength(20);
    const wrong = await api.server('POST', '/v1/recommend', { page: 'home', limits: { elsewhere: 3 } });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'limits' }] } });
  });

  it('serves sections by name', async () => {
    const { body } = await api.server('POST', '/v1/recommend', {
      sections: ['bought-together', 'for-you'],
      context: { itemIds: ['seen0'] },
    });
    expect(body.sections.map(({ section }: { section: string }) => section)).toEqual([
      'bought-together',
      'for-you',
    ]);
  });

  it('answers 404 for pages and sections that do not exist, naming those that do', async () => {
    const codes = [
      await api.server('POST', '/v1/recommend', { page: 'moon' }),
      await api.server('GET', '/v1/pages/__proto__'),
      await api.server('POST', '/v1/recommend', { sections: ['moon'] }),
      await api.server('GET', '/v1/pages/home/sections/viewed-together'),
    ];
    expect(codes.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'unknown-page'],
      [404, 'unknown-page'],
      [404, 'unknown-section'],
      [404, 'unknown-section'],
    ]);
    expect(codes[0]!.body.detail).toContain('home, item');
  });

  it('lets only an admin key force variants', async () => {
    const body = { page: 'home', force: { experiment: 'b' } };
    expect((await api.server('POST', '/v1/recommend', body)).status).toBe(403);
    expect((await api.admin('POST', '/v1/recommend', body)).status).toBe(200);
  });
});

describe('a browser key', () => {
  const token = async (userId: string) =>
    (await api.server('POST', '/v1/user-tokens', { userId })).body.token;

  it('reads pages of nobody, of a cookie, and of the user whose token it has', async () => {
    expect((await api.browser('GET', '/v1/pages/home')).status).toBe(200);
    expect((await api.browser('GET', '/v1/pages/home?cookieId=c1')).status).toBe(200);
    const own = await api.browser('GET', '/v1/pages/home?userId=u1', undefined, {
      'x-user-token': await token('u1'),
    });
    expect(own.status).toBe(200);
  });

  it('cannot read another user’s page', async () => {
    expect(await api.browser('GET', '/v1/pages/home?userId=u1')).toMatchObject({
      status: 403,
      body: { code: 'user-not-verified' },
    });
    const other = await api.browser('GET', '/v1/pages/home?userId=u1', undefined, {
      'x-user-token': await token('u2'),
    });
    expect(other.status).toBe(403);
    const forged = await api.browser('GET', '/v1/pages/home?userId=u1', undefined, { 'x-user-token': 'x.y' });
    expect(forged).toMatchObject({ status: 403, headers: { 'x-user-token': 'invalid' } });
    const headers = { 'x-user-token': await token('u1') };
    api.time.now += 3_600_000;
    const late = await api.browser('GET', '/v1/pages/home?userId=u1', undefined, headers);
    expect(late).toMatchObject({ status: 403, headers: { 'x-user-token': 'expired' } });
  });

  it('gets no ledger', async () => {
    expect((await api.browser('GET', '/v1/pages/home?explain=true')).status).toBe(403);
  });
});

describe('explain and whyNot', () => {
  it('tell what each source proposed, what left and why, and the order', async () => {
    await userDid(api, 'u1', saw('seen0'));
    await api.server('PATCH', '/v1/items/n0', { status: 'sold' });
    const { ledger } = await forYou({ userId: 'u1', explain: true, limits: 2, exclude: ['n1'] });
    expect(ledger.sources.map(({ source, count }: Record<string, unknown>) => [source, count])).toEqual([
      ['history', 30],
      ['adopted', 0],
      ['popular', 30],
    ]);
    expect(ledger.removed).toContainEqual({ itemId: 'n0', step: 'available', reason: 'its status is sold' });
    expect(ledger.removed).toContainEqual({
      itemId: 'n1',
      step: 'excluded',
      reason: 'the request excludes it, or it was shown before',
    });
    expect(ledger.order.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['n2', 'n3']);
    expect(ledger.steps).toContainEqual({ step: 'available', removed: 1 });
    expect(ledger.order[0]).toMatchObject({
      position: 0,
      tier: 'personal',
      reason: 'history',
      words: 'goes with what the viewer looked at, put into the cart or bought',
    });
  });

  it('tell every source that proposed an item, not only the one whose reason it carries', async () => {
    await userDid(api, 'u1', saw('seen0'));
    await popular(api, ['n4', ...ids('p', 9)]);
    const made = await forYou({ userId: 'u1', explain: true, limits: 5, locale: 'ko' });
    const [entry] = made.ledger.order.filter(({ itemId }: { itemId: string }) => itemId === 'n4');
    expect(entry.sources.map(({ source }: { source: string }) => source)).toEqual(['history', 'popular']);
    expect(entry.words).toBe('회원이 보거나 담거나 구매한 상품과 어울립니다');
    const [first] = made.ledger.order;
    const shares = first.sources.map(({ share }: { share: number }) => share);
    expect(shares.reduce((sum: number, share: number) => sum + share)).toBeCloseTo(first.score, 12);
  });

  it('answer for one item in every section', async () => {
    await userDid(api, 'u1', saw('seen0', 'seen1', 'n27'));
    const why = async (itemId: string) => (await forYou({ userId: 'u1', whyNot: itemId, limits: 4 })).whyNot;
    expect(await why('n5')).toMatchObject({ answer: 'it is shown, at position 0' });
    expect(await why('n27')).toMatchObject({ step: 'dedupe' });
    expect(await why('n29')).toMatchObject({
      step: 'cut',
      answer: expect.stringMatching(/^others had higher scores: it stands at place \d+ of \d+, 4 are shown$/),
    });
    expect(await why('ghost')).toMatchObject({
      step: 'sources',
      answer: 'no source of for-you proposed it',
    });
    const { sections } = await home({ userId: 'u1', whyNot: 'seen0', exclude: ['n27'] });
    expect(sections[0]).toMatchObject({
      items: [],
      whyNot: {
        step: 'cut',
        answer: 'it would be shown, but the section is left out: it has 2 items, needs 3',
      },
    });
  });

  it('are not there unless asked for', async () => {
    expect(await forYou()).not.toHaveProperty('ledger');
    expect(await forYou()).not.toHaveProperty('whyNot');
  });
});

describe('a store that does not answer in time', () => {
  const slow = <T extends object>(port: T, method: keyof T) => {
    const original = port[method] as (...given: unknown[]) => Promise<unknown>;
    port[method] = (async (...given: unknown[]) => {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      return original.apply(port, given);
    }) as T[keyof T];
  };
  const homeAfter = async (milliseconds: number) => {
    const page = home({ userId: 'u1' });
    await vi.advanceTimersByTimeAsync(milliseconds);
    return page;
  };
  beforeEach(async () => {
    await userDid(api, 'u1', saw('seen0', 'seen1', 'seen2'));
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('of models costs the sections that live on them, aloud', async () => {
    slow(api.ports.models, 'readRows');
    const { sections } = await homeAfter(2100);
    expect(sectionOf({ sections }, 'for-you')).toMatchObject({ degraded: ['models'] });
    expect(sectionOf({ sections }, 'recently-viewed').items).toHaveLength(3);
  });

  it('of actors gives everybody’s page, and says so', async () => {
    slow(api.ports.actors, 'read');
    const { sections } = await homeAfter(2100);
    expect(sectionOf({ sections }, 'for-you')).toMatchObject({ degraded: ['actors'], personal: false });
  });
});

describe('a store that fails', () => {
  it('of models degrades the sections that live on them, aloud', async () => {
    await userDid(api, 'u1', saw('seen0', 'seen1', 'seen2'));
    failNext(api.ports.models, 'pointers', new Error('x'), 5);
    const { sections } = await home({ userId: 'u1' });
    expect(sectionOf({ sections }, 'recently-viewed').items).toHaveLength(3);
    expect(sectionOf({ sections }, 'recently-viewed')).not.toHaveProperty('degraded');
    expect(sectionOf({ sections }, 'for-you')).toMatchObject({
      degraded: ['models'],
      items: [],
      omitted: 'has 0 items, needs 1; could not read: models',
    });
  });

  it('of models is bridged for half a minute by what is in memory', async () => {
    expect((await forYou()).items).toHaveLength(20);
    api.time.now += 10_000;
    failNext(api.ports.models, 'pointers', new Error('x'), 1);
    failNext(api.ports.models, 'readRows', new Error('x'), 1);
    const made = await forYou();
    expect(made.items).toHaveLength(20);
    expect(made).not.toHaveProperty('degraded');
    api.time.now += 30_000;
    failNext(api.ports.models, 'pointers', new Error('x'), 1);
    expect((await forYou()).degraded).toEqual(['models']);
  });

  it('of actors gives everybody’s page, says so, and is not cached', async () => {
    failNext(api.ports.actors, 'read');
    const answer = await api.server('GET', '/v1/pages/home?userId=u1');
    expect(sectionOf(answer.body, 'for-you')).toMatchObject({ degraded: ['actors'], personal: false });
    expect(answer.headers['cache-control']).toBe('private, no-store');
  });

  it('of items lets nothing out', async () => {
    failNext(api.ports.items, 'read');
    expect(await api.server('GET', '/v1/pages/home')).toMatchObject({
      status: 503,
      body: { code: 'store-unavailable' },
    });
  });
});
