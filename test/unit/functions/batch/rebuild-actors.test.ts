import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packLines } from '../../../../adapters/ndjson.ts';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { foldEvents } from '../../../../domain/identity/fold.ts';
import { gatherActors } from '../../../../functions/batch/gather-actors.ts';
import { planRebuild } from '../../../../functions/batch/plan-rebuild.ts';
import { partitionOf } from '../../../../functions/batch/rebuild-files.ts';
import { scatterActors } from '../../../../functions/batch/scatter-actors.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';
import {
  archived,
  minute,
  recordAll,
  someRepetitiveHistory,
  sorted,
} from '../../domain/identity/histories.ts';
import { linesOf } from '../streaming/batches.ts';

const INPUT = { runId: 'rebuild-actors-x', job: 'rebuild-actors', parameters: {} };
type Ports = ReturnType<typeof memoryPorts>;

const store = (ports: Ports, name: string, events: readonly ArchivedEvent[]) =>
  ports.archive.put(`events/2026/01/31/23/${name}.ndjson.gz`, packLines(events));

/** The state machine's steps in a loop; `partitions` as a larger archive would have. */
async function rebuild(ports: Ports, partitions?: number) {
  const { result } = await planRebuild(INPUT, ports);
  if (partitions !== undefined) await widen(ports, result.parts, partitions);
  const counts = [];
  for (const part of result.parts) counts.push((await scatterActors({ ...INPUT, part }, ports)).counts);
  const planned = result.parts.length > 0 ? (partitions ?? result.partitions.length) : 0;
  for (const partition of Array(planned).keys()) await gatherActors({ ...INPUT, partition }, ports);
  return counts;
}

async function widen(ports: Ports, parts: readonly number[], partitions: number) {
  for (const part of parts) {
    const key = `runs/${INPUT.runId}/scatter-actors/${part}.json`;
    await ports.artefacts.put(key, JSON.stringify({ ...JSON.parse(ports.artefacts.text(key)), partitions }));
  }
}

