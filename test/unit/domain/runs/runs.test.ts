import { describe, expect, it } from 'vitest';
import type { RunRecord, RunStepRecord } from '../../../../domain/ports.ts';
import { endingInWords } from '../../../../domain/runs/ending.ts';
import { makeRunId, parseRunId } from '../../../../domain/runs/run-id.ts';
import { toRun } from '../../../../domain/runs/summary.ts';

const AT = '2026-11-23T09:15:00.042Z';
const step = (change: Partial<RunStepRecord>): RunStepRecord => ({
  ...{ runId: 'r', step: 's', state: 'succeeded', startedAt: AT },
  ...change,
});

describe("a run's id", () => {
  it('says its job and its start, and gives them back', () => {
    const runId = makeRunId('rebuild-actors', Date.parse(AT), '0a1b2c');
    expect(runId).toBe('rebuild-actors-20261123T091500042Z-0a1b2c');
    expect(parseRunId(runId)).toEqual({ job: 'rebuild-actors', startedAt: AT });
  });

  it('is made with six hex digits only, and read from nothing else', () => {
    expect(() => makeRunId('together', 0, 'xyz')).toThrow('six hex digits, got xyz');
    expect(parseRunId('by-hand')).toBeUndefined();
  });
});

describe("a run's summary", () => {
  it('sums counts over the steps, sorts these by their start, and hides the execution', () => {
    const run: RunRecord = {
      ...{ runId: 'r', job: 'together', state: 'running', parameters: {}, startedAt: AT },
      executionArn: 'arn:secret',
    };
    const later = step({ step: 'b', startedAt: '2026-11-23T09:16:00.000Z', counts: { rows: 1 } });
    const parts = [
      step({ part: 10, counts: { rows: 2 } }),
      step({ part: 2, counts: { rows: 3, __proto__x: 1 } }),
    ];
    const summary = toRun(run, [later, ...parts]);
    expect(summary.counts).toEqual({ rows: 6, __proto__x: 1 });
    expect(summary.steps.map(({ step: name, part }) => [name, part])).toEqual([
      ['s', 2],
      ['s', 10],
      ['b', undefined],
    ]);
    expect(JSON.stringify(summary)).not.toContain('arn:secret');
  });
});

describe('the end of a run in words', () => {
  const failed = (error: string, endedAt: string, part: number) =>
    step({ state: 'failed', error, endedAt, part });

  it('is what the first failed step said', () => {
    const steps = [
      failed('second', '2026-11-23T09:20:00.000Z', 1),
      failed('first', '2026-11-23T09:19:00.000Z', 7),
    ];
    expect(endingInWords({ status: 'FAILED', cause: 'States.TaskFailed' }, steps)).toBe('s 7: first');
  });

  it('is what Lambda said where a worker was killed, with the steps under way', () => {
    const cause = JSON.stringify({
      errorType: 'Sandbox.Timedout',
      errorMessage: 'timed out after 300 seconds',
    });
    const steps = Array.from({ length: 7 }, (_, part) => step({ state: 'running', part }));
    expect(endingInWords({ status: 'FAILED', cause }, steps)).toBe(
      'the run failed; timed out after 300 seconds; under way: s 0, s 1, s 2, s 3, s 4 and 2 more',
    );
  });

  it('tells a time-out and a stop apart from a failure', () => {
    expect(endingInWords({ status: 'TIMED_OUT' }, [])).toBe(
      'the run took longer than its state machine allows',
    );
    expect(endingInWords({ status: 'ABORTED', cause: 'by an analyst' }, [])).toBe(
      'the run was stopped; by an analyst',
    );
    expect(endingInWords({ status: 'SUCCEEDED' }, [])).toBeUndefined();
  });
});
