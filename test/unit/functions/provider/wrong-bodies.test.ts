import { describe, expect, it } from 'vitest';
import type { Route } from '../../../../contract/api/route.ts';
import { ROUTES } from '../../../../contract/api/routes.ts';
import { JOB_PARAMETERS } from '../../../../contract/api/runs.ts';
import { at, type TestApi, testApi } from './support/api.ts';
import { wrongBodies } from './support/wrong-values.ts';

const url = (route: Route): string => route.path.replaceAll(/\{(\w+)\}/g, (_, name) => `some-${name}`);
const send = (api: TestApi, route: Route, body: unknown) => api.admin(route.method, url(route), body);

/** Routes whose elements are judged one by one have tests of their own; a run's body is its job's. */
const WHOLE = ROUTES.filter(
  ({ body, shownBody, operationId }) => body && !shownBody && operationId !== 'startRun',
);

describe.each(WHOLE.map((route) => ({ name: route.operationId, route })))(
  'the body of $name',
  ({ route }) => {
    const api = testApi();
    const bodies = wrongBodies(route.body!, route.example);

    it.each(bodies)('is refused with the field named when $name', async ({ path, body }) => {
      const answer = await send(api, route, body);
      expect(answer).toMatchObject({ status: 400, body: { status: 400, code: 'invalid-body' } });
      expect(answer.headers['content-type']).toBe('application/problem+json');
      const fields = answer.body.errors.map(({ field }: { field: string }) => field);
      expect(fields.some((field: string) => field.startsWith(String(path[0] ?? 'body')))).toBe(true);
      expect(answer.body.errors.every(({ got }: { got: string }) => got.length <= 130)).toBe(true);
    });
  },
);

describe.each(Object.entries(JOB_PARAMETERS))('the parameters of job %s', (job, schema) => {
  const right = job === 'publish-model' ? { name: 'm', version: 'v' } : {};

  it.each(wrongBodies(schema, right))('are refused when $name', async ({ body }) => {
    const answer = await testApi().admin('POST', `/v1/runs/${job}`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
  });
});

const RIGHT_EVENT = { eventId: 'e', type: 'view', userId: 'u', itemId: 'i', occurredAt: at(0) };
const RIGHT_ITEM = {
  itemId: 'i',
  title: 't',
  categories: ['c'],
  price: 1,
  listedAt: at(0),
  status: 'on_sale',
};

describe.each([
  { operationId: 'sendEvents', list: 'events', right: RIGHT_EVENT, code: 'invalid-event', status: 202 },
  { operationId: 'putItems', list: 'items', right: RIGHT_ITEM, code: 'invalid-item', status: 200 },
])('an element of $operationId', ({ operationId, list, right, code, status }) => {
  const route = ROUTES.find((known) => known.operationId === operationId)!;
  const api = testApi();
  const both = { [list]: [right, { ...right, itemId: 'good' }] };

  it.each(wrongBodies(route.shownBody!, both, [list, 0]))(
    'is refused alone, and costs the good one nothing, when $name',
    async ({ body, path }) => {
      const answer = await send(api, route, body);
      expect(answer).toMatchObject({
        status,
        body: { accepted: 1, rejected: [{ index: 0, code, retryable: false }] },
      });
      expect(answer.body.rejected[0].detail).toContain(String(path[2] ?? 'body'));
    },
  );

  it('is read as it is when nothing is wrong', async () => {
    expect(await send(api, route, both)).toMatchObject({ status, body: { accepted: 2, rejected: [] } });
  });
});

describe('a body that no schema expects', () => {
  const api = testApi();
  const post = (raw: string | Buffer, headers = {}) =>
    api.ask('POST', '/v1/events', { key: 'server-key', raw, headers });

  it.each([
    ['nothing', ''],
    ['half a document', '{"events":['],
    ['no JSON', 'hello'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe])],
  ])('is invalid-json: %s', async (_, raw) => {
    expect(await post(raw)).toMatchObject({ status: 400, body: { code: 'invalid-json' } });
  });

  it.each(['null', '[]', '7', '"x"', '{}', '{"events":{}}', '{"events":[]}', '{"events":[1],"more":1}'])(
    'is invalid-body: %s',
    async (raw) => {
      expect(await post(raw)).toMatchObject({ status: 400, body: { code: 'invalid-body' } });
    },
  );

  it('may nest a hundred thousand deep without harm', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await post(deep)).status).toBe(400);
    expect((await post(`{"events":[${deep}]}`)).status).toBe(400);
    expect((await post(`{"events":[{"properties":{"a":${deep}}}]}`)).status).toBe(400);
  });

  it('may name __proto__ and constructor without harm', async () => {
    const event = JSON.stringify(RIGHT_EVENT).slice(0, -1);
    const polluted = await post(`{"events":[${event},"__proto__":{"price":1}}]}`);
    const hidden = await post(`{"events":[${event},"properties":{"__proto__":"x","constructor":"y"}}]}`);
    expect([polluted.status, hidden.status].every((status) => status === 400 || status === 202)).toBe(true);
    expect(({} as Record<string, unknown>).price).toBeUndefined();
    const ids = await post(
      JSON.stringify({ events: [{ ...RIGHT_EVENT, userId: '__proto__', itemId: '🎁' }] }),
    );
    expect(ids.status).toBe(202);
  });

  it('may hold numbers beyond any range without harm', async () => {
    const event = JSON.stringify({ ...RIGHT_EVENT, price: 0 }).replace('"price":0', '"price":1e999');
    expect(await post(`{"events":[${event}]}`)).toMatchObject({
      status: 400,
      body: { rejected: [{ code: 'invalid-event', detail: expect.stringContaining('price') }] },
    });
  });

  it('must be JSON by its header too', async () => {
    const right = JSON.stringify({ events: [RIGHT_EVENT] });
    for (const type of ['application/xml', 'application/json; charset=utf-16', 'multipart/form-data'])
      expect((await post(right, { 'content-type': type })).status).toBe(415);
    expect((await post(right, { 'content-encoding': 'gzip' })).status).toBe(415);
    for (const type of [
      'application/json; charset=utf-8',
      'text/plain;charset=UTF-8',
      'application/vnd.x+json',
    ])
      expect((await post(right, { 'content-type': type })).status).toBe(202);
  });

  it('is refused with 413 over 1 MiB for events and over 5 MiB for others', async () => {
    const big = (bytes: number) => `{"events":[],"x":"${'x'.repeat(bytes)}"}`;
    expect(await post(big(2 * 1024 * 1024))).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    const items = (bytes: number) => api.ask('POST', '/v1/items', { key: 'server-key', raw: big(bytes) });
    expect((await items(2 * 1024 * 1024)).status).toBe(400);
    expect((await items(5 * 1024 * 1024)).status).toBe(413);
  });
});

