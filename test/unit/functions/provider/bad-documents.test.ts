import { beforeEach, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './support/api.ts';
import { changeProvider, changeSteps, documentOf, store } from './support/editor.ts';
import { ids, itemIdsOf, listItems, publish, userDid } from './support/market.ts';
import { topSearch } from './support/top-market.ts';

const TOP = ids('t', 60);
const FEED = '/v1/pages/home/sections/feed';
let api: TestApi;
let search: ReturnType<typeof topSearch>;
beforeEach(async () => {
  search = topSearch(TOP);
  api = testApi({ search });
  await listItems(api, [...TOP, 'seen']);
  await listItems(api, ['a'], { title: 'Leather bag' });
  await listItems(api, ['b'], { title: 'Garden hose' });
});
const put = (place: string, document: object) => api.admin('PUT', `/v1/registry/${place}`, document);
const page = (name: string, ...sections: string[]) => ({ name, sections });
const titled = { titleKey: 'k', titles: { en: 'T', ko: '시' }, minItems: 1 };
// biome-ignore lint/suspicious/noExplicitAny: sections of every shape
const section = async (name: string, asked: object = {}): Promise<any> => {
  const { status, body } = await api.server('POST', '/v1/recommend', { sections: [name], ...asked });
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.sections[0];
};

describe('references', () => {
  it.each([
    ['pages/mine', page('mine', 'nowhere'), 'sections', 'nowhere'],
    ['sections/mine', { name: 'mine', provider: 'nowhere', ...titled }, 'providers', 'nowhere'],
    [
      'providers/mine',
      { name: 'mine', sources: [{ source: 'model', model: 'nowhere', of: 'viewer' }], steps: [] },
      'models',
      'nowhere',
    ],
  ])('that lead nowhere are refused with what they name (%s)', async (place, document, kind, name) => {
    const { status, body } = await put(place, document);
    expect({ status, body }).toMatchObject({ status: 409, body: { code: 'broken-references' } });
    expect(JSON.stringify(body)).toContain(`${kind}/${name}`);
  });

  it('that would lead nowhere without it keep a document from being deleted', async () => {
    for (const place of ['sections/for-you', 'providers/for-you'])
      expect(await api.admin('DELETE', `/v1/registry/${place}`)).toMatchObject({ status: 409 });
    expect((await api.server('GET', '/v1/pages/home')).status).toBe(200);
  });

  it('go in no circle, since each kind names the next: one name for all leads to its end', async () => {
    expect((await put('pages/loop', page('loop', 'loop'))).status).toBe(409);
    expect((await put('sections/loop', { name: 'loop', provider: 'loop', ...titled })).status).toBe(409);
    await store(api, 'providers/loop', { name: 'loop', sources: [{ source: 'popular' }], steps: [] });
    await store(api, 'sections/loop', { name: 'loop', provider: 'loop', ...titled });
    await store(api, 'pages/loop', page('loop', 'loop'));
    const { body } = await api.server('GET', '/v1/pages/loop?limit=3');
    expect(itemIdsOf(body.sections[0])).toEqual(TOP.slice(0, 3));
  });
});

describe('a provider', () => {
  it('with no source is refused, and so is a preview of it', async () => {
    const empty = { name: 'mine', sources: [], steps: [] };
    expect(await put('providers/mine', empty)).toMatchObject({
      status: 400,
      body: { code: 'invalid-document' },
    });
    const changes = [{ kind: 'providers', name: 'mine', document: empty }];
    const asked = { page: 'home', viewers: [{}], changes };
    expect((await api.admin('POST', '/v1/registry/preview', asked)).status).toBe(400);
  });

  it.each(['-1', '-0.001', '101', '1e999', 'NaN', '"1"', 'null', '1e400'])(
    'weighs no source by %s, in whatever JSON may say',
    async (weight) => {
      const raw = `{"name": "mine", "sources": [{"source": "popular", "weight": ${weight}}], "steps": []}`;
      const { status, body } = await api.ask('PUT', '/v1/registry/providers/mine', { key: 'admin-key', raw });
      expect(status).toBe(400);
      expect(body.code).toMatch(/^invalid-/);
    },
  );

  it('serves with the largest and the smallest weights that it may have, in finite scores', async () => {
    await publish(api, 'together-view-all', { seen: [['a', 1e-300, 1] as const, ['b', 1e300, 9] as const] });
    await userDid(api, 'u1', [['view', 'seen', -1000]]);
    for (const weight of [0, 5e-324, 100]) {
      await changeProvider(api, 'for-you', (document) => ({
        ...document,
        sources: document.sources.map((source) => ({ ...source, weight })),
      }));
      const made = await section('for-you', { userId: 'u1', limits: 100 });
      for (const { score } of made.items) expect(Number.isFinite(score)).toBe(true);
    }
  });

  it('whose filters leave nothing is left out, says why, and asks the market only so often', async () => {
    await changeSteps(api, 'feed', (steps) => [
      { step: 'attributes', include: { colour: 'octarine' } } as never,
      ...steps,
    ]);
    search.asked.length = 0;
    const made = await section('feed', { explain: true });
    expect(made).toMatchObject({ items: [], omitted: 'has 0 items, needs 1' });
    expect(made).not.toHaveProperty('nextCursor');
    expect(made.ledger.removed[0]).toMatchObject({ step: 'attributes' });
    expect(search.asked.length).toBeLessThan(15);
    const { status, body } = await api.server('GET', '/v1/pages/home');
    expect(status).toBe(200);
    expect(body.sections.flatMap(itemIdsOf).length).toBeGreaterThan(0);
  });
});

describe('a cursor from before a change of the registry', () => {
  const first = async () => (await api.server('GET', `${FEED}?limit=10`)).body;
  const follow = (cursor: string) => api.server('GET', `${FEED}?limit=10&cursor=${cursor}`);

  it.each<[string, (document: Record<string, unknown>) => object]>([
    ['fewer sources', (one) => ({ ...one, sources: [{ source: 'popular' }], merge: { merge: 'weighted' } })],
    [
      'other sources',
      (one) => ({
        ...one,
        sources: [{ source: 'recently-viewed' }, { source: 'popular' }],
        merge: { merge: 'rrf' },
      }),
    ],
    ['no steps but two', (one) => ({ ...one, steps: [{ step: 'excluded' }, { step: 'available' }] })],
    [
      'another way to arrange',
      (one) => ({
        ...one,
        steps: [...(one.steps as object[]), { step: 'shuffle', level: 1 }, { step: 'mmr' }],
      }),
    ],
  ])('goes on under the new documents, and repeats nothing (%s)', async (_, edit) => {
    const page = await first();
    await changeProvider(api, 'feed', edit as never);
    const next = await follow(page.nextCursor);
    expect(next).toMatchObject({ status: 200 });
    expect(itemIdsOf(next.body)).toHaveLength(10);
    for (const itemId of itemIdsOf(next.body)) expect(itemIdsOf(page)).not.toContain(itemId);
    expect(next.body.items[0].position).toBe(10);
  });

  it('says in words that its section is on the page no more', async () => {
    const { nextCursor } = await first();
    await store(api, 'pages/home', page('home', 'for-you'));
    const next = await follow(nextCursor);
    expect(next).toMatchObject({ status: 404, body: { code: 'unknown-section' } });
    expect(next.body.detail).toContain('must be one of for-you');
  });
});

describe('two editors at once', () => {
  it('do not overwrite each other: the second is told, and what the first stored is served', async () => {
    const { etag } = (await api.admin('GET', '/v1/registry/providers/for-you')).body;
    const document = await documentOf(api, 'providers/for-you');
    const save = (itemId: string) => {
      const steps = [...document.steps, { step: 'pin', itemId, position: 0 }];
      return api.admin('PUT', '/v1/registry/providers/for-you', { ...document, steps }, { 'if-match': etag });
    };
    const answers = await Promise.all([save('a'), save('b')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    api.time.now += 60_000;
    const won = answers[0]!.status === 200 ? 'a' : 'b';
    expect(itemIdsOf(await section('for-you', { limits: 1 }))).toEqual([won]);
  });
});
