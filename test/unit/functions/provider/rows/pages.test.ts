import { beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from '../support/api.ts';
import { store } from '../support/editor.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from '../support/market.ts';

/** Rows B7, B7a, B11 and D5 of the systems that we set out to build: pages, their sections, and what is between them. */
let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 30), ...ids('n', 12), 'seen']);
  await popular(api, ids('p', 30));
  const row = ids('n', 12).map((itemId, rank) => [itemId, 0.9 - rank / 20, 20 - rank] as const);
  await publish(api, 'together-view-all', { seen: row });
  await userDid(api, 'u1', [['view', 'seen', -1000]]);
});
// biome-ignore lint/suspicious/noExplicitAny: pages of every shape
const page = async (asked: object): Promise<any> => (await api.server('POST', '/v1/recommend', asked)).body;
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const sectionOf = ({ sections }: any, name: string) => sections.find((one: any) => one.section === name);

describe('the provider', () => {
  it('B7: scores a history now, merges it with what is popular, filters, and shows nothing twice', async () => {
    const asked = { page: 'home', userId: 'u1', limits: 20, explain: true };
    await listItems(api, ['n0'], { status: 'sold' });
    await userDid(api, 'u1', [['hide', 'p0', -500]]);
    const made = await page(asked);
    const forYou = sectionOf(made, 'for-you');
    expect(itemIdsOf(forYou).slice(0, 2)).toEqual(['n1', 'n2']);
    expect(itemIdsOf(forYou)).toContain('p1');
    const { sources, removed } = forYou.ledger;
    expect(sources.map(({ source }: { source: string }) => source)).toEqual([
      'history',
      'adopted',
      'popular',
    ]);
    expect(removed).toContainEqual({ itemId: 'n0', step: 'available', reason: 'its status is sold' });
    expect(removed).toContainEqual({ itemId: 'p0', step: 'hidden', reason: 'the viewer hid it' });
    const all = made.sections.flatMap(itemIdsOf);
    expect(new Set(all).size).toBe(all.length);
    await userDid(api, 'u1', [['view', 'n5', 0]]);
    expect(sectionOf(await page(asked), 'for-you').ledger.order).not.toEqual(forYou.ledger.order);
  });

  it.each(['brand', 'city', 'landmark'])(
    'B7: lifts what is of the %s that the viewer acts on',
    async (name) => {
      await listItems(api, ['liked', 'p9'], { attributes: { [name]: 'Haeundae' } });
      const placeOf = async () =>
        itemIdsOf(sectionOf(await page({ page: 'home', userId: 'u2' }), 'for-you')).indexOf('p9');
      expect(await placeOf()).toBe(9);
      await userDid(api, 'u2', [['like', 'liked', -1000]]);
      expect(await placeOf()).toBeLessThan(9);
    },
  );

  it('B7: lifts the categories that the viewer prefers', async () => {
    await listItems(api, ['p9'], { categories: ['all', 'shoes'] });
    const shown = async () => {
      const asked = { sections: ['popular-with-people-like-you'], userId: 'u2' };
      return itemIdsOf((await page(asked)).sections[0]);
    };
    expect((await shown()).indexOf('p9')).toBe(9);
    await api.server('PATCH', '/v1/users/u2/preferences', { preferredCategories: ['shoes'] });
    expect((await shown()).indexOf('p9')).toBeLessThan(9);
  });
});

