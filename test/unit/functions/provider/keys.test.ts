import { describe, expect, it } from 'vitest';
import type { Route } from '../../../../contract/api/route.ts';
import { ROUTES } from '../../../../contract/api/routes.ts';
import { SCOPES } from '../../../../domain/events/event.ts';
import { issueKey } from '../../../../functions/provider/issue-key.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { NOW, testApi } from './support/api.ts';

const url = (route: Route): string => route.path.replaceAll(/\{(\w+)\}/g, (_, name) => `some-${name}`);

describe('keys and scopes', () => {
  const cases = ROUTES.flatMap((route) =>
    SCOPES.map((scope) => ({ name: `${route.method} ${route.path}`, route, scope })),
  );

  it.each(cases)('let $scope at $name only where its scopes say so', async ({ route, scope }) => {
    const answer = await testApi().ask(route.method, url(route), {
      key: `${scope}-key`,
      body: route.example,
    });
    const allowed = route.scopes === 'public' || route.scopes.includes(scope);
    expect(answer.status === 403 && answer.body.code === 'forbidden').toBe(!allowed);
    expect(answer.status).not.toBe(401);
    expect(answer.status).toBeLessThan(500);
  });

  it.each(ROUTES.map((route) => ({ name: `${route.method} ${route.path}`, route })))(
    'refuse $name without a key, or with an unknown one, unless it is public',
    async ({ route }) => {
      for (const key of [null, 'nobody-knows-this']) {
        const answer = await testApi().ask(route.method, url(route), { key, body: route.example });
        if (route.scopes === 'public') expect(answer.status).toBe(200);
        else expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      }
    },
  );

  it('give admin everything that server may', () => {
    const withoutAdmin = ROUTES.filter(
      ({ scopes }) => scopes.includes('server') && !scopes.includes('admin'),
    );
    expect(withoutAdmin).toEqual([]);
  });

  it('judge the key before they look at the body', async () => {
    const answer = await testApi().ask('POST', '/v1/runs/together', { key: 'server-key', raw: 'no json' });
    expect(answer.status).toBe(403);
  });

  it('remember a key for a minute at most', async () => {
    const api = testApi();
    await api.server('GET', '/v1/items/i');
    api.ports.keys.stored.clear();
    api.time.now += 59_000;
    expect((await api.server('GET', '/v1/items/i')).status).toBe(404);
    api.time.now += 1_000;
    expect((await api.server('GET', '/v1/items/i')).status).toBe(401);
  });

  it('remember an unknown key so briefly that a new one works almost at once', async () => {
    const api = testApi();
    const ask = () => api.ask('GET', '/v1/items/i', { key: 'a-new-key' });
    expect((await ask()).status).toBe(401);
    api.ports.keys.issue('a-new-key', 'server');
    api.time.now += 2_000;
    expect((await ask()).status).toBe(404);
  });

  it('answer 503, not 401, where keys cannot be read', async () => {
    const api = testApi();
    failNext(api.ports.keys, 'read', new Error('table arn:aws:secret is on fire'));
    const answer = await api.server('GET', '/v1/items/i');
    expect(answer).toMatchObject({ status: 503, body: { code: 'store-unavailable' } });
    expect(JSON.stringify(answer)).not.toContain('fire');
  });

  it('never show what failed inside', async () => {
    const api = testApi();
    failNext(api.ports.models, 'pointers', new Error('inner secret'));
    const answer = await api.admin('GET', '/v1/models');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal', requestId: 'test-request' } });
    expect(JSON.stringify(answer)).not.toContain('inner secret');
  });
});

describe('issue-key', () => {
  const random = (bytes: number) => Buffer.alloc(bytes, 7);

  it('stores a given key by its hash alone, and that key works', async () => {
    const api = testApi();
    const made = await issueKey(
      { scope: 'admin', key: 'local-admin' },
      { keys: api.ports.keys, now: NOW, random },
    );
    expect(made).toEqual({ scope: 'admin', key: 'local-admin' });
    expect([...api.ports.keys.stored.keys()].join()).not.toContain('local-admin');
    expect((await api.ask('GET', '/v1/models', { key: 'local-admin' })).status).toBe(200);
  });

  it('makes one of 32 random bytes when none is given', async () => {
    const { key } = await issueKey({ scope: 'server' }, { keys: testApi().ports.keys, now: NOW, random });
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
  });

  it.each([{}, { scope: 'root' }, { scope: 'admin', key: 'short' }, { scope: 'admin', more: 1 }, null, 'x'])(
    'refuses %j',
    async (payload) => {
      const issuing = issueKey(payload, { keys: testApi().ports.keys, now: NOW, random });
      await expect(issuing).rejects.toMatchObject({ code: 'invalid-key-request' });
    },
  );
});