describe('rebuild-actors', () => {
  it('makes the actors that the stream would have made, whatever the files and partitions', async () => {
    await fc.assert(
      fc.asyncProperty(someRepetitiveHistory, fc.integer({ min: 1, max: 5 }), async (events, partitions) => {
        const ports = memoryPorts({ clock: () => Date.parse(minute(200)) });
        const [some, others] = [events.slice(0, 9), events.slice(7)];
        if (some.length > 0) await store(ports, 'a', some);
        if (others.length > 0) await store(ports, 'b', others);
        await rebuild(ports, partitions);
        expect(sorted(ports.actors.states)).toEqual(sorted(recordAll([events])));
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what was recorded meanwhile, and changes nothing when it runs again', async () => {
    const ports = memoryPorts();
    await store(ports, 'a', [archived({ eventId: 'old', userId: 'u' })]);
    const live = foldEvents([archived({ eventId: 'live', userId: 'u', occurredAt: minute(9) })]);
    await ports.actors.record(live.get('u#u')!);
    await rebuild(ports);
    const once = new Map(ports.actors.states);
    await rebuild(ports);
    expect(ports.actors.states).toEqual(once);
    expect(once.get('u#u')?.recent.map(({ eventKey }) => eventKey)).toEqual(['old\tserver', 'live\tserver']);
  });

  it('has nothing to do for an empty archive', async () => {
    const ports = memoryPorts();
    const { result, counts } = await planRebuild(INPUT, ports);
    expect(result).toEqual({ ...INPUT, parts: [], partitions: [] });
    expect(counts).toEqual({ files: 0, bytes: 0, erasures: 0 });
  });

  it('plans many files in parts of bounded size', async () => {
    const ports = memoryPorts();
    for (const name of Array(2100).keys()) await store(ports, `${name}`, []);
    const { result, counts } = await planRebuild(INPUT, ports);
    expect(result.parts).toEqual([0, 1]);
    expect(counts.files).toBe(2100);
    const files = result.parts.flatMap(
      (part) => JSON.parse(ports.artefacts.text(`runs/${INPUT.runId}/scatter-actors/${part}.json`)).files,
    );
    expect(new Set(files).size).toBe(2100);
  });

  it('keeps bad lines with place and reason, and takes the good ones', async () => {
    const ports = memoryPorts();
    const good = archived({ eventId: 'good', userId: 'u' });
    const bad = [{ ...good, scope: 'root' }, 'text', { ...good, event: { ...good.event, itemId: 'a/b' } }];
    await store(ports, 'a', [bad[0], good, bad[1], bad[2]] as ArchivedEvent[]);
    expect(await rebuild(ports)).toEqual([{ events: 1, rejected: 3 }]);
    const rejected = ports.artefacts.objects.get(`runs/${INPUT.runId}/rejected/scatter-actors-0.ndjson.gz`);
    expect(linesOf(rejected)).toMatchObject([
      { line: 1, reason: expect.stringContaining('scope') },
      { line: 3 },
      { line: 4, reason: expect.stringContaining('event.itemId'), body: JSON.stringify(bad[2]) },
    ]);
    expect(ports.actors.states.get('u#u')?.recent).toHaveLength(1);
  });

  it.each([
    ['no gzip at all', Buffer.from('hello')],
    ['a file cut short', packLines([archived({ eventId: 'a', userId: 'u' })]).subarray(0, 40)],
  ])('names the file that is %s', async (_, body) => {
    const ports = memoryPorts();
    await ports.archive.put('events/broken.ndjson.gz', body);
    await expect(rebuild(ports)).rejects.toMatchObject({
      code: 'unreadable-file',
      message: expect.stringContaining('events/broken.ndjson.gz'),
    });
    expect(ports.actors.states.size).toBe(0);
  });

  it('says so when the planned work is gone', async () => {
    await expect(scatterActors({ ...INPUT, part: 3 }, memoryPorts())).rejects.toThrow(
      'scatter-actors/3.json',
    );
  });

  it('brings back nothing of erased actors, but what they did later', async () => {
    const ports = memoryPorts();
    await store(ports, 'a', [
      archived({ eventId: 'a', userId: 'gone', cookieId: 'c', occurredAt: minute(1) }),
      archived({ eventId: 'b', userId: 'gone', occurredAt: minute(9) }),
      archived({ eventId: 'c', userId: 'stays', cookieId: 'erased', occurredAt: minute(2) }),
      archived({ eventId: 'd', cookieId: 'erased', occurredAt: minute(2) }),
    ]);
    const erase = (actor: string) => JSON.stringify({ actor, erasedAt: minute(5), receipt: {} });
    await ports.archive.put('erasures/1.json', erase('u#gone'));
    await ports.archive.put('erasures/2.json', erase('c#erased'));
    await ports.archive.put('erasures/other.json', '{"hello":1}');
    await rebuild(ports);
    const kept = [...ports.actors.states].map(([actor, { recent, links, cookies }]) => [
      actor,
      recent.map(({ eventKey }) => eventKey),
      [...links, ...cookies],
    ]);
    expect(kept.sort()).toEqual([
      ['u#gone', ['b\tserver'], []],
      ['u#stays', ['c\tserver'], []],
    ]);
  });
});

describe('the partition of an actor', () => {
  it('is the same each time, within bounds, and spreads actors', () => {
    const partitions = [...Array(3000).keys()].map((n) => partitionOf(`u#유저${n}`, 10));
    expect(partitions).toEqual([...Array(3000).keys()].map((n) => partitionOf(`u#유저${n}`, 10)));
    const sizes = Map.groupBy(partitions, (partition) => partition);
    expect([...sizes.keys()].sort()).toEqual([...Array(10).keys()]);
    for (const members of sizes.values()) expect(members.length).toBeGreaterThan(200);
  });
});
