import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../cli/api/client.ts';
import { delayBefore } from '../../../cli/api/retry.ts';
import { fakeApi, refusedError } from './support/fake-api.ts';

describe('the API client', () => {
  it('sends the key, and joins the path to an address with a slash or /v1 at its end', async () => {
    const { client, calls } = fakeApi(() => ({ status: 200, body: { ok: true } }));
    expect(await client.call('GET', '/v1/health')).toEqual({ ok: true });
    expect(calls[0]).toMatchObject({ method: 'GET', path: '/v1/health', key: 'k' });
  });

  it('asks again what is answered with 429 or 503, waiting as long as Retry-After says', async () => {
    const { client, pauses } = fakeApi((_, number) =>
      number === 1
        ? { status: 503, headers: { 'retry-after': '2' } }
        : number === 2
          ? { status: 429 }
          : { status: 200, body: 1 },
    );
    expect(await client.call('GET', '/v1/x')).toBe(1);
    expect(pauses).toEqual([2000, 200]);
  });

  it('gives the last answer when patience is at its end', async () => {
    const { client, calls } = fakeApi(() => ({
      status: 503,
      body: { code: 'unavailable', detail: 'the stream is down' },
    }));
    await expect(client.call('GET', '/v1/x')).rejects.toThrow('GET /v1/x answered 503: the stream is down');
    expect(calls).toHaveLength(4);
  });

  it('does not ask again what was refused, and keeps the code and the fields', async () => {
    const errors = [
      { field: 'a', message: 'must be a number', got: 'x' },
      { field: 'b', message: 'is needed' },
    ];
    const { client, calls } = fakeApi(() => ({
      status: 400,
      body: { code: 'invalid', detail: 'two errors', errors },
    }));
    const refusal = client.call('POST', '/v1/x', {});
    await expect(refusal).rejects.toMatchObject({ code: 'invalid', status: 400 });
    await expect(refusal).rejects.toThrow('two errors; a: must be a number (got "x"); b: is needed');
    expect(calls).toHaveLength(1);
  });

  it('knows the operations by the description of the API: parameters in their place, lists with commas', async () => {
    const { client, calls } = fakeApi((_, number) =>
      number === 1 ? { status: 503 } : { status: 200, body: { page: 'home', sections: [] } },
    );
    const query = { fields: ['title', 'price'] as ('title' | 'price')[], limit: 5, explain: true };
    const page = client.api.GET('/v1/pages/{page}', { params: { path: { page: 'a/b' }, query } });
    expect(await bodyOf(page)).toEqual({ page: 'home', sections: [] });
    expect(calls.map(({ path }) => path)).toEqual(
      Array(2).fill('/v1/pages/a%2Fb?fields=title,price&limit=5&explain=true'),
    );
    expect(calls[1]).toMatchObject({ method: 'GET', key: 'k', body: undefined });
  });

  it('throws what an operation refuses, with its code', async () => {
    const { client, calls } = fakeApi(() => ({
      status: 404,
      body: { code: 'unknown-job', detail: 'job: no such job' },
    }));
    const refusal = bodyOf(
      client.api.POST('/v1/runs/{job}', { params: { path: { job: 'x' } }, body: { a: 1 } }),
    );
    await expect(refusal).rejects.toMatchObject({ code: 'unknown-job', status: 404 });
    await expect(refusal).rejects.toThrow('POST /v1/runs/x answered 404: job: no such job');
    expect(calls[0]).toMatchObject({ method: 'POST', body: { a: 1 } });
  });

  it('says how to start the system when nothing listens, without trying again', async () => {
    const { client, calls } = fakeApi(() => Promise.reject(refusedError()));
    await expect(client.call('GET', '/v1/x')).rejects.toThrow(
      'nothing answers at http://api.test (ECONNREFUSED); start it with `npm start`',
    );
    expect(calls).toHaveLength(1);
  });

  it('tries a broken connection again', async () => {
    const { client } = fakeApi((_, number) =>
      number === 1
        ? Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } }))
        : { status: 200, body: 'well' },
    );
    expect(await client.call('GET', '/v1/x')).toBe('well');
  });
});

describe('pauses between attempts', () => {
  const policy = { attempts: 9, baseMs: 100, capMs: 1000, sleep: async () => {}, random: () => 0 };
  it('double up to the cap, with jitter over the upper half', () => {
    expect([0, 1, 2, 9].map((attempt) => delayBefore(attempt, policy))).toEqual([50, 100, 200, 500]);
  });
  it('ignore a Retry-After that is no number of seconds, and believe at most a minute', () => {
    expect(delayBefore(0, policy, 'tomorrow')).toBe(50);
    expect(delayBefore(0, policy, '100000')).toBe(60_000);
  });
});
