import { describe, expect, it } from 'vitest';
import { packLines } from '../../../../adapters/ndjson.ts';
import { archivedEventsKey, popularityIndexedKey, watermarkKey } from '../../../../contract/storage-keys.ts';
import type { Facet } from '../../../../domain/clusters/facet.ts';
import type { Event } from '../../../../domain/events/event.ts';
import { countPopularity } from '../../../../functions/batch/count-popularity.ts';
import { indexPopularity } from '../../../../functions/batch/index-popularity.ts';
import { startDue } from '../../../../functions/batch/start-due.ts';
import { logger } from '../../../../functions/runtime/logger.ts';
import { memoryIndex } from '../../../support/memory/item-index.ts';
import { memorySearch } from '../../../support/memory/item-search.ts';
import { failNext, memoryPorts } from '../../../support/memory-ports.ts';

logger.setLogLevel('SILENT');
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const SHARD = 'shardId-000000000000';

function world() {
  const index = memoryIndex();
  const ports = { ...memoryPorts({ index, search: memorySearch() }), index };
  let [files, events, runs] = [0, 0, 0];
  const time = { now: NOW };
  return {
    ports,
    index,
    time,
    /** Archives views of items by people, each with facets. */
    async saw(
      ...views: (readonly [userId: string, itemId: string, facets?: Facet[], more?: Partial<Event>])[]
    ) {
      const lines = views.map(([userId, itemId, facets = [], more = {}]) => ({
        sequence: String(++events),
        index: 0,
        scope: 'server' as const,
        receivedAt: new Date(time.now).toISOString(),
        event: {
          eventId: `e${events}`,
          type: 'view' as const,
          userId,
          itemId,
          occurredAt: new Date(time.now - 60_000).toISOString(),
          ...more,
        },
        stamp: { actor: `u#${userId}` as const, facets },
      }));
      const arrivedAt = new Date(time.now).toISOString();
      const sequence = String(1000 + ++files);
      await ports.archive.put(archivedEventsKey(arrivedAt, SHARD, sequence), packLines(lines));
      const watermark = { shard: SHARD, sequence, arrivedAt };
      await ports.archive.put(watermarkKey(SHARD), JSON.stringify(watermark));
    },
    async run(name?: string, parameters: object = {}) {
      time.now += 60_000;
      const input = {
        runId: name ?? `popularity-${++runs}`,
        job: 'popularity',
        parameters: { ...parameters },
      };
      const startedAt = new Date(time.now).toISOString();
      await ports.runs.start({ ...input, state: 'starting', startedAt }, time.now + 1000, time.now);
      try {
        await countPopularity(input, ports, () => time.now);
      } finally {
        await ports.runs.end(input.runId, { state: 'succeeded', endedAt: startedAt });
      }
      return (await ports.runs.read(input.runId))!.steps[0]!.counts!;
    },
    async due() {
      const before = ports.workflows.started.length;
      await startDue({ job: 'popularity' }, ports, () => time.now);
      const started = ports.workflows.started.slice(before);
      for (const { runId } of started)
        await ports.runs.end(runId, { state: 'stopped', endedAt: new Date(time.now).toISOString() });
      return started.length > 0;
    },
  };
}

