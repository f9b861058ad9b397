import { describe, expect, it } from 'vitest';
import { storedItem } from '../../../../contract/api/items.ts';
import type { ItemRecord } from '../../../../contract/stream.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, MINUTE, type TestApi, testApi } from './support/api.ts';

const fields = {
  title: 'Shirt',
  categories: ['fashion', 'shirts'],
  price: 100,
  listedAt: at(0),
  status: 'on_sale',
};
const put = (api: TestApi, more: object = {}) => api.server('PUT', '/v1/items/i1', { ...fields, ...more });

describe('writing an item', () => {
  it('answers the stored version, which the next read sees, and announces it on the stream', async () => {
    const api = testApi();
    expect(await put(api)).toMatchObject({
      status: 200,
      body: { itemId: 'i1', updatedAt: at(0), price: 100 },
    });
    expect((await api.server('GET', '/v1/items/i1')).body).toMatchObject({ ...fields, itemId: 'i1' });
    expect(api.ports.stream.entries[0]!.partitionKey).toBe('i#i1');
    expect(api.ports.stream.records()[0] as ItemRecord).toMatchObject({
      kind: 'item',
      item: { itemId: 'i1' },
    });
  });

  it('takes the id in the body only when it is the path’s', async () => {
    const api = testApi();
    expect((await put(api, { itemId: 'i1' })).status).toBe(200);
    const other = await put(api, { itemId: 'i2' });
    expect(other).toMatchObject({ status: 400, body: { errors: [{ field: 'itemId', got: '"i2"' }] } });
  });

  it('never lets an older updatedAt win, and says which stands', async () => {
    const api = testApi();
    await put(api, { updatedAt: at(0), price: 2 });
    const late = await put(api, { updatedAt: at(-1), price: 1 });
    expect(late).toMatchObject({ status: 409, body: { code: 'stale-write', updatedAt: at(0) } });
    expect((await api.server('GET', '/v1/items/i1')).body.price).toBe(2);
  });

  it('takes the same write again', async () => {
    const api = testApi();
    for (let time = 0; time < 2; time++) expect((await put(api, { updatedAt: at(-5) })).status).toBe(200);
  });

  it('refuses an updatedAt more than five minutes ahead', async () => {
    const api = testApi();
    expect((await put(api, { updatedAt: at(5 * MINUTE) })).status).toBe(200);
    const ahead = await put(api, { updatedAt: at(5 * MINUTE + 1) });
    expect(ahead).toMatchObject({
      status: 400,
      body: { code: 'updated-in-future', errors: [{ field: 'updatedAt' }] },
    });
  });

  it('lets a sanction without a time win over clocks that run ahead', async () => {
    const api = testApi();
    await put(api, { updatedAt: at(4 * MINUTE) });
    const answer = await api.server('PATCH', '/v1/items/i1', { status: 'sanctioned' });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'sanctioned', updatedAt: at(4 * MINUTE + 1) },
    });
    expect((await put(api, { updatedAt: at(4 * MINUTE) })).status).toBe(409);
  });

  it('patches fields and removes with null', async () => {
    const api = testApi();
    await put(api, { stock: 3 });
    const { body } = await api.server('PATCH', '/v1/items/i1', { stock: null, price: 7 });
    expect(body).toMatchObject({ price: 7, title: 'Shirt' });
    expect(body).not.toHaveProperty('stock');
    expect((await api.server('PATCH', '/v1/items/i1', { title: null })).status).toBe(400);
  });

  it('shows from which price it fell and when it came back, and takes neither in a write', async () => {
    const api = testApi();
    await put(api, { price: 20, stock: 0 });
    const { body } = await put(api, { price: 15, stock: 1 });
    const { updatedAt } = body;
    expect(body).toMatchObject({ previousPrice: 20, priceDroppedAt: updatedAt, backAt: updatedAt });
    expect(storedItem.parse((await api.server('GET', '/v1/items/i1')).body)).toEqual(body);
    const refused = await put(api, { previousPrice: 30 });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-body']);
    expect((await api.server('PATCH', '/v1/items/i1', { backAt: at(0) })).status).toBe(400);
  });

  it('neither shows nor takes what its title is compared by', async () => {
    const api = testApi();
    const titleSignature = 'AQ';
    expect(await put(api, { titleSignature })).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
    const written = await put(api);
    const patched = await api.server('PATCH', '/v1/items/i1', { title: 'Coat' });
    const refused = await api.server('PATCH', '/v1/items/i1', { titleSignature });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
    const read = await api.server('GET', '/v1/items/i1');
    const many = await api.server('POST', '/v1/items/batch-get', { itemIds: ['i1'] });
    expect((await api.ports.items.read(['i1'])).get('i1')).toHaveProperty('titleSignature');
    expect(many.body.items).toHaveLength(1);
    for (const { body } of [written, patched, read, many])
      expect(JSON.stringify(body)).not.toContain('titleSignature');
    expect(JSON.stringify(api.ports.stream.records())).not.toContain('titleSignature');
  });

  it('leaves a tombstone, which a late update does not bring back', async () => {
    const api = testApi();
    await put(api);
    expect((await api.server('DELETE', '/v1/items/i1')).body).toMatchObject({ status: 'deleted' });
    expect(await api.server('GET', '/v1/items/i1')).toMatchObject({
      status: 200,
      body: { status: 'deleted' },
    });
    expect((await put(api, { updatedAt: at(-MINUTE) })).status).toBe(409);
  });

  it.each(['GET', 'DELETE'])('answers 404 to %s of an unknown one', async (method) => {
    expect(await testApi().server(method, '/v1/items/no')).toMatchObject({
      status: 404,
      body: { code: 'unknown-item' },
    });
  });

  it('answers 404 to PATCH of an unknown one', async () => {
    expect((await testApi().server('PATCH', '/v1/items/no', { price: 1 })).status).toBe(404);
  });

  it('answers 503 when its change could not be announced: it is stored, and a retry is harmless', async () => {
    const api = testApi();
    failNext(api.ports.stream, 'put');
    expect(await put(api, { updatedAt: at(-9) })).toMatchObject({
      status: 503,
      body: { code: 'stream-unavailable' },
    });
    expect((await put(api, { updatedAt: at(-9) })).status).toBe(200);
    expect(api.ports.stream.entries).toHaveLength(1);
  });

  it('answers 503 when the store fails', async () => {
    const api = testApi();
    failNext(api.ports.items, 'put');
    expect(await put(api)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });
});

