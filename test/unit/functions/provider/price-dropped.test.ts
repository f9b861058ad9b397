import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, type TestApi, testApi } from './support/api.ts';
import { cookieDid, ids, itemIdsOf, listItems, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, ids('i', 4), { updatedAt: new Date(api.time.now - 9 * DAY).toISOString() });
});
const change = (itemId: string, fields: object) => api.server('PATCH', `/v1/items/${itemId}`, fields);
const myPage = async (asked: object) =>
  (await api.server('POST', '/v1/recommend', { page: 'my-page', ...asked })).body.sections[0];
const liked = (...itemIds: string[]) => itemIds.map((itemId) => ['like', itemId, -5 * DAY] as const);

describe('price dropped or back in stock, on my page', () => {
  it('shows the largest fall first, and what came back', async () => {
    await userDid(api, 'u1', [...liked('i0', 'i1', 'i3'), ['cart', 'i2', -4 * DAY]]);
    expect(await myPage({ userId: 'u1' })).toMatchObject({ omitted: 'has 0 items, needs 1' });
    await change('i0', { price: 90 });
    await change('i1', { stock: 0 });
    await change('i2', { price: 50 });
    const made = await myPage({ userId: 'u1', fields: ['price', 'previousPrice'] });
    expect(made).toMatchObject({
      section: 'price-dropped',
      personal: true,
      title: 'Price dropped or back in stock',
    });
    expect(made.items).toMatchObject([
      { itemId: 'i2', reason: 'price-dropped', score: 1, item: { price: 50, previousPrice: 100 } },
      { itemId: 'i0', reason: 'price-dropped' },
    ]);
    await change('i1', { stock: 3 });
    const back = await myPage({ userId: 'u1' });
    expect(itemIdsOf(back)).toEqual(['i2', 'i1', 'i0']);
    expect(back.items[1].reason).toBe('back-in-stock');
  });

  it('compares with the price of the day when it was liked, not with the one before the last fall', async () => {
    const changeAt = (itemId: string, price: number, days: number) =>
      change(itemId, { price, updatedAt: new Date(api.time.now - days * DAY).toISOString() });
    // Liked five days ago: i0 at 100, i1 at 60 and i2 at 80.
    await changeAt('i1', 60, 7);
    await changeAt('i2', 80, 6);
    await userDid(api, 'u1', liked('i0', 'i1', 'i2'));
    await changeAt('i0', 60, 3);
    await changeAt('i0', 55, 1);
    await changeAt('i1', 90, 3);
    await changeAt('i1', 70, 1);
    await changeAt('i2', 90, 3);
    await changeAt('i2', 72, 1);
    const made = await myPage({ userId: 'u1', explain: true });
    // i1 is dearer than when it was liked, though its price fell yesterday.
    expect(itemIdsOf(made)).toEqual(['i0', 'i2']);
    const [i0, i2] = made.ledger.sources[0].candidates;
    expect(i0.score / i2.score).toBeCloseTo(0.45 / 0.1, 9);
  });

  it('shows nothing that cannot be bought, was bought or was taken back', async () => {
    await userDid(api, 'u1', [...liked('i0', 'i1', 'i2'), ['purchase', 'i1', -DAY], ['unlike', 'i2', -DAY]]);
    for (const itemId of ['i0', 'i1', 'i2']) await change(itemId, { price: 50 });
    await change('i0', { status: 'reserved' });
    expect(itemIdsOf(await myPage({ userId: 'u1' }))).toEqual([]);
    await userDid(api, 'u1', [['like', 'i3', -DAY]]);
    await change('i3', { price: 99 });
    expect(itemIdsOf(await myPage({ userId: 'u1' }))).toEqual(['i3']);
  });

  it('shows a cookie nothing of what the user did whom it was last seen with', async () => {
    await userDid(api, 'u1', liked('i0'), ['c1']);
    await cookieDid(api, 'c1', [['like', 'i1', -10]], [['u1', -500]]);
    for (const itemId of ['i0', 'i1']) await change(itemId, { price: 50 });
    expect(itemIdsOf(await myPage({ cookieId: 'c1' }))).toEqual(['i1']);
  });

  it('answers 503 when its items cannot be read', async () => {
    await userDid(api, 'u1', liked('i0'));
    api.ports.items.read = () => Promise.reject(new Error('down'));
    expect((await api.server('POST', '/v1/recommend', { page: 'my-page', userId: 'u1' })).status).toBe(503);
  });
});
