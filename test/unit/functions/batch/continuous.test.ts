import { beforeEach, describe, expect, it, vi } from 'vitest';
import { continuousKey, watermarkKey } from '../../../../contract/storage-keys.ts';
import type { RunRecord } from '../../../../domain/ports.ts';
import { makeRunId } from '../../../../domain/runs/run-id.ts';
import { startDue } from '../../../../functions/batch/start-due.ts';
import { metrics } from '../../../../functions/runtime/metrics.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const DEFAULTS = {
  ...{ targets: 'live', backOff: true, ownListings: 'ignore', maxEventsPerActorPerDay: 1000 },
  ...{ publishTolerance: 0.02, incremental: true, continuous: true },
};
const iso = (time: number) => new Date(time).toISOString();

let ports: MemoryPorts;
let now: number;
let sequence: number;
beforeEach(() => {
  ports = memoryPorts();
  [now, sequence] = [NOW, 0];
});

/** Something new is archived. */
const archived = () => {
  const watermark = { shard: 's', sequence: String(++sequence), arrivedAt: iso(now) };
  return ports.archive.put(watermarkKey('s'), JSON.stringify(watermark));
};
/** What the schedule does; answers the run that it started. */
async function minute(continuous = true) {
  const before = ports.workflows.started.length;
  await startDue({ job: 'together', continuous }, ports, () => now);
  return ports.workflows.started[before];
}
/** The run ends as it is said to, after some minutes. */
async function ends(runId: string, state: RunRecord['state'], rowsWritten = 1) {
  now += 2 * MINUTE;
  const step = { runId, step: 'publish-model/x', state: 'succeeded' as const, startedAt: iso(now) };
  await ports.runs.putStep({ ...step, counts: { rowsWritten } });
  await ports.runs.end(runId, { state, endedAt: iso(now) });
}
/** Minutes after which the next run is started; undefined when none is within the hour. */
async function startsAfter(continuous = true): Promise<number | undefined> {
  for (let waited = 1; waited <= 60; waited++) {
    now += MINUTE;
    if (await minute(continuous)) return waited;
  }
  return undefined;
}
const newest = async () => (await ports.runs.list('together', 1))[0]!;
/** A run that somebody started. */
async function byHand(parameters: RunRecord['parameters']) {
  const runId = makeRunId('together', now, 'abcdef');
  const record = { runId, job: 'together', state: 'starting' as const, parameters, startedAt: iso(now) };
  await ports.runs.start(record, now + 600 * MINUTE, now);
  return runId;
}

