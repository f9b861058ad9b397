import { describe, expect, it } from 'vitest';
import type { RunRecord, RunStore } from '../../domain/ports.ts';
import { makeRunId } from '../../domain/runs/run-id.ts';
import { fresh } from './samples.ts';

const NOW = Date.now();
const time = (seconds: number) => new Date(NOW + seconds * 1000).toISOString();

export function runStoreSuite(implementation: string, open: () => RunStore) {
  const someRun = (job = fresh('some-job'), second = 0): RunRecord => ({
    runId: makeRunId(job, NOW + second * 1000, 'abc123'),
    job,
    state: 'starting',
    parameters: { asOf: time(0), kinds: ['view'] },
    startedAt: time(second),
  });
  const started = async (run: RunRecord) => open().start(run, NOW + 60_000, NOW);
  const read = async ({ runId }: RunRecord) => (await open().read(runId))?.run;

  describe(`a run store: ${implementation}`, () => {
    it('starts a run and reads it', async () => {
      const run = someRun();
      expect(await started(run)).toEqual({ runId: run.runId, started: true });
      expect(await open().read(run.runId)).toEqual({ run, steps: [] });
    });

    it('knows nothing of a run never started', async () => {
      expect(await open().read(someRun().runId)).toBeUndefined();
      await expect(open().update(someRun().runId, { state: 'running' })).rejects.toMatchObject({
        code: 'unknown-run',
      });
    });

    it('lets one run of a job run: the second start answers the first', async () => {
      const first = someRun();
      await started(first);
      expect(await started(someRun(first.job, 1))).toEqual({ runId: first.runId, started: false });
    });

    it('lets one of two starts at once win', async () => {
      const job = fresh('some-job');
      const outcomes = await Promise.all([0, 1, 2].map((second) => started(someRun(job, second))));
      expect(outcomes.filter((outcome) => outcome.started)).toHaveLength(1);
      expect(new Set(outcomes.map(({ runId }) => runId)).size).toBe(1);
    });

    it('answers a start that is repeated as started', async () => {
      const run = someRun();
      await started(run);
      await open().update(run.runId, { state: 'running' });
      expect(await started(run)).toEqual({ runId: run.runId, started: true });
      expect(await read(run)).toMatchObject({ state: 'running' });
    });

    it('gives the job free when the run ends', async () => {
      const [first, second] = [someRun(), someRun()].map((run) => run);
      await started(first!);
      await open().end(first!.runId, { state: 'failed', endedAt: time(9), error: 'count-together: no room' });
      expect(await read(first!)).toMatchObject({
        state: 'failed',
        endedAt: time(9),
        error: 'count-together: no room',
      });
      expect(await started({ ...second!, ...someRun(first!.job, 1) })).toMatchObject({ started: true });
    });

    it('records a run whose lease ran out as timed out, and lets the next one start', async () => {
      const [dead, next] = [someRun(), someRun()];
      await open().start(dead, NOW - 1, NOW - 60_000);
      const after = someRun(dead.job, 2);
      expect(await started(after)).toEqual({ runId: after.runId, started: true });
      expect(await read(dead)).toMatchObject({ state: 'timed-out' });
      expect(await started({ ...next, ...someRun(dead.job, 3) })).toEqual({
        runId: after.runId,
        started: false,
      });
    });

    it('changes nothing when a run ends twice, nor frees the lease of the run after it', async () => {
      const first = someRun();
      await started(first);
      await open().end(first.runId, { state: 'succeeded', endedAt: time(1) });
      const second = someRun(first.job, 2);
      await started(second);
      await open().end(first.runId, { state: 'failed', endedAt: time(5), error: 'late' });
      expect(await read(first)).toEqual({ ...first, state: 'succeeded', endedAt: time(1) });
      expect(await started(someRun(first.job, 3))).toEqual({ runId: second.runId, started: false });
    });

    it('takes later facts of an ended run, but never brings it back', async () => {
      const run = someRun();
      await started(run);
      await open().end(run.runId, { state: 'stopped', endedAt: time(1) });
      await open().update(run.runId, { state: 'running', executionArn: 'arn:x' });
      expect(await read(run)).toMatchObject({ state: 'stopped', executionArn: 'arn:x' });
    });

    it('keeps the steps of parallel workers, a repeated step over the first', async () => {
      const run = someRun();
      await started(run);
      const step = (part: number) => ({
        runId: run.runId,
        step: 'count-together',
        part,
        state: 'succeeded' as const,
        startedAt: time(part % 2),
        counts: { rows: part },
      });
      const plan = { runId: run.runId, step: 'plan', state: 'succeeded' as const, startedAt: time(-1) };
      await open().putStep({ ...step(0), state: 'running' });
      await Promise.all([...[...Array(12).keys()].map(step), plan].map((row) => open().putStep(row)));
      const steps = (await open().read(run.runId))?.steps;
      expect(steps).toEqual([plan, ...[...Array(12).keys()].map(step)]);
    });

    it('lists the runs of a job, newest first, without those of jobs with longer names', async () => {
      const job = fresh('some-job');
      const runs = [0, 1, 2].map((second) => someRun(job, second));
      for (const run of [...runs, someRun(`${job}-more`)]) {
        await started(run);
        await open().putStep({ runId: run.runId, step: 's', state: 'running', startedAt: time(0) });
        await open().end(run.runId, { state: 'succeeded', endedAt: time(5) });
      }
      const listed = await open().list(job, 2);
      expect(listed.map(({ runId }) => runId)).toEqual([runs[2]!.runId, runs[1]!.runId]);
    });
  });
}
