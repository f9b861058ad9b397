import { describe, expect, it } from 'vitest';
import { clusterModelKey, importedEventsKey } from '../../../../contract/storage-keys.ts';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import type { ClusterModel } from '../../../../domain/clusters/cluster.ts';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import { learnClusters } from '../../../../functions/batch/learn-clusters.ts';
import { planClusters } from '../../../../functions/batch/plan-clusters.ts';
import { prepareEvents } from '../../../../functions/batch/prepare-events.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { archive, countModels, NOW } from '../../../support/together-run.ts';
import { dice } from '../../domain/clusters/crowd.ts';

const DAY_MS = 86_400_000;
const TASTES = [
  ['fashion', 'shoes'],
  ['fashion', 'bags'],
  ['media', 'books'],
  ['garden', 'tools'],
] as const;
const iso = (time: number) => new Date(time).toISOString();

/** 40 items of each taste, the dearer the higher their number; the last one sold. */
async function stock(ports: MemoryPorts): Promise<void> {
  for (const [at, categories] of TASTES.entries())
    for (let number = 0; number < 40; number++) {
      const item: StoredItem = {
        itemId: `${at}-${number}`,
        title: 'Thing',
        categories: [...categories, `${categories[1]}-leaf`],
        price: 10 + number,
        listedAt: iso(NOW - 90 * DAY_MS),
        status: number === 39 ? 'sold' : 'on_sale',
        updatedAt: iso(NOW - 90 * DAY_MS),
      };
      ports.items.stored.set(item.itemId, item);
    }
}

let made = 0;
const event = (given: Partial<Event>): ArchivedEvent => {
  const whole = { eventId: `e${made++}`, type: 'view' as const, occurredAt: iso(NOW - DAY_MS), ...given };
  return { scope: 'server', receivedAt: whole.occurredAt, event: whole };
};

/** People with a taste each, and a cookie's events that a link gives to its user. */
function events(people: number, seed = 1, ageDays = 1): ArchivedEvent[] {
  const random = dice(seed);
  return Array.from({ length: people }, (_, person) =>
    Array.from({ length: 6 }, (_, at) => {
      const taste = at === 5 ? Math.floor(random() * TASTES.length) : person % TASTES.length;
      return event({
        userId: `u${person}`,
        type: at === 2 ? 'purchase' : 'view',
        itemId: `${taste}-${Math.floor(random() * 40)}`,
        occurredAt: iso(NOW - ageDays * DAY_MS - Math.floor(random() * 10 * DAY_MS)),
      });
    }),
  ).flat();
}

async function run(ports: MemoryPorts, runId = 'clusters-1', parameters: Record<string, unknown> = {}) {
  const input = { runId, job: 'clusters', parameters };
  const planned = await planClusters(input, ports, () => NOW);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, ports, () => NOW);
  await learnClusters(planned, ports, () => NOW);
  return { model: modelOf(ports), counts: await countsOf(ports, runId), planned };
}
async function countsOf(ports: MemoryPorts, runId: string) {
  const steps = (await ports.runs.read(runId))?.steps ?? [];
  return steps.find(({ step }) => step === 'learn-clusters')?.counts;
}
const start = (ports: MemoryPorts, runId: string) =>
  ports.runs.start(
    { runId, job: runId, state: 'starting', parameters: {}, startedAt: iso(NOW) },
    NOW + 1000,
    NOW,
  );
const modelOf = (ports: MemoryPorts) => JSON.parse(ports.artefacts.text(clusterModelKey)) as ClusterModel;

async function market(files: readonly (readonly ArchivedEvent[])[]): Promise<MemoryPorts> {
  const ports = memoryPorts();
  await stock(ports);
  await archive(ports, files);
  await start(ports, 'clusters-1');
  return ports;
}

