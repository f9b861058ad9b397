import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLines } from '../../../../adapters/ndjson.ts';
import type { RunInput } from '../../../../contract/batch.ts';
import {
  archivedEventsKey,
  erasuresPrefix,
  importedEventsKey,
  popularityCurrentKey,
  popularityServingKey,
  watermarkKey,
} from '../../../../contract/storage-keys.ts';
import type { ArchivedLine } from '../../../../contract/stream.ts';
import type { PopularityServing } from '../../../../domain/popularity/serving.ts';
import { countPopularity } from '../../../../functions/batch/count-popularity.ts';
import {
  type PopularityState,
  readTotals,
  StateMovedError,
} from '../../../../functions/batch/popularity-state.ts';
import { publishModel } from '../../../../functions/batch/publish-model.ts';
import { startDue } from '../../../../functions/batch/start-due.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';

const NOW = Date.parse('2026-11-24T12:30:00.000Z');
const SHARD = 'shardId-000000000000';
const clock = () => NOW;
const iso = (time: number) => new Date(time).toISOString();

const line = (
  id: string,
  given: Partial<ArchivedLine['event']> = {},
  facets: string[] = [],
): ArchivedLine => {
  const event = {
    eventId: id,
    type: 'view' as const,
    userId: 'a',
    itemId: 'i',
    occurredAt: iso(NOW - 3_600_000),
    ...given,
  };
  const stamp = { actor: `u#${event.userId}` as const, facets: facets as never };
  return { sequence: '1', index: 0, scope: 'server', receivedAt: event.occurredAt, event, stamp };
};

/** A file of the stream with the watermark behind it. */
async function archive(
  ports: MemoryPorts,
  sequence: string,
  lines: readonly ArchivedLine[],
  at = NOW - 60_000,
) {
  await ports.archive.put(archivedEventsKey(iso(at), SHARD, sequence), packLines(lines));
  await ports.archive.put(
    watermarkKey(SHARD),
    JSON.stringify({ shard: SHARD, sequence, arrivedAt: iso(at) }),
  );
}

let runs = 0;
async function run(ports: MemoryPorts, parameters: RunInput['parameters'] = {}, at = NOW) {
  const input = { runId: `popularity-${runs++}`, job: 'popularity', parameters };
  const startedAt = iso(NOW);
  const record = { ...input, state: 'starting' as const, startedAt };
  await ports.runs.start(record, NOW + 1000, NOW);
  try {
    const planned = await countPopularity(input, ports, () => at);
    for (const model of planned.models) await publishModel({ ...input, model }, ports, clock);
    return planned;
  } finally {
    await ports.runs.end(input.runId, { state: 'succeeded', endedAt: startedAt });
  }
}
const stateOf = (ports: MemoryPorts) =>
  JSON.parse(ports.artefacts.text(popularityCurrentKey)) as PopularityState;
const totalsOf = async (ports: MemoryPorts) =>
  (await readTotals(ports.artefacts, stateOf(ports).totals)).stored();
const rowOf = async (ports: MemoryPorts, model: string, key: string) => {
  const pointer = (await ports.models.pointer(model))!;
  return (await ports.models.readRows([{ pointer, key }]))[0]?.items.map(([itemId]) => itemId);
};

