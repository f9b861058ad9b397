import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Engine, type EngineRequest, openSearchEngine } from '../../../../adapters/opensearch/client.ts';
import { openSearchItems } from '../../../../adapters/opensearch/search.ts';
import { fakeEngine, json } from './fake-engine.ts';

const REQUEST: EngineRequest = { method: 'GET', path: '/', asked: 'a question', budgetMs: 5000 };
const SEARCH = { query: { match_all: {} }, size: 1, sort: ['_score'] };

let stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  vi.unstubAllEnvs();
});

async function engineThat(answer: Parameters<typeof fakeEngine>[0]) {
  const fake = await fakeEngine(answer);
  const engine: Engine = openSearchEngine('domain.test');
  stops.push(fake.stop, engine.close);
  return { ...fake, engine };
}

describe('the engine', () => {
  it('is asked with a signature over the request, for the service and region of the domain', async () => {
    const { engine, asked } = await engineThat((_, response) => json(response, 200, { ok: true }));
    const body = { a: 1 };
    expect(await engine.send({ ...REQUEST, method: 'POST', path: '/x', query: { y: 'z' }, body })).toEqual({
      status: 200,
      body: { ok: true },
    });
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/x?y=z', body: '{"a":1}' });
    expect(asked[0]?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=KEY\/\d{8}\/eu-west-1\/es\/aws4_request/,
    );
  });

  it.each([
    [429, { error: { type: 'rejected_execution_exception', reason: 'full' }, status: 429 }, 'throttled'],
    [503, 'no healthy upstream', 'throttled'],
    [403, { error: { type: 'cluster_block_exception', reason: 'read-only' }, status: 403 }, 'blocked'],
    [429, { error: { type: 'cluster_block_exception', reason: 'disk' }, status: 429 }, 'blocked'],
    [403, { Message: 'User is not authorized' }, 'blocked'],
    [404, { error: { type: 'index_not_found_exception', reason: 'no such index' } }, 'missing-index'],
    [400, { error: { type: 'parsing_exception', reason: 'unknown query' } }, 'invalid'],
    [500, { error: { root_cause: [{ type: 'query_phase', reason: 'Time exceeded' }] } }, 'timeout'],
    [504, {}, 'timeout'],
    [500, {}, 'unreachable'],
  ])('answers %i %j: %s', async (status, body, kind) => {
    const { engine, asked } = await engineThat((_, response) => json(response, status, body));
    await expect(engine.send(REQUEST)).rejects.toMatchObject({
      code: 'search-failed',
      kind,
      message: expect.stringMatching(new RegExp(`^a question failed \\(${kind}\\): `)),
    });
    expect(asked).toHaveLength(1);
  });

  it('is asked again after a failure at once: no node is ever given up', async () => {
    let calls = 0;
    const { engine } = await engineThat((_, response) => json(response, ++calls < 4 ? 503 : 200, {}));
    for (const _ of [1, 2, 3])
      await expect(engine.send(REQUEST)).rejects.toMatchObject({ kind: 'throttled' });
    expect(await engine.send(REQUEST)).toMatchObject({ status: 200 });
  });

  it('is left when the budget is over, and its connection closed', async () => {
    const sockets: Socket[] = [];
    const { engine, asked } = await engineThat((_, response) => sockets.push(response.socket as Socket));
    await expect(engine.send({ ...REQUEST, budgetMs: 30 })).rejects.toMatchObject({
      kind: 'timeout',
      message: 'a question failed (timeout): no answer within 30 ms',
    });
    const [socket] = sockets;
    if (!socket?.destroyed) await once(socket as Socket, 'close');
    expect(asked).toHaveLength(1);
  });

  it('is left too when it answers slowly after its first bytes', async () => {
    const { engine } = await engineThat((_, response) => response.writeHead(200).write('{'));
    await expect(engine.send({ ...REQUEST, budgetMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is down: the words name no address', async () => {
    const { engine, stop } = await engineThat((_, response) => json(response, 200, {}));
    await stop();
    stops = [engine.close];
    const failure = await engine.send(REQUEST).catch((error: Error) => error);
    expect(failure).toMatchObject({ kind: 'unreachable' });
    expect((failure as Error).message).toBe('a question failed (unreachable): no connection, ECONNREFUSED');
  });

  it('gets a request again that went into a connection closed before, and only that one', async () => {
    let calls = 0;
    const { engine, asked } = await engineThat((_, response) => {
      if (++calls === 2) response.socket?.destroy();
      else json(response, 200, { call: calls });
    });
    await engine.send(REQUEST);
    expect(await engine.send(REQUEST)).toEqual({ status: 200, body: { call: 3 } });
    expect(asked).toHaveLength(3);
  });

  it('gets no request again that broke off on a new connection', async () => {
    const { engine, asked } = await engineThat((_, response) => response.socket?.destroy());
    await expect(engine.send(REQUEST)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(asked).toHaveLength(1);
  });

  it('answers what is no JSON as a failure', async () => {
    const { engine } = await engineThat((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
    });
    await expect(engine.send(REQUEST)).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('a search', () => {
  it('tells the engine its budget, wants the whole answer, and no documents', async () => {
    const hits = { hits: [{ _id: 'a', _score: null, sort: [1] }] };
    const { engine, asked } = await engineThat((_, response) =>
      json(response, 200, { timed_out: false, hits }),
    );
    expect(await openSearchItems(engine).search(SEARCH, 2500)).toEqual([
      { itemId: 'a', score: 0, sort: [1] },
    ]);
    expect(asked[0]?.url).toBe('/jangteo-items/_search?allow_partial_search_results=false');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      ...SEARCH,
      track_total_hits: false,
      _source: false,
      timeout: '2500ms',
    });
  });

  it('fails when the engine ran out of time', async () => {
    const { engine } = await engineThat((_, response) =>
      json(response, 200, { timed_out: true, hits: { hits: [] } }),
    );
    await expect(openSearchItems(engine).search(SEARCH, 2500)).rejects.toMatchObject({ kind: 'timeout' });
  });
});