describe('the children of the search index', () => {
  it('hold the numbers of each facet, and what they are among the first of', async () => {
    const { saw, run, index } = world();
    await saw(['a', 'x', ['sex=female']], ['b', 'x', ['sex=male']], ['b', 'y', ['sex=male']]);
    expect(await run()).toMatchObject({ children: 2, childrenFailed: 0 });
    const x = index.served().get('p/x') as { p: Record<string, number>; topOf: string[] };
    expect(Object.keys(x.p).sort()).toEqual(['all', 'sex:female', 'sex:male']);
    expect(x.p.all).toBe(x.p['sex:female']! + x.p['sex:male']!);
    expect(x.topOf.toSorted()).toEqual(['all', 'sex=female', 'sex=male']);
    expect(index.served().get('p/y')).toMatchObject({ itemId: 'y', topOf: ['all', 'sex=male'] });
  });

  it('are written only where something changed', async () => {
    const { saw, run } = world();
    await saw(['a', 'x'], ['a', 'y'], ['b', 'z']);
    await run();
    // The same actor's other items are taken away and added again: that changes nothing.
    await saw(['a', 'x', [], { type: 'purchase' }]);
    expect(await run()).toMatchObject({ children: 1 });
    expect(await run()).toMatchObject({ children: 0 });
  });

  it('are removed when nobody is left who did anything', async () => {
    const { saw, run, index, ports } = world();
    await saw(['a', 'x'], ['b', 'y']);
    await run();
    const erasedAt = new Date(NOW + 120_000).toISOString();
    await ports.archive.put('erasures/1.json', JSON.stringify({ actor: 'u#a', erasedAt }));
    await saw(['b', 'y', [], { type: 'like' }]);
    await run();
    expect([...index.served().keys()]).toEqual(['p/y']);
  });

  it('that the index did not take are tried again the next minute, and only they', async () => {
    const { saw, run, due, index } = world();
    await saw(['a', 'x'], ['b', 'y']);
    index.refuse = ({ id }) => (id === 'p/x' ? 'throttled: 429' : undefined);
    expect(await run()).toMatchObject({ children: 1, childrenFailed: 1 });
    index.refuse = undefined;
    expect(await due()).toBe(true);
    expect(await run()).toMatchObject({ children: 1, childrenFailed: 0 });
    expect(await due()).toBe(false);
    expect([...index.served().keys()].sort()).toEqual(['p/x', 'p/y']);
  });

  it('wait for an engine that is down; the snapshots do not', async () => {
    const { saw, run, due, index, ports } = world();
    await saw(['a', 'x']);
    await run();
    for (const [user, item] of [
      ['b', 'y'],
      ['c', 'z'],
    ] as const) {
      failNext(index, 'write', new Error('down'));
      await saw([user, item]);
      expect(await run()).toMatchObject({ children: 0, models: 2 });
    }
    expect(await due()).toBe(true);
    expect(await run()).toMatchObject({ children: 2 });
    expect([...index.served().keys()].sort()).toEqual(['p/x', 'p/y', 'p/z']);
    expect(ports.artefacts.objects.has(popularityIndexedKey)).toBe(true);
  });

  it('are all written to an index that holds none of them', async () => {
    const { saw, run, index, time } = world();
    await saw(['a', 'x'], ['b', 'y']);
    await run();
    index.lose();
    time.now += 60_000;
    await saw(['c', 'z']);
    expect(await run()).toMatchObject({ children: 3 });
  });

  it('go to the index that a reindex fills, and not again when it is done', async () => {
    const { saw, run, index, ports } = world();
    await saw(['a', 'x'], ['b', 'y']);
    await run();
    const { index: next } = await index.beginNext('1');
    expect(await indexPopularity(ports, { all: true })).toEqual({ children: 2, failed: 0 });
    await index.finishNext(next);
    await saw(['c', 'z']);
    expect(await run()).toMatchObject({ children: 1 });
    expect([...index.served().keys()].sort()).toEqual(['p/x', 'p/y', 'p/z']);
  });

  it('of an index that was lost wait for a reindex, which starts by itself', async () => {
    const { saw, run, due, index, ports } = world();
    expect(await due()).toBe(false);
    await saw(['a', 'x']);
    await run();
    expect(await due()).toBe(false);
    index.lose();
    // A write makes it anew and popularity comes back, but not the catalogue.
    await index.ensure();
    await saw(['b', 'y']);
    await run();
    expect(await due()).toBe(true);
    expect(ports.workflows.started.at(-1)).toMatchObject({ job: 'reindex' });
    const { index: next } = await index.beginNext('1');
    await indexPopularity(ports, { all: true });
    await index.finishNext(next);
    expect(await due()).toBe(false);
  });

  it('that the index refuses for good are not tried every minute', async () => {
    const { saw, run, due, index } = world();
    await saw(['a', 'x'], ['b', 'y']);
    index.refuse = ({ id }) => (id === 'p/x' ? 'invalid: the mapping does not take it' : undefined);
    await run();
    expect(await due()).toBe(false);
  });

  it('are those of the events when a step is tried again, whatever its first try had done', async () => {
    for (const method of ['put', 'list'] as const)
      for (let call = 1; call <= 14; call++) {
        const { saw, run, ports, index } = world();
        await saw(['a', 'x'], ['b', 'y']);
        await run();
        await saw(['c', 'x']);
        let left = call;
        const original = ports.artefacts[method] as (...args: unknown[]) => unknown;
        (ports.artefacts as unknown as Record<string, unknown>)[method] = (...args: unknown[]) => {
          if (--left === 0) throw new Error('died');
          return original.apply(ports.artefacts, args);
        };
        await run('same').catch(() => {});
        (ports.artefacts as unknown as Record<string, unknown>)[method] = original;
        await run('same');
        await run();
        const children = index.served();
        await saw(['d', 'x']);
        await run(undefined, { rebuild: true });
        const [before, after] = [children.get('p/x'), index.served().get('p/x')] as { p: { all: number } }[];
        expect(after!.p.all / before!.p.all).toBeCloseTo(3 / 2, 1);
      }
  });

  it('follow when landmarks move: none keeps a number of the old scale', async () => {
    const { saw, run, index, time } = world();
    await saw(['a', 'old'], ['b', 'x']);
    await run();
    time.now += 40 * 86_400_000;
    await saw(['c', 'x'], ['d', 'new']);
    await run();
    const all = Object.fromEntries(
      [...index.served()].map(([id, { p }]) => [id, (p as { all: number }).all]),
    );
    expect(Object.keys(all).sort()).toEqual(expect.arrayContaining(['p/new', 'p/x']));
    expect(all['p/old'] ?? 0).toBeLessThan(all['p/new']! / 100);
    expect(await run()).toMatchObject({ children: 0 });
  });

  it('get the field of a facet that is counted for the first time', async () => {
    const { saw, run, index } = world();
    await saw(['a', 'x', ['learned=k1']]);
    await run();
    await saw(['b', 'y', ['learned=k2']]);
    await run();
    expect(Object.keys((index.served().get('p/y') as { p: object }).p).sort()).toEqual(['all', 'learned:k2']);
  });

  it('are nothing to do in a stage without a search engine', async () => {
    const ports = memoryPorts();
    const input = { runId: 'popularity-1', job: 'popularity', parameters: {} };
    const startedAt = new Date(NOW).toISOString();
    await ports.runs.start({ ...input, state: 'starting', startedAt }, NOW + 1000, NOW);
    await countPopularity(input, ports, () => NOW);
    expect((await ports.runs.read(input.runId))!.steps[0]!.counts).not.toHaveProperty('children');
  });
});