describe('writing many items', () => {
  const item = (itemId: string, more: object = {}) => ({ ...fields, itemId, ...more });

  it('stores the good ones and says why not the others', async () => {
    const api = testApi();
    await api.server('PUT', '/v1/items/old', { ...fields, updatedAt: at(0) });
    const items = [
      item('a'),
      item('old', { updatedAt: at(-1) }),
      { itemId: 'x' },
      item('b', { updatedAt: at(6 * MINUTE) }),
      item('c'),
    ];
    const { status, body } = await api.server('POST', '/v1/items', { items });
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, items: [{ itemId: 'a', updatedAt: at(0) }, { itemId: 'c' }] });
    expect(body.rejected).toMatchObject([
      { index: 1, code: 'stale-write', retryable: false },
      { index: 2, code: 'invalid-item', retryable: false },
      { index: 3, code: 'updated-in-future', retryable: false },
    ]);
  });

  it('writes the same item in the order of the body', async () => {
    const api = testApi();
    const items = Array.from({ length: 50 }, (_, price) => item('same', { price }));
    expect((await api.server('POST', '/v1/items', { items })).body.accepted).toBe(50);
    expect((await api.server('GET', '/v1/items/same')).body.price).toBe(49);
  });

  it('takes 500 and refuses 501', async () => {
    const api = testApi();
    const many = (size: number) => ({ items: Array.from({ length: size }, (_, n) => item(`i${n}`)) });
    expect((await api.server('POST', '/v1/items', many(500))).body.accepted).toBe(500);
    expect((await api.server('POST', '/v1/items', many(501))).status).toBe(400);
  });

  it('answers 400 when none is valid, 503 when the store took none', async () => {
    const api = testApi();
    expect(await api.server('POST', '/v1/items', { items: [1] })).toMatchObject({
      status: 400,
      body: { code: 'every-item-rejected' },
    });
    failNext(api.ports.items, 'put');
    const failed = await api.server('POST', '/v1/items', { items: [item('a')] });
    expect(failed).toMatchObject({
      status: 503,
      body: { code: 'store-unavailable', rejected: [{ index: 0, retryable: true }] },
    });
  });

  it('marks as retryable what was stored but not announced', async () => {
    const api = testApi();
    api.ports.stream.refuse = ({ partitionKey }) => (partitionKey === 'i#b' ? 'throttled' : undefined);
    const { body } = await api.server('POST', '/v1/items', { items: [item('a'), item('b')] });
    expect(body).toMatchObject({
      accepted: 1,
      rejected: [{ index: 1, code: 'stream-unavailable', retryable: true }],
    });
  });

  it('reads back in the order asked, naming what is missing', async () => {
    const api = testApi();
    await api.server('POST', '/v1/items', { items: [item('a'), item('__proto__')] });
    const { body } = await api.server('POST', '/v1/items/batch-get', {
      itemIds: ['no', '__proto__', 'a', 'a'],
    });
    expect(body.items.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['__proto__', 'a']);
    expect(body.missing).toEqual(['no']);
  });
});

