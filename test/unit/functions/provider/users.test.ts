import { describe, expect, it } from 'vitest';
import type { Cluster } from '../../../../domain/clusters/cluster.ts';
import { cookieKey, userKey } from '../../../../domain/identity/owner.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, DAY, type TestApi, testApi } from './support/api.ts';

const view = (eventKey: string, itemId: string, time: number) => ({
  eventKey,
  type: 'view' as const,
  itemId,
  occurredAt: at(time),
});
const link = (userId: string, time: number) => ({ eventKey: `l${time}`, userId, occurredAt: at(time) });
const nothing = { recent: [], purchases: [], links: [], cookies: [] };

/** u1 with two cookies, of which c2 was seen with u2 as well. */
async function household(api: TestApi) {
  const { actors } = api.ports;
  const cookies = ['c1', 'c2'].map((cookieId) => ({ cookieId, lastSeenAt: at(-100) }));
  await actors.record({ ...nothing, actor: userKey('u1'), recent: [view('e1', 'i1', -200)], cookies });
  await actors.record({
    ...nothing,
    actor: cookieKey('c1'),
    recent: [view('e2', 'i2', -300)],
    links: [link('u1', -100)],
  });
  await actors.record({
    ...nothing,
    actor: cookieKey('c2'),
    recent: [view('e3', 'i3', -150)],
    links: [link('u1', -200), link('u2', -100)],
  });
}

describe('users and cookies', () => {
  it('store a profile that the next request sees', async () => {
    const api = testApi();
    const profile = { sex: 'female', birthYear: 1994, interests: ['shoes'], adult: true };
    expect((await api.server('PUT', '/v1/users/u1', profile)).body).toEqual({ userId: 'u1', profile });
    expect((await api.server('GET', '/v1/users/u1')).body).toMatchObject({
      userId: 'u1',
      profile,
    });
  });

  it('tells the clusters of a user with their evidence, at once after each action and choice', async () => {
    const api = testApi();
    const facets = async () =>
      ((await api.server('GET', '/v1/users/u1')).body.clusters as Cluster[]).map(
        ({ facet, value, source }) => `${facet}=${value} ${source}`,
      );
    await api.server('PUT', '/v1/users/u1', { sex: 'female', birthYear: 1994 });
    expect(await facets()).toEqual(['sex=female profile', 'ageBand=30s profile', 'behaviour=new actions']);
    await api.server('PATCH', '/v1/users/u1/preferences', { sex: 'male', preferredCategories: ['books'] });
    expect(await facets()).toEqual([
      'sex=male preference',
      'ageBand=30s profile',
      'category=books preference',
      'behaviour=new actions',
    ]);
  });

  it.each(['users/u1', 'cookies/c1'])(
    'change preferences of %s field by field; null removes',
    async (path) => {
      const api = testApi();
      await api.server('PATCH', `/v1/${path}/preferences`, {
        dislikedCategories: ['games'],
        showAdult: true,
      });
      const { body } = await api.server('PATCH', `/v1/${path}/preferences`, {
        showAdult: null,
        priceRange: { max: 5 },
      });
      expect(body).toEqual({ preferences: { dislikedCategories: ['games'], priceRange: { max: 5 } } });
      expect((await api.server('GET', `/v1/${path}`)).body.preferences).toEqual(body.preferences);
    },
  );

  it('refuse a price range upside down and a body above 64 KiB', async () => {
    const api = testApi();
    const upsideDown = { priceRange: { min: 2, max: 1 } };
    expect((await api.server('PATCH', '/v1/users/u/preferences', upsideDown)).status).toBe(400);
    const hiddenItems = Array.from({ length: 1000 }, (_, n) => `${n}`.padStart(100, 'x'));
    expect((await api.server('PATCH', '/v1/users/u/preferences', { hiddenItems })).status).toBe(413);
  });

  it('show a user’s own history with what its cookies did, newest first, and without our keys', async () => {
    const api = testApi();
    await household(api);
    const { body } = await api.server('GET', '/v1/users/u1');
    expect(body.history.map(({ itemId }: { itemId: string }) => itemId)).toEqual(['i1', 'i2']);
    expect(body.history[0]).toEqual({ type: 'view', itemId: 'i1', occurredAt: at(-200) });
    expect(body.cookies).toHaveLength(2);
    expect((await api.server('GET', '/v1/cookies/c2')).body).toMatchObject({
      history: [{ itemId: 'i3' }],
      links: [{ userId: 'u1' }, { userId: 'u2' }],
    });
  });

  it.each(['users/nobody', 'cookies/nothing'])('answer 404 for %s', async (path) => {
    expect(await testApi().server('GET', `/v1/${path}`)).toMatchObject({
      status: 404,
      body: { code: 'unknown-actor' },
    });
  });

  it('answer 503 when the store fails', async () => {
    const api = testApi();
    failNext(api.ports.actors, 'putProfile');
    expect((await api.server('PUT', '/v1/users/u1', {})).status).toBe(503);
  });
});