describe('a page', () => {
  it('B7a: has sections of its own for a city, static places between them, and the item fields asked for', async () => {
    const banner = { slot: 'banner', content: { image: 'busan.png' } };
    const titled = { titleKey: 'section.city', titles: { en: 'In Busan', ko: '부산에서' }, minItems: 1 };
    const steps = [{ step: 'available' }, { step: 'attributes', include: { city: 'Busan' } }];
    await store(api, 'providers/busan', { name: 'busan', sources: [{ source: 'popular' }], steps });
    await store(api, 'sections/busan', { name: 'busan', provider: 'busan', ...titled });
    await store(api, 'pages/busan', { name: 'busan', sections: ['busan', banner, 'for-you'] });
    await listItems(api, ['p7'], { attributes: { city: 'Busan' }, titles: { ko: '부산 투어' }, price: 30 });
    const made = await page({ page: 'busan', fields: ['title', 'price'], locale: 'ko' });
    expect(made.slots).toEqual([{ ...banner, after: 1 }]);
    expect(made.sections).toMatchObject([{ section: 'busan', title: '부산에서' }, { section: 'for-you' }]);
    expect(made.sections[0].items).toMatchObject([{ itemId: 'p7', item: { title: '부산 투어', price: 30 } }]);
    const plain = await page({ page: 'home' });
    expect(plain).not.toHaveProperty('slots');
    expect(itemIdsOf(sectionOf(plain, 'for-you'))[0]).toBe('p0');
    expect(sectionOf(plain, 'for-you').items[0]).not.toHaveProperty('item');
  });

  it('B7a: is about what the request has at hand: an item, a cart, a category', async () => {
    await publish(api, 'together-basket-all', {
      seen: ids('n', 4).map((itemId) => [itemId, 0.5, 5] as const),
    });
    await listItems(api, ['seen'], { categories: ['all', 'phones'] });
    const item = await page({ page: 'item', context: { itemIds: ['seen'] } });
    expect(sectionOf(item, 'viewed-together').basedOn).toBe('seen');
    const cart = await page({ page: 'cart', context: { cartItemIds: ['seen'] } });
    expect(itemIdsOf(sectionOf(cart, 'goes-with-it')).slice(0, 4)).toEqual(ids('n', 4));
    expect(cart.sections.flatMap(itemIdsOf)).not.toContain('seen');
    await listItems(api, ['p3'], { categories: ['all', 'shoes'] });
    const shoes = await page({ page: 'category', context: { category: 'shoes' } });
    expect(shoes.sections[0].items.slice(0, 2)).toMatchObject([
      { itemId: 'p3', reason: 'popular' },
      { itemId: 'p0', reason: 'popular-in-parent' },
    ]);
  });

  it('B11: lists a category by what goes with the viewer, and so the shop’s own list', async () => {
    await listItems(api, ids('n', 12), { categories: ['all', 'elsewhere'] });
    await listItems(api, ['n0', 'n1'], { categories: ['all', 'goods'] });
    const listed = async (userId: string) =>
      itemIdsOf((await page({ page: 'category', context: { category: 'goods' }, userId })).sections[0]);
    expect(await listed('stranger')).toEqual(ids('p', 20));
    const own = await listed('u1');
    expect(own).toEqual(expect.arrayContaining(['p0', 'n0', 'n1']));
    expect(own.indexOf('n0')).toBeLessThan(own.indexOf('p17'));
    expect(own).not.toContain('n2');
    const ranked = async (userId: string) =>
      itemIdsOf((await api.server('POST', '/v1/rank', { itemIds: ['p25', 'n0'], userId })).body);
    expect(await ranked('stranger')).toEqual(['p25', 'n0']);
    expect(await ranked('u1')).toEqual(['n0', 'p25']);
  });

  it('D5: home has what matches the taste and what goes with the last view, and an item what was viewed with it', async () => {
    const home = await page({
      page: 'home',
      userId: 'u1',
      limits: { 'for-you': 3, 'because-you-viewed': 5 },
    });
    expect(sectionOf(home, 'for-you')).toMatchObject({ title: 'For you', personal: true });
    expect(itemIdsOf(sectionOf(home, 'for-you'))).toEqual(['n0', 'n1', 'n2']);
    expect(sectionOf(home, 'because-you-viewed')).toMatchObject({ basedOn: 'seen', personal: true });
    expect(itemIdsOf(sectionOf(home, 'because-you-viewed'))).toEqual(['n3', 'n4', 'n5', 'n6', 'n7']);
    const item = await page({ page: 'item', context: { itemIds: ['seen'] }, limits: 12 });
    expect(sectionOf(item, 'viewed-together')).toMatchObject({ title: 'Viewed together', basedOn: 'seen' });
    expect(itemIdsOf(sectionOf(item, 'viewed-together'))).toEqual(ids('n', 12));
  });
});