describe('GET /v1/items/{itemId}/together', () => {
  const publish = async (api: TestApi, model: string, key: string, items: [string, number, number][]) => {
    const { ordinal, ...pointer } = await api.ports.models.begin(model, 'v1');
    await api.ports.models.writeRows(pointer, ordinal, [{ key, items }]);
    await api.ports.models.activate(pointer, 'v1', ordinal);
  };

  it('answers the raw row with the model that made it', async () => {
    const api = testApi();
    await publish(api, 'together-view-all', 'i1', [
      ['i2', 0.5, 9],
      ['i3', 0.25, 4],
    ]);
    const { body } = await api.server('GET', '/v1/items/i1/together?limit=1');
    expect(body).toEqual({
      itemId: 'i1',
      kind: 'view',
      channel: 'all',
      model: { name: 'together-view-all', version: 'v1' },
      items: [{ itemId: 'i2', score: 0.5, count: 9 }],
    });
  });

  it('lets mobile fall back to web, and both to all', async () => {
    const api = testApi();
    await publish(api, 'together-buy-all', 'i1', [['all', 1, 1]]);
    await publish(api, 'together-buy-web', 'i1', [['web', 1, 1]]);
    await publish(api, 'together-buy-all', 'i2', [['all', 1, 1]]);
    await publish(api, 'together-buy-mobile', 'i9', [['mobile', 1, 1]]);
    await publish(api, 'together-view-buy-all', 'i1', [['bought', 1, 1]]);
    const channel = async (itemId: string, asked: string) =>
      (await api.server('GET', `/v1/items/${itemId}/together?kind=buy&channel=${asked}`)).body.channel;
    expect(await channel('i1', 'mobile')).toBe('web');
    expect(await channel('i2', 'mobile')).toBe('all');
    expect(await channel('i2', 'web')).toBe('all');
    expect(await channel('i9', 'mobile')).toBe('mobile');
    expect((await api.server('GET', '/v1/items/i9/together?kind=buy&channel=web')).status).toBe(404);
    const { body } = await api.server('GET', '/v1/items/i1/together?kind=view-buy&channel=mobile');
    expect(body.model.name).toBe('together-view-buy-all');
  });

  it('answers 404 where there is none, also for kinds not built yet', async () => {
    for (const kind of ['view', 'view-buy'])
      expect(await testApi().server('GET', `/v1/items/i1/together?kind=${kind}`)).toMatchObject({
        status: 404,
        body: { code: 'no-row' },
      });
  });
});