describe('an erasure', () => {
  it('removes the user and the cookies that are its alone, and says so in a receipt', async () => {
    const api = testApi();
    await household(api);
    const answer = await api.server('DELETE', '/v1/users/u1');
    expect(answer).toMatchObject({ status: 202, headers: { location: answer.body.receipt } });
    const receipt = (await api.server('GET', answer.body.receipt)).body;
    expect(receipt).toMatchObject({
      actor: { userId: 'u1' },
      erasedAt: at(0),
      lastTraceAt: at(90 * DAY),
      removed: [
        { where: 'actors', what: 'recent', count: 2 },
        { where: 'actors', what: 'cookies', count: 1 },
        { where: 'actors', what: 'links', count: 1 },
      ],
    });
    expect(receipt.remains.map(({ where }: { where: string }) => where)).toEqual([
      'archive',
      'artefacts',
      'actors',
    ]);
    expect([...api.ports.actors.states.keys()]).toEqual(['c#c2']);
    expect((await api.server('GET', '/v1/users/u1')).status).toBe(404);
  });

  it('marks each actor in the archive, so that batch ignores its events', async () => {
    const api = testApi();
    await household(api);
    await api.server('DELETE', '/v1/users/u1');
    const marks = api.ports.archive.keys('erasures/').map((key) => JSON.parse(api.ports.archive.text(key)));
    expect(marks.map(({ actor }) => actor).sort()).toEqual(['c#c1', 'u#u1']);
    expect(marks.every(({ erasedAt }) => erasedAt === at(0))).toBe(true);
  });

  it('has its marks before any row goes: a failure half-way loses nothing that a repeat would not end', async () => {
    const api = testApi();
    await household(api);
    failNext(api.ports.actors, 'remove');
    expect((await api.server('DELETE', '/v1/users/u1')).status).toBe(503);
    expect(api.ports.archive.keys('erasures/').length).toBeGreaterThan(0);
    expect((await api.server('DELETE', '/v1/users/u1')).status).toBe(202);
    expect(api.ports.actors.states.has('u#u1')).toBe(false);
  });

  it('of a cookie takes that cookie alone, and of nobody is harmless', async () => {
    const api = testApi();
    await household(api);
    await api.server('DELETE', '/v1/cookies/c1');
    expect([...api.ports.actors.states.keys()]).toEqual(['u#u1', 'c#c2']);
    const { body } = await api.server('DELETE', '/v1/users/nobody');
    expect((await api.server('GET', body.receipt)).body).toMatchObject({ removed: [] });
  });

  it('has no receipt that was not given', async () => {
    expect(await testApi().server('GET', '/v1/receipts/none')).toMatchObject({
      status: 404,
      body: { code: 'unknown-receipt' },
    });
  });
});

describe('POST /v1/user-tokens', () => {
  it('says when the token ends', async () => {
    const { body } = await testApi().server('POST', '/v1/user-tokens', { userId: '사용자', expiresIn: 60 });
    expect(body).toMatchObject({ userId: '사용자', expiresAt: at(60_000) });
  });
});
