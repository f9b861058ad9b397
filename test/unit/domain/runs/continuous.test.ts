import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../domain/ports.ts';
import { countedUpTo, isQuiet, nextParameters, waitAfter } from '../../../../domain/runs/continuous.ts';

const run = (parameters: RunRecord['parameters'], state: RunRecord['state'] = 'succeeded'): RunRecord => ({
  ...{ runId: 'r', job: 'together', state, parameters, startedAt: '2026-11-24T12:00:00.000Z' },
});
const step = (counts?: Record<string, number>) => ({
  ...{ runId: 'r', step: 's', state: 'succeeded' as const, startedAt: 'x' },
  ...(counts && { counts }),
});

describe('the wait after a run', () => {
  it('doubles with each quiet run, from a minute to a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 9].map((quiet) => waitAfter(quiet) / 60_000)).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('takes a run for quiet that wrote no row or did not succeed', () => {
    const wrote = [step({ rowsWritten: 0 }), step(), step({ rowsWritten: 1 })];
    expect(isQuiet(run({}), wrote)).toBe(false);
    expect(isQuiet(run({}), wrote.slice(0, 2))).toBe(true);
    expect(isQuiet(run({}, 'failed'), wrote)).toBe(true);
    expect(isQuiet(run({}, 'timed-out'), wrote)).toBe(true);
  });
});

const FOR_MARKETS = {
  ...{ backOff: true, ownListings: 'ignore', maxEventsPerActorPerDay: 1000, publishTolerance: 0.02 },
  incremental: true,
};

describe('the next run', () => {
  it('fills rows with what can be bought, and rewrites what differs visibly', () => {
    expect(nextParameters([])).toEqual({ targets: 'live', continuous: true, ...FOR_MARKETS });
  });

  it('takes the parameters of the run that asked for it last, but for its moment and its force', () => {
    const asked = {
      continuous: true,
      shrink: 0,
      targets: 'all',
      asOf: '2026-11-01T00:00:00.000Z',
      force: true,
    };
    expect(nextParameters([run({ shrink: 5 }), run(asked), run({ continuous: true, shrink: 1 })])).toEqual({
      ...{ continuous: true, shrink: 0, targets: 'all', ...FOR_MARKETS },
    });
  });
});

describe('what a run counts up to', () => {
  it('is the moment asked for, else its beginning', () => {
    expect(countedUpTo(run({}))).toBe(Date.parse('2026-11-24T12:00:00.000Z'));
    expect(countedUpTo(run({ asOf: '2026-11-01T00:00:00.000Z' }))).toBe(
      Date.parse('2026-11-01T00:00:00.000Z'),
    );
  });
});