describe('the continuous mode', () => {
  it('runs on while events come in, a minute after the last, one run at a time', async () => {
    await archived();
    const first = await minute();
    expect(first).toMatchObject({ job: 'together', input: { parameters: DEFAULTS } });
    await archived();
    expect(await minute()).toBeUndefined();
    await ends(first!.runId, 'succeeded');
    expect(await minute()).toBeUndefined();
    expect(await startsAfter()).toBe(1);
  });

  it('starts nothing while nothing is new, on an empty archive neither', async () => {
    expect(await minute()).toBeUndefined();
    await archived();
    await ends((await minute())!.runId, 'succeeded');
    expect(await startsAfter()).toBeUndefined();
    await archived();
    expect(await minute()).toBeDefined();
  });

  it('asks little in an idle minute', async () => {
    await archived();
    await ends((await minute())!.runId, 'succeeded');
    now += MINUTE;
    const calls: string[] = [];
    for (const store of [ports.archive, ports.artefacts, ports.runs, ports.models])
      for (const [name, method] of Object.entries(store) as [string, unknown][])
        if (typeof method === 'function')
          Object.assign(store, {
            [name]: (...asked: unknown[]) => {
              calls.push(name);
              return (method as (...given: unknown[]) => unknown)(...asked);
            },
          });
    await minute();
    expect(calls.sort()).toEqual(['get', 'get', 'list', 'list', 'list']);
  });

  it('counts what is archived while a run is under way in the next', async () => {
    await archived();
    const first = await minute();
    await archived();
    await ends(first!.runId, 'succeeded');
    expect(await startsAfter()).toBe(1);
    await ends((await newest()).runId, 'succeeded');
    expect(await startsAfter()).toBeUndefined();
  });

  it('waits twice as long after each run that changed nothing or failed, up to a quarter of an hour', async () => {
    await archived();
    let run = (await minute())!;
    const waits: (number | undefined)[] = [];
    for (const [state, rows] of [
      ['succeeded', 0],
      ['failed', 0],
      ['timed-out', 5],
      ['succeeded', 0],
    ] as const) {
      await ends(run.runId, state, rows);
      await archived();
      waits.push(await startsAfter());
      run = ports.workflows.started.at(-1)!;
    }
    await ends(run.runId, 'succeeded', 0);
    await archived();
    waits.push(await startsAfter());
    await ends(ports.workflows.started.at(-1)!.runId, 'succeeded', 1);
    await archived();
    waits.push(await startsAfter());
    expect(waits).toEqual([2, 4, 8, 15, 15, 1]);
  });

  it('tries what a failed run should have counted again, without new events', async () => {
    await archived();
    await ends((await minute())!.runId, 'failed');
    expect(await startsAfter()).toBe(2);
  });

  it('goes on when the workflow could not be started', async () => {
    await archived();
    failNext(ports.workflows, 'start');
    await expect(minute()).rejects.toThrow();
    expect((await newest()).state).toBe('failed');
    expect(await startsAfter()).toBe(2);
  });

  it('goes on after a dead run that holds the lease, and records it', async () => {
    await archived();
    const dead = (await minute())!.runId;
    now += 300 * MINUTE;
    expect(await minute()).toBeUndefined();
    now += 41 * MINUTE;
    expect(await minute()).toBeDefined();
    expect(ports.runs.runs.get(dead)).toMatchObject({
      state: 'timed-out',
      error: expect.stringContaining('lease'),
    });
  });

  it('goes on after its rule stood still for a day, or its memory was lost', async () => {
    await archived();
    await ends((await minute())!.runId, 'succeeded');
    await ports.artefacts.remove([continuousKey]);
    now += 24 * 60 * MINUTE;
    expect(await minute()).toBeDefined();
  });

  it('starts one run where two look at once', async () => {
    await archived();
    await Promise.all([minute(), minute()]);
    expect(ports.workflows.started).toHaveLength(1);
  });

  it('counts an import once its actors are rebuilt', async () => {
    await archived();
    await ends((await minute())!.runId, 'succeeded');
    now += MINUTE;
    const rebuild = { runId: 'rebuild-actors-1', job: 'rebuild-actors', parameters: {}, startedAt: iso(now) };
    await ports.runs.start({ ...rebuild, state: 'starting' }, now + MINUTE, now);
    expect(await minute()).toBeUndefined();
    await ports.runs.end('rebuild-actors-1', { state: 'succeeded', endedAt: iso(now) });
    expect(await minute()).toBeDefined();
  });

  it('is asked for by a run in a stage without it, and ended by one that does not ask', async () => {
    await archived();
    expect(await startsAfter(false)).toBeUndefined();
    await ends(await byHand({ continuous: true, shrink: 0, asOf: iso(NOW), force: true }), 'succeeded');
    expect(await startsAfter(false)).toBe(1);
    const next = await newest();
    expect(next.parameters).toEqual({ ...DEFAULTS, shrink: 0 });
    await ends(next.runId, 'succeeded');
    await archived();
    expect(await startsAfter(false)).toBe(1);
    await ends((await newest()).runId, 'succeeded');
    await ends(await byHand({}), 'succeeded');
    await archived();
    expect(await startsAfter(false)).toBeUndefined();
  });
});

describe('the age of the together models', () => {
  const ages = async () => {
    const said = vi.spyOn(metrics, 'addMetric').mockImplementation(() => metrics);
    await minute();
    const found = said.mock.calls.filter(([name]) => name === 'TogetherAge').map(([, , value]) => value);
    said.mockRestore();
    return found;
  };
  const published = async (runId: string) => {
    const { ordinal, ...pointer } = await ports.models.begin('together-view-all', runId);
    await ports.models.activate(pointer, runId, ordinal);
  };

  it('is said while newer events wait, by the moment that the served run counted up to', async () => {
    await archived();
    expect(await ages()).toEqual([]);
    const { runId } = await newest();
    await ends(runId, 'succeeded');
    await published(runId);
    expect(await ages()).toEqual([]);
    await archived();
    expect(await ages()).toEqual([120]);
    await published(await byHand({ asOf: iso(now - 5 * MINUTE) }));
    expect(await ages()).toEqual([300]);
  });

  it('is not known of a model that no run of ours made', async () => {
    await archived();
    await published('theirs');
    expect(await ages()).toEqual([]);
  });
});
