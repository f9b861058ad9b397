import { beforeEach, describe, expect, it } from 'vitest';
import type { ModelVersion } from '../../../../../domain/ports.ts';
import { at, type TestApi, testApi } from '../support/api.ts';
import { documentOf, store } from '../support/editor.ts';
import { ids, itemIdsOf, listItems, popular, publish, userDid } from '../support/market.ts';

/** Rows B4, B6 and C8 of the systems that we set out to build: what pages show is data. */
let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('a', 6), ...ids('b', 6), ...ids('p', 6), 'seen']);
  await popular(api, ids('p', 6));
  await publish(api, 'ours', { seen: rowOf('a') });
  await publish(api, 'theirs', { seen: rowOf('b') });
  await userDid(api, 'u1', [['view', 'seen', -1000]]);
  for (const name of ['ours', 'theirs']) await store(api, `models/${name}`, { name, kind: 'item-to-items' });
});
const rowOf = (prefix: string) => ids(prefix, 6).map((itemId, rank) => [itemId, 1 - rank / 10, 6] as const);
const titled = { titleKey: 'section.test', titles: { en: 'Test', ko: '시험' }, minItems: 1 };
const modelled = (name: string, ...models: string[]) => ({
  name,
  sources: models.map((model) => ({ source: 'model', model, of: 'history' })),
  steps: [{ step: 'available' }],
});
const versionOf = (version: string): ModelVersion => ({
  model: 'ours',
  version,
  kind: 'item-to-items',
  state: 'ready',
  createdAt: at(0),
  producer: 'test',
  rows: 1,
  figures: {},
});
const page = async (name: string) =>
  (await api.server('GET', `/v1/pages/${name}?userId=u1&limit=4`)).body.sections;

describe('the registry', () => {
  it('B4: knows algorithms, versions, sections, pages and tests, and what it says is served without a deploy', async () => {
    await store(api, 'providers/mine', modelled('mine', 'ours'));
    await store(api, 'providers/other', modelled('other', 'theirs'));
    await store(api, 'sections/mine', { name: 'mine', provider: 'mine', ...titled });
    await store(api, 'pages/sale', { name: 'sale', sections: ['mine'] });
    const variants = ['mine', 'other'].map((provider) => ({ name: provider, provider, share: 0.5 }));
    await store(api, 'experiments/which', { name: 'which', section: 'mine', variants });
    const { documents } = (await api.admin('GET', '/v1/registry')).body;
    const named = documents.map(
      ({ kind, name, version }: Record<string, unknown>) => `${kind}/${name}@${version}`,
    );
    for (const known of ['models/ours@1', 'providers/mine@1', 'sections/mine@1', 'pages/sale@1'])
      expect(named).toContain(known);
    expect(named).toContain('experiments/which@1');
    expect(itemIdsOf((await page('sale'))[0])).toEqual(ids('a', 4));
    await store(api, 'sections/mine', { name: 'mine', provider: 'other', ...titled });
    expect(itemIdsOf((await page('sale'))[0])).toEqual(ids('b', 4));
    await api.admin('POST', '/v1/registry/sections/mine/rollback', { version: 1 });
    api.time.now += 60_000;
    expect(itemIdsOf((await page('sale'))[0])).toEqual(ids('a', 4));
  });

  it('B4: a new version of a model is served by itself, and rolled back by one call', async () => {
    await store(api, 'providers/mine', modelled('mine', 'ours'));
    await store(api, 'sections/mine', { name: 'mine', provider: 'mine', ...titled });
    await store(api, 'pages/sale', { name: 'sale', sections: ['mine'] });
    await publish(api, 'ours', { seen: rowOf('b') }, 'v2');
    for (const version of ['v1', 'v2']) await api.ports.models.putVersion(versionOf(version));
    api.time.now += 60_000;
    expect(itemIdsOf((await page('sale'))[0])).toEqual(ids('b', 4));
    const { status } = await api.admin('POST', '/v1/models/ours/versions/v1/activate');
    expect(status).toBe(200);
    api.time.now += 60_000;
    expect(itemIdsOf((await page('sale'))[0])).toEqual(ids('a', 4));
  });

  it('B6: one provider serves several sections, and several models one provider', async () => {
    await store(api, 'providers/both', modelled('both', 'ours', 'theirs'));
    for (const name of ['first', 'second'])
      await store(api, `sections/${name}`, { name, provider: 'both', ...titled });
    await store(api, 'pages/sale', { name: 'sale', sections: ['first', 'second'] });
    const [first, second] = await page('sale');
    expect([first.provider, second.provider]).toEqual(['both', 'both']);
    const reasons = new Set(first.items.map(({ reason }: { reason: string }) => reason));
    expect(reasons).toEqual(new Set(['model-ours', 'model-theirs']));
    expect(itemIdsOf(first)).toEqual(['a0', 'b0', 'a1', 'b1']);
    expect(itemIdsOf(second)).toEqual(['a2', 'b2', 'a3', 'b3']);
  });

  it('C8: each step is a line of a document, so that the variants of a test may differ by one', async () => {
    for (const itemId of ids('a', 5)) await listItems(api, [itemId], { sellerId: 'one' });
    const plain = modelled('plain', 'ours');
    const capped = { ...plain, name: 'capped', steps: [...plain.steps, { step: 'seller-cap', most: 1 }] };
    for (const provider of [plain, capped]) await store(api, `providers/${provider.name}`, provider);
    await store(api, 'sections/mine', { name: 'mine', provider: 'plain', ...titled });
    await store(api, 'pages/sale', { name: 'sale', sections: ['mine'] });
    const variants = ['plain', 'capped'].map((provider) => ({ name: provider, provider, share: 0.5 }));
    await store(api, 'experiments/cap', { name: 'cap', section: 'mine', variants });
    const shown = await Promise.all(variants.map(({ provider }) => underProvider(provider)));
    expect(shown).toEqual([ids('a', 6), ['a0', 'a5']]);
    const gone = await api.admin('DELETE', '/v1/registry/providers/capped');
    expect(gone).toMatchObject({ status: 409 });
  });

  async function underProvider(provider: string): Promise<string[]> {
    const document = { ...(await documentOf(api, 'sections/mine')), provider };
    const changes = [{ kind: 'sections', name: 'mine', document }];
    const asked = { page: 'sale', viewers: [{ userId: 'u1' }], changes };
    const { body } = await api.admin('POST', '/v1/registry/preview', asked);
    return itemIdsOf(body.viewers[0].proposed.sections[0]);
  }
});
