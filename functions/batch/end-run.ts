import type { ExecutionEnded } from '../../contract/batch.ts';
import { METRICS } from '../../contract/metrics.ts';
import type { Clock, RunStepRecord } from '../../domain/ports.ts';
import { endingInWords, RUN_STATE_BY_STATUS } from '../../domain/runs/ending.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';

/** What end-run needs of a metric: powertools' Metrics is one. */
export interface Counter {
  addMetric(name: string, unit: 'Count', value: number): void;
}

/**
 * Ends a run when its execution ended, however that was: its state, its time, why in words, and the lease
 * given back. Delivered twice it changes nothing more; an execution that is no run of ours is left alone.
 */
export async function endRun(
  { detail }: ExecutionEnded,
  { runs }: Pick<Stores, 'runs'>,
  clock: Clock,
  counter: Counter,
): Promise<void> {
  const known = await runs.read(detail.name);
  if (!known) return logger.warn('an execution ended that is no run', { execution: detail.executionArn });
  const ended = known.run.endedAt !== undefined;
  const endedAt = new Date(detail.stopDate ?? clock()).toISOString();
  const state = RUN_STATE_BY_STATUS[detail.status];
  const error = endingInWords(detail, known.steps);
  await runs.end(detail.name, { state, endedAt, ...(error !== undefined && { error }) });
  if (detail.status === 'SUCCEEDED' || ended) return;
  for (const step of known.steps) if (step.state === 'running') await runs.putStep(unfinished(step, endedAt));
  if (state !== 'stopped') counter.addMetric(METRICS.runsFailed, 'Count', 1);
  logger.error('run failed', { runId: detail.name, state, reason: error });
}

/** A step that was killed could not say so itself. */
const unfinished = (step: RunStepRecord, endedAt: string): RunStepRecord => ({
  ...step,
  state: 'failed',
  endedAt,
  error: 'did not finish before the run ended',
});