describe('the clusters job', () => {
  it('learns groups of people and price quintiles, and says what it did', async () => {
    const { model, counts } = await run(await market([events(400)]));
    expect(model).toMatchObject({ version: 'clusters-1', createdAt: iso(NOW) });
    expect(model.clusters.length).toBeGreaterThanOrEqual(4);
    const names = model.clusters.map(({ name }) => name).join('; ');
    for (const [, leaf] of TASTES) expect(names).toContain(leaf);
    expect(model.priceQuintiles['shoes-leaf']).toEqual([17, 25, 33, 41]);
    expect(counts).toMatchObject({
      events: 2400,
      sampledActors: 400,
      learnableActors: 400,
      clusters: model.clusters.length,
      newClusters: model.clusters.length,
      pricedCategories: 4,
    });
  });

  it('makes the same bytes of the same events, however they are cut into files', async () => {
    made = 0;
    const all = events(400);
    const one = await market([all]);
    const many = await market([all.slice(1000), all.slice(0, 500), all.slice(300, 1000)]);
    await run(one);
    await run(many);
    expect(many.artefacts.text(clusterModelKey)).toBe(one.artefacts.text(clusterModelKey));
  });

  it('writes and counts the same when its last step runs again', async () => {
    const ports = await market([events(400)]);
    await run(ports, 'clusters-1', { clusters: 2 });
    await start(ports, 'clusters-2');
    const { planned, counts } = await run(ports, 'clusters-2');
    const before = ports.artefacts.text(clusterModelKey);
    await learnClusters(planned, ports, () => NOW + 60_000);
    expect(ports.artefacts.text(clusterModelKey)).toBe(before);
    expect(await countsOf(ports, 'clusters-2')).toEqual(counts);
    expect(counts?.newClusters).toBeGreaterThan(0);
  });

  it('keeps ids and the past model when people change a bit', async () => {
    const ports = await market([events(400)]);
    const first = await run(ports);
    const more = events(60, 9)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join('');
    await ports.archive.put(importedEventsKey(iso(NOW), 'more', 0).replace('.gz', ''), more);
    await start(ports, 'clusters-2');
    const second = await run(ports, 'clusters-2');
    const ids = ({ clusters }: ClusterModel) => clusters.map(({ id }) => id).sort();
    expect(ids(second.model)).toEqual(ids(first.model));
    expect(second.counts).toMatchObject({ newClusters: 0 });
    expect(JSON.parse(ports.artefacts.text('clusters/clusters-1.json'))).toEqual(first.model);
  });

  it('has price quintiles and no groups where too few people did anything', async () => {
    const { model, counts } = await run(await market([events(40)]));
    expect(model).toMatchObject({ idf: {}, clusters: [] });
    expect(Object.keys(model.priceQuintiles)).toHaveLength(4);
    expect(counts).toMatchObject({ learnableActors: 40, clusters: 0, pricedCategories: 4 });
  });

  it('has an empty model of an empty market, and does not fail', async () => {
    const ports = memoryPorts();
    await start(ports, 'clusters-1');
    const { model, counts } = await run(ports);
    expect(model).toMatchObject({ idf: {}, clusters: [], priceQuintiles: {} });
    expect(counts).toMatchObject({ events: 0, clusters: 0, pricedCategories: 0 });
  });

  it('looks at its window only', async () => {
    const ports = await market([events(400, 1, 20)]);
    const { counts } = await run(ports, 'clusters-1', { window: 'P3D' });
    expect(counts).toMatchObject({ acts: 0, clusters: 0 });
  });

  it('makes as many groups as it is asked for', async () => {
    const { model } = await run(await market([events(400)]), 'clusters-1', { clusters: 2 });
    expect(model.clusters).toHaveLength(2);
  });

  it('gives a robot no more weight than a person', async () => {
    const robot = Array.from({ length: 20_000 }, () => event({ userId: 'robot', itemId: '0-1' }));
    const { counts } = await run(await market([events(400), robot]));
    expect(counts).toMatchObject({ sampledActors: 401, learnableActors: 400 });
  });

  it('forgets who was erased', async () => {
    const ports = await market([events(400)]);
    await ports.archive.put('erasures/x.json', JSON.stringify({ actor: 'u#u7', erasedAt: iso(NOW) }));
    expect((await run(ports)).counts).toMatchObject({ sampledActors: 399 });
  });

  it('prepares only what together did not prepare already', async () => {
    const ports = await market([events(400)]);
    await start(ports, 'together-1');
    await countModels(ports, {}, 'together-1');
    expect((await run(ports)).planned.parts).toEqual([]);
  });

  it('refuses parameters that a run by hand got wrong, in words', async () => {
    const ports = await market([]);
    await expect(run(ports, 'clusters-1', { clusters: 0 })).rejects.toThrow(
      /parameters cannot be used: clusters/,
    );
  });
});
