import { describe, expect, it } from 'vitest';
import { clusterModelKey } from '../../../../contract/storage-keys.ts';
import type { Cluster } from '../../../../domain/clusters/cluster.ts';
import { userKey } from '../../../../domain/identity/owner.ts';
import { action, change, item } from '../../../contract/samples.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, NOW, type TestApi, testApi } from './support/api.ts';

const MODEL = {
  version: 'v',
  createdAt: at(0),
  idf: { home: 1, lamps: 2 },
  clusters: [{ id: 'g1', name: 'lamps, home', size: 90, centroid: { home: 0.6, lamps: 0.8 } }],
  priceQuintiles: { lamps: [5, 10, 20, 40] },
};

const clusters = async (api: TestApi): Promise<Cluster[]> =>
  (await api.server('GET', '/v1/users/u1')).body.clusters;

async function visitor(): Promise<TestApi> {
  const api = testApi();
  await api.ports.items.put(item('i1'), NOW);
  await api.ports.actors.record(change(userKey('u1'), { recent: [action('e1', at(-1000))] }));
  await api.ports.artefacts.put(clusterModelKey, JSON.stringify(MODEL));
  return api;
}

describe('learned clusters and price bands of a user', () => {
  it('are shown with their names and evidence', async () => {
    const found = await clusters(await visitor());
    expect(found.find(({ facet }) => facet === 'learned')).toMatchObject({
      value: 'g1',
      name: 'lamps, home',
      evidence: expect.stringContaining('of the group lamps, home'),
    });
    expect(found.find(({ facet }) => facet === 'priceBand')).toMatchObject({
      value: '3',
      evidence: expect.stringContaining('price quintile 3'),
    });
  });

  it('are left away where the model cannot be read', async () => {
    const api = await visitor();
    failNext(api.ports.artefacts, 'get');
    const facets = (await clusters(api)).map(({ facet }) => facet);
    expect(facets).toEqual(expect.arrayContaining(['category', 'behaviour']));
    expect(facets).not.toContain('learned');
    expect(facets).not.toContain('priceBand');
  });

  it('know a seller who did nothing else', async () => {
    const api = testApi();
    await api.ports.actors.record(change(userKey('u1'), { listedAt: at(-1000) }));
    expect(await clusters(api)).toMatchObject([
      { facet: 'behaviour', value: 'seller', evidence: `listed an item on ${at(-1000).slice(0, 10)}` },
    ]);
  });
});