describe('the popularity job', () => {
  it('counts what is new, publishes each facet’s first, and leaves totals for queries', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [
      line('1', { userId: 'a', itemId: 'x' }, ['sex=female']),
      line('2', { userId: 'b', itemId: 'y', type: 'purchase' }, ['sex=male']),
    ]);
    await run(ports);
    expect(await rowOf(ports, 'popular', 'all')).toEqual(['y', 'x']);
    expect(await rowOf(ports, 'popular', 'sex=female')).toEqual(['x']);
    expect(await rowOf(ports, 'trending', 'all')).toHaveLength(2);
    const serving = JSON.parse(ports.artefacts.text(popularityServingKey)) as PopularityServing;
    expect(Object.keys(serving.totals)).toEqual(['all', 'sex=female', 'sex=male']);
  });

  it('ends in the same numbers run by run and all at once', async () => {
    const events = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 20 }),
        userId: fc.constantFrom('a', 'b', 'c'),
        itemId: fc.constantFrom('x', 'y'),
        type: fc.constantFrom('view', 'like', 'purchase', 'impression', 'hide'),
        hoursAgo: fc.integer({ min: 1, max: 60 }),
        facets: fc.subarray(['platform=ios', 'sex=female']),
      }),
      { minLength: 1, maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 10 }), async (given, perFile) => {
        const ports = memoryPorts();
        const lines = given.map(({ id, hoursAgo, facets, ...event }) =>
          line(`e${id}`, { ...event, occurredAt: iso(NOW - hoursAgo * 3_600_000) } as never, facets),
        );
        for (let from = 0, file = 1; from < lines.length; from += perFile, file++) {
          await archive(ports, String(file), lines.slice(from, from + perFile));
          // A run that dies before its end has changed nothing.
          failNext(ports.artefacts, 'put');
          await run(ports).catch(() => {});
          await run(ports);
        }
        const before = await totalsOf(ports);
        await run(ports, { rebuild: true });
        expect(await totalsOf(ports)).toEqual(before);
      }),
      { numRuns: 30 },
    );
  });

  it('moves to new landmarks without forgetting anything', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1', { itemId: 'x' }), line('2', { userId: 'b', itemId: 'y' })]);
    await run(ports);
    const before = await totalsOf(ports);
    const later = NOW + 5 * 86_400_000;
    await archive(
      ports,
      '2',
      [line('3', { itemId: 'x', occurredAt: iso(later - 3_600_000) })],
      later - 60_000,
    );
    await run(ports, {}, later);
    const after = await totalsOf(ports);
    expect(after.y![1]).toBeLessThan(before.y![1]);
    await run(ports, { rebuild: true }, later);
    expect(await totalsOf(ports)).toEqual(after);
  });

  it('keeps the files of one state only', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1')]);
    await run(ports);
    await archive(ports, '2', [line('2', { itemId: 'j' })]);
    await run(ports);
    const { version, totals, days } = stateOf(ports);
    const kept = ports.artefacts.keys().filter((key) => /popularity\/.*\.gz$/.test(key));
    expect(kept.sort()).toEqual([...Object.values(days), totals].sort());
    expect(kept.every((key) => key.includes(version))).toBe(true);
  });

  it('refuses to move a state that another run moved meanwhile', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1')]);
    await run(ports);
    await archive(ports, '2', [line('2')]);
    const put = ports.artefacts.put.bind(ports.artefacts);
    ports.artefacts.put = async (key, body) => {
      if (key.endsWith('totals.json.gz'))
        await put(popularityCurrentKey, JSON.stringify({ ...stateOf(ports), version: 'rival' }));
      return put(key, body);
    };
    await expect(run(ports)).rejects.toThrow(StateMovedError);
  });

  it('stamps imported lines once, and counts them with these stamps for ever', async () => {
    const ports = memoryPorts();
    await ports.actors.putProfile('u#a', { sex: 'female' });
    const { stamp: _none, ...bare } = line('1');
    await ports.archive.put(importedEventsKey(iso(NOW - 3 * 3_600_000), 'x', 0), packLines([bare]));
    await run(ports);
    expect(await rowOf(ports, 'popular', 'sex=female')).toEqual(['i']);
    await ports.actors.putProfile('u#a', { sex: 'male' });
    await run(ports, { rebuild: true });
    expect(await rowOf(ports, 'popular', 'sex=female')).toEqual(['i']);
    expect(await rowOf(ports, 'popular', 'sex=male')).toBeUndefined();
  });

  it('counts lines without a stamp for everybody only', async () => {
    const ports = memoryPorts();
    const { stamp: _none, ...bare } = line('1');
    await archive(ports, '1', [bare]);
    await run(ports);
    expect(await rowOf(ports, 'popular', 'all')).toEqual(['i']);
  });

  it('forgets who was erased', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [
      line('1', { userId: 'a', itemId: 'x' }),
      line('2', { userId: 'b', itemId: 'y' }),
    ]);
    await run(ports);
    await ports.archive.put(`${erasuresPrefix}1.json`, JSON.stringify({ actor: 'u#a', erasedAt: iso(NOW) }));
    await run(ports);
    expect(Object.keys(await totalsOf(ports))).toEqual(['y']);
  });

  it('forgets who was erased while a run was under way', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [
      line('1', { userId: 'a', itemId: 'x' }),
      line('2', { userId: 'b', itemId: 'y' }),
    ]);
    await run(ports);
    // The mark's time lies before the run, but the run had listed the marks already.
    const mark = { actor: 'u#a', erasedAt: iso(NOW - 1) };
    await ports.archive.put(`${erasuresPrefix}late.json`, JSON.stringify(mark));
    await run(ports);
    expect(Object.keys(await totalsOf(ports))).toEqual(['y']);
  });

  it('counts a kind of score anew when its own landmark moves, as if it had counted everything', async () => {
    for (const days of [6, 31, 150]) {
      const ports = memoryPorts();
      const daily = Array.from({ length: 20 }, (_, day) =>
        line(`d${day}`, {
          userId: `u${day}`,
          itemId: `i${day % 3}`,
          occurredAt: iso(NOW - day * 86_400_000),
        }),
      );
      await archive(ports, '1', daily);
      await run(ports);
      const later = NOW + days * 86_400_000;
      await archive(ports, '2', [line('new', { itemId: 'i0', occurredAt: iso(later - 1000) })]);
      await run(ports, {}, later);
      const before = await totalsOf(ports);
      await run(ports, { rebuild: true }, later + 1);
      expect(await totalsOf(ports)).toEqual(before);
    }
  });

  it('leaves no file behind that nobody names', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1')]);
    failNext(ports.runs, 'putStep', new Error('died'), 0);
    await ports.artefacts.put('popularity/dead-run/day-2026-01-01.json.gz', 'old');
    for (let file = 2; file < 30; file++) {
      await run(ports);
      await archive(ports, String(file), [line(`e${file}`, { userId: `u${file}` })]);
    }
    const keys = [...ports.artefacts.objects.keys()].filter((key) => key.startsWith('popularity/'));
    expect(keys.length).toBeLessThan(8);
    const models = [...ports.artefacts.objects.keys()].filter((key) => key.startsWith('models/popular/'));
    expect(models.length).toBeLessThanOrEqual(2 * 22);
  });

  it('succeeds on an empty archive, and publishes nothing', async () => {
    expect((await run(memoryPorts())).models).toEqual([]);
  });
});

