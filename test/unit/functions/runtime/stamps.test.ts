import { describe, expect, it } from 'vitest';
import { clusterModelKey } from '../../../../contract/storage-keys.ts';
import type { ClusterModel } from '../../../../domain/clusters/cluster.ts';
import type { Event } from '../../../../domain/events/event.ts';
import { userKey } from '../../../../domain/identity/owner.ts';
import { stamper } from '../../../../functions/runtime/stamps.ts';
import { action, change, item } from '../../../contract/samples.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const at = new Date(NOW - 60_000).toISOString();
const MODEL: ClusterModel = {
  version: 'v',
  createdAt: at,
  idf: { home: 1, lamps: 2 },
  clusters: [{ id: 'g1', name: 'lamps, home', size: 90, centroid: { home: 0.6, lamps: 0.8 } }],
  priceQuintiles: { lamps: [5, 10, 20, 40] },
};
const view: Event = { eventId: 'e', type: 'view', userId: 'u', itemId: 'i1', occurredAt: at };

async function market() {
  const ports = memoryPorts();
  await ports.items.put(item('i1', { sellerId: 's' }), NOW);
  await ports.actors.record(change(userKey('u'), { recent: [action('e1', at)] }));
  await ports.artefacts.put(clusterModelKey, JSON.stringify(MODEL));
  return ports;
}

describe('stamps', () => {
  it('carry the learned cluster and the price band of whoever acts', async () => {
    const [stamp] = await stamper(await market(), () => NOW)([view]);
    expect(stamp).toEqual({
      actor: 'u#u',
      facets: ['behaviour=new', 'category=home', 'category=lamps', 'learned=g1', 'payer=no', 'priceBand=3'],
    });
  });

  it('do without where the model cannot be read', async () => {
    const ports = await market();
    failNext(ports.artefacts, 'get');
    const [stamp] = await stamper(ports, () => NOW)([view]);
    expect(stamp!.facets).toEqual(['behaviour=new', 'category=home', 'category=lamps', 'payer=no']);
  });

  it('know a seller, and the seller’s own listing', async () => {
    const ports = await market();
    await ports.actors.record({ ...change(userKey('s')), listedAt: at });
    const [stamp] = await stamper(ports, () => NOW)([{ ...view, userId: 's' }]);
    expect(stamp).toMatchObject({ actor: 'u#s', own: true, facets: ['behaviour=seller'] });
  });
});
