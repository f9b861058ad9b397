import { beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionEnded } from '../../../../contract/batch.ts';
import { endRun } from '../../../../functions/batch/end-run.ts';
import { runStep } from '../../../../functions/batch/step.ts';
import { type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
const clock = () => NOW;
const input = { runId: 'r', job: 'together', parameters: {} };

let ports: MemoryPorts;
let counted: string[];
const counter = { addMetric: (name: string) => counted.push(name) };
beforeEach(async () => {
  ports = memoryPorts();
  counted = [];
  const run = { ...input, state: 'starting' as const, startedAt: '2026-11-23T09:00:00.000Z' };
  await ports.runs.start(run, NOW + 60_000, NOW);
});
const stored = async () => (await ports.runs.read('r'))!;
const ended = (status: ExecutionEnded['detail']['status'], more: object = {}): ExecutionEnded => ({
  detail: {
    ...{
      executionArn: 'arn:x',
      stateMachineArn: 'arn:y',
      name: 'r',
      status,
      startDate: NOW,
      stopDate: NOW + 5000,
    },
    ...more,
  },
});

describe('a step of a run', () => {
  it('is recorded with its counts, and moves the run on', async () => {
    const during: unknown[] = [];
    const result = await runStep('plan', input, ports.runs, clock, async () => {
      during.push((await stored()).run.state, (await stored()).steps[0]?.state);
      return { result: 7, counts: { files: 3 } };
    });
    expect([result, ...during]).toEqual([7, 'running', 'running']);
    expect((await stored()).steps).toMatchObject([
      { step: 'plan', state: 'succeeded', counts: { files: 3 } },
    ]);
  });

  it('is recorded as failed in words, with the cause, and fails', async () => {
    const cause = new RangeError('disk full');
    const work = () => Promise.reject(Object.assign(new Error('cannot write', { cause }), { code: 'x' }));
    await expect(runStep('plan', input, ports.runs, clock, work)).rejects.toThrow('cannot write');
    expect((await stored()).steps).toMatchObject([
      { state: 'failed', error: 'cannot write (RangeError: disk full)' },
    ]);
  });

  it('overwrites its record when it is retried, and keeps parts apart', async () => {
    const part = { ...input, part: 1 };
    await runStep('count', part, ports.runs, clock, () => Promise.reject(new Error('once'))).catch(() => {});
    await runStep('count', part, ports.runs, clock, async () => ({ result: {}, counts: {} }));
    await runStep('count', { ...input, part: 2 }, ports.runs, clock, async () => ({
      result: {},
      counts: {},
    }));
    const { steps, run } = await stored();
    expect(steps.map(({ part: number, state }) => [number, state])).toEqual([
      [1, 'succeeded'],
      [2, 'succeeded'],
    ]);
    expect(run.state).toBe('starting');
  });

  it('does not wake a run that has ended', async () => {
    await ports.runs.end('r', { state: 'stopped', endedAt: '2026-11-23T09:01:00.000Z' });
    await runStep('plan', input, ports.runs, clock, async () => ({ result: {}, counts: {} }));
    expect((await stored()).run.state).toBe('stopped');
  });
});

describe('the end of a run', () => {
  it('is recorded when it succeeded, and gives the lease back', async () => {
    await endRun(ended('SUCCEEDED'), ports, clock, counter);
    expect((await stored()).run).toMatchObject({ state: 'succeeded', endedAt: '2026-11-23T09:00:05.000Z' });
    expect(ports.runs.leases.size).toBe(0);
    expect(counted).toEqual([]);
  });

  it('says what the failed step said, and counts the failure', async () => {
    await runStep('gate', input, ports.runs, clock, () => Promise.reject(new Error('too few rows'))).catch(
      () => {},
    );
    await endRun(ended('FAILED', { cause: 'x' }), ports, clock, counter);
    expect((await stored()).run).toMatchObject({ state: 'failed', error: 'gate: Error: too few rows' });
    expect(counted).toEqual(['RunsFailed']);
  });

  it('says which steps were under way when time ran out, and ends their records', async () => {
    await ports.runs.putStep({ runId: 'r', step: 'count', part: 3, state: 'running', startedAt: 'x' });
    await endRun(ended('TIMED_OUT'), ports, clock, counter);
    const { run, steps } = await stored();
    expect(run).toMatchObject({ state: 'timed-out', error: expect.stringContaining('under way: count 3') });
    expect(steps).toMatchObject([{ state: 'failed', error: 'did not finish before the run ended' }]);
  });

  it('is no failure when somebody stopped it', async () => {
    await endRun(ended('ABORTED', { cause: 'stopped through the API' }), ports, clock, counter);
    expect((await stored()).run).toMatchObject({
      ...{ state: 'stopped', error: 'the run was stopped; stopped through the API' },
    });
    expect(counted).toEqual([]);
  });

  it('changes nothing when it is delivered twice or is no run of ours', async () => {
    await endRun(ended('FAILED', { cause: 'first' }), ports, clock, counter);
    await endRun(ended('FAILED', { cause: 'second' }), ports, clock, counter);
    await endRun(ended('FAILED', { name: 'by-hand' }), ports, clock, counter);
    expect((await stored()).run.error).toBe('the run failed; first');
    expect(counted).toEqual(['RunsFailed']);
  });
});