describe('start-due', () => {
  const started = (ports: MemoryPorts) => ports.workflows.started.length;
  const due = (ports: MemoryPorts, at = NOW) => startDue({ job: 'popularity' }, ports, () => at);

  it('starts a run for new events, none while nothing is new', async () => {
    const ports = memoryPorts();
    await due(ports);
    expect(started(ports)).toBe(0);
    await archive(ports, '1', [line('1')]);
    await run(ports);
    await due(ports);
    expect(started(ports)).toBe(0);
    await archive(ports, '2', [line('2')]);
    await due(ports);
    expect(started(ports)).toBe(1);
    // It runs already: the next minute starts no other.
    await due(ports);
    expect(started(ports)).toBe(1);
  });

  it('starts one when scores have faded for an hour', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1')]);
    await run(ports);
    await due(ports, NOW + 3_700_000);
    expect(started(ports)).toBe(1);
  });

  it('asks little in an idle minute', async () => {
    const ports = memoryPorts();
    await archive(ports, '1', [line('1')]);
    await run(ports);
    let lists = 0;
    const list = ports.archive.list.bind(ports.archive);
    ports.archive.list = (prefix) => {
      lists++;
      return list(prefix);
    };
    await due(ports, NOW + 60_000);
    expect(lists).toBeLessThanOrEqual(6);
  });
});
