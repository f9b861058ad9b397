import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { packLines } from '../../../../adapters/ndjson.ts';
import {
  archivedEventsKey,
  erasuresPrefix,
  freshCurrentKey,
  importedEventsKey,
  watermarkKey,
} from '../../../../contract/storage-keys.ts';
import type { ArchivedLine, Stamp } from '../../../../contract/stream.ts';
import type { ModelItem } from '../../../../domain/ports.ts';
import { countFresh } from '../../../../functions/batch/count-fresh.ts';
import { FreshMovedError, type FreshState } from '../../../../functions/batch/fresh-state.ts';
import { publishModel } from '../../../../functions/batch/publish-model.ts';
import { startDue } from '../../../../functions/batch/start-due.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';

const NOW = Date.parse('2026-11-24T12:30:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SHARD = 'shardId-000000000000';
const iso = (time: number) => new Date(time).toISOString();

let ports: MemoryPorts;
let sequence: number;
let runs: number;
beforeEach(() => {
  ports = memoryPorts();
  sequence = 1;
  runs = 0;
});

const view = (
  userId: string,
  itemId: string,
  time = NOW - MINUTE,
  stamp: Partial<Stamp> = {},
): ArchivedLine => ({
  ...{ sequence: '1', index: 0, scope: 'server', receivedAt: iso(time) },
  event: { eventId: `${userId}-${itemId}-${time}`, type: 'view', userId, itemId, occurredAt: iso(time) },
  stamp: { actor: `u#${userId}`, facets: [], ...stamp },
});

/** A file of the stream with the watermark behind it. */
async function archive(lines: readonly ArchivedLine[], at = NOW - MINUTE, shard = SHARD) {
  const number = String(sequence++);
  await ports.archive.put(archivedEventsKey(iso(at), shard, number), packLines(lines));
  const watermark = { shard, sequence: number, arrivedAt: iso(at) };
  await ports.archive.put(watermarkKey(shard), JSON.stringify(watermark));
}

const count = (parameters = {}, now = NOW, runId = `together-fresh-${runs++}`) =>
  countFresh({ runId, job: 'together-fresh', parameters }, ports, () => now);
async function run(parameters = {}, now = NOW) {
  const planned = await count(parameters, now);
  for (const model of planned.models) await publishModel({ ...planned, model }, ports, () => now);
  return planned.models;
}
const rowOf = async (key: string): Promise<readonly ModelItem[] | undefined> => {
  const pointer = await ports.models.pointer('together-fresh-view');
  return pointer && (await ports.models.readRows([{ pointer, key }]))[0]?.items;
};
const neighbours = async (key: string) => (await rowOf(key))?.map(([itemId]) => itemId);
const state = () => JSON.parse(ports.artefacts.text(freshCurrentKey)) as FreshState;

async function publishMain(rows: Readonly<Record<string, number>>, version = 'main') {
  const { ordinal, ...pointer } = await ports.models.begin('together-view-all', version);
  const written = Object.entries(rows).map(([key, size]) => ({
    key,
    items: Array.from({ length: size }, (_, at): ModelItem => [`m${at}`, 1, 2]),
  }));
  await ports.models.writeRows(pointer, ordinal, written);
  await ports.models.activate(pointer, version, ordinal);
}

describe('together-fresh', () => {
  it('gives an item neighbours by what one person viewed a minute ago', async () => {
    await archive([view('a', 'new'), view('a', 'old'), view('b', 'other')]);
    await run();
    expect(await rowOf('new')).toEqual([['old', 1 / 11, 1]]);
    expect(await rowOf('other')).toBeUndefined();
  });

  it('reads each file once, and forgets what is older than three hours', async () => {
    await archive([view('a', 'x', NOW - 2 * HOUR), view('a', 'y', NOW - 2 * HOUR)], NOW - 2 * HOUR);
    await run();
    const streamed: string[] = [];
    const stream = ports.archive.stream.bind(ports.archive);
    ports.archive.stream = (key) => {
      streamed.push(key);
      return stream(key);
    };
    await archive([view('a', 'z', NOW)], NOW);
    await run();
    expect(streamed).toHaveLength(1);
    expect(await neighbours('z')).toEqual(['x', 'y']);
    await archive([view('b', 'z', NOW + HOUR)], NOW + HOUR);
    await run({}, NOW + HOUR);
    expect(await rowOf('z')).toBeUndefined();
  });

  it('ends in the same rows run by run, run by dying run, and all at once', async () => {
    const events = fc.array(
      fc.record({
        actor: fc.constantFrom('a', 'b', 'c'),
        itemId: fc.constantFrom('x', 'y', 'z', '책'),
        minutesAgo: fc.integer({ min: -4, max: 200 }),
      }),
      { minLength: 1, maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 10 }), async (given, perFile) => {
        ports = memoryPorts();
        const lines = given.map(({ actor, itemId, minutesAgo }) =>
          view(actor, itemId, NOW - minutesAgo * MINUTE),
        );
        for (let from = 0; from < lines.length; from += perFile) {
          await archive(lines.slice(from, from + perFile));
          failNext(ports.artefacts, 'put');
          await run().catch(() => {});
          await run();
        }
        const rows = await Promise.all(['x', 'y', 'z', '책'].map(rowOf));
        expect(await run({ rebuild: true })).toEqual([]);
        expect(await Promise.all(['x', 'y', 'z', '책'].map(rowOf))).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  it('publishes nothing when its rows are those that are served', async () => {
    await archive([view('a', 'x'), view('a', 'y')]);
    expect(await run()).toHaveLength(1);
    await archive([view('b', 'x')], NOW - MINUTE);
    // n of x is another now, so the score is too.
    expect(await run()).toHaveLength(1);
    await archive([view('c', 'alone')]);
    expect(await run()).toEqual([]);
  });

  it('makes the rows again that a run did not live to publish', async () => {
    await archive([view('a', 'x'), view('a', 'y')]);
    await count();
    expect(await run()).toHaveLength(1);
    expect(await neighbours('x')).toEqual(['y']);
  });

  it('does over what a retry of its own step finds done', async () => {
    await archive([view('a', 'x'), view('a', 'y')]);
    await count({}, NOW, 'together-fresh-once');
    const again = await count({}, NOW, 'together-fresh-once');
    expect(again.models).toEqual([{ name: 'together-fresh-view', version: 'together-fresh-once' }]);
  });

  it('leaves out what the main model has eight neighbours for, and looks that up once a version', async () => {
    await publishMain({ known: 8, thin: 7 });
    await archive([view('a', 'known'), view('a', 'thin'), view('a', 'new')]);
    await run();
    expect(await neighbours('known')).toBeUndefined();
    expect(await neighbours('thin')).toEqual(['known', 'new']);
    expect(await neighbours('new')).toEqual(['known', 'thin']);
    const asked: string[] = [];
    const read = ports.models.readRows.bind(ports.models);
    ports.models.readRows = (requests) => {
      asked.push(...requests.map(({ key }) => key));
      return read(requests);
    };
    await count();
    expect(asked.sort()).toEqual(['new', 'thin']);
    await publishMain({ known: 1, thin: 7 }, 'next');
    await run();
    expect(await neighbours('known')).toEqual(['new', 'thin']);
  });

  it('counts neither imports, other types, listings of one’s own, nor hours gone by', async () => {
    const lines = [view('a', 'x'), view('a', 'y')];
    await ports.archive.put(importedEventsKey(iso(NOW - MINUTE), 'x', 0), packLines(lines));
    await archive([
      view('b', 'x'),
      view('b', 'y', NOW - MINUTE, { own: true }),
      { ...view('b', 'z'), event: { ...view('b', 'z').event, type: 'impression' } },
      view('b', 'early', NOW - 3 * HOUR),
    ]);
    await archive([view('b', 'first', NOW - 5 * HOUR)], NOW - 5 * HOUR, 'shardId-000000000001');
    expect(await run()).toEqual([]);
  });

  it('takes who it was from the stamp, else from the event', async () => {
    const { stamp: _, ...bare } = view('u', 'x');
    const cookie = {
      ...view('c', 'z'),
      event: { ...view('c', 'z').event, userId: undefined, cookieId: 'k' },
    };
    await archive([bare, view('u', 'y'), { ...cookie, stamp: { actor: 'u#u', facets: [] } }]);
    await run();
    expect(await neighbours('x')).toEqual(['y', 'z']);
  });

  it('forgets who was erased', async () => {
    await archive([view('a', 'x'), view('a', 'y')]);
    await run();
    await ports.archive.put(`${erasuresPrefix}1.json`, JSON.stringify({ actor: 'u#a', erasedAt: iso(NOW) }));
    await run();
    expect(await rowOf('x')).toBeUndefined();
    expect(ports.artefacts.keys('fresh/')).toEqual([freshCurrentKey, state().held].sort());
  });

  it('forgets who was erased while a run was under way: the mark is older than the state that lacks it', async () => {
    await archive([view('a', 'x'), view('a', 'y')]);
    await run();
    const erasedAt = iso(Date.parse(state().asOf) - 1);
    await ports.archive.put(`${erasuresPrefix}late.json`, JSON.stringify({ actor: 'u#a', erasedAt }));
    await run();
    expect(await rowOf('x')).toBeUndefined();
  });

  it('succeeds on an empty archive', async () => {
    expect(await run()).toEqual([]);
  });

  it('refuses to move a state that another run moved meanwhile', async () => {
    await archive([view('a', 'x')]);
    await run();
    const put = ports.artefacts.put.bind(ports.artefacts);
    ports.artefacts.put = async (key, body) => {
      if (key.endsWith('held.json.gz'))
        await put(freshCurrentKey, JSON.stringify({ ...state(), version: 'rival' }));
      return put(key, body);
    };
    await expect(count()).rejects.toThrow(FreshMovedError);
  });

  it('is started for new events and for views that expired, and for nothing else', async () => {
    const started = async (now = NOW) => {
      const before = ports.workflows.started.length;
      await startDue({ job: 'together-fresh' }, ports, () => now);
      const run = ports.workflows.started[before];
      if (run) await ports.runs.end(run.runId, { state: 'succeeded', endedAt: iso(now) });
      return run !== undefined;
    };
    expect(await started()).toBe(false);
    await archive([view('a', 'x')]);
    expect(await started()).toBe(true);
    await run();
    expect([await started(), await started(NOW + 3 * HOUR)]).toEqual([false, false]);
    expect(await started(NOW + 3.3 * HOUR)).toBe(true);
    await run({}, NOW + 3.3 * HOUR);
    expect(await started(NOW + 9 * HOUR)).toBe(false);
  });
});