describe('paths and query strings', () => {
  const api = testApi();

  it.each(['a%2Fb', 'a%3Fb', 'a%23b', 'a%25b', 'a%5Cb', '.', '..', 'a%00b', '%ED%A0%80', 'x'.repeat(129)])(
    'refuse the id %s',
    async (itemId) => {
      const answer = await api
        .server('GET', `/v1/items/${itemId}`)
        .catch(() => ({ status: 400, body: { code: 'invalid-parameter' } }));
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-parameter' } });
    },
  );

  it.each(['__proto__', '🎁', '상품-1', 'a b', 'constructor', 'x'.repeat(128)])(
    'take the id %s',
    async (itemId) => {
      const path = `/v1/items/${encodeURIComponent(itemId)}`;
      const { itemId: _, ...fields } = RIGHT_ITEM;
      expect((await api.server('PUT', path, fields)).status).toBe(200);
      expect((await api.server('GET', path)).body).toMatchObject({ itemId });
    },
  );

  it.each([
    ['/v1/pages/home?surprise=1', 'surprise'],
    ['/v1/pages/home?limit=0', 'limit'],
    ['/v1/pages/home?limit=101', 'limit'],
    ['/v1/pages/home?limit=ten', 'limit'],
    ['/v1/pages/home?platform=tv', 'platform'],
    ['/v1/pages/home?fields=secrets', 'fields'],
    ['/v1/pages/home?explain=maybe', 'explain'],
    ['/v1/pages/home?locale=fr', 'locale'],
    ['/v1/pages/home?userId=a%2Fb', 'userId'],
    ['/v1/items/i/together?kind=likes', 'kind'],
    ['/v1/items/i?surprise=1', 'surprise'],
  ])('refuse %s naming the field', async (path, field) => {
    const answer = await api.admin('GET', path);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-query' } });
    expect(answer.body.errors[0].field).toContain(field);
  });

  it('answer 404 in the same form where there is no route', async () => {
    const answer = await api.admin('GET', '/v1/nowhere');
    expect(answer).toMatchObject({ status: 404, body: { code: 'unknown-route', status: 404 } });
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});
