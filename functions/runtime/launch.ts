import { JOB_TIMEOUT_MINUTES, type JobName } from '../../contract/batch.ts';
import type { RunRecord } from '../../domain/ports.ts';
import { makeRunId } from '../../domain/runs/run-id.ts';
import type { Stores } from './ports.ts';
import { unavailable } from './problems.ts';

/** A lease outlives its state machine, and the report of its end, so only a run nobody ended loses it. */
export const leaseMs = (job: JobName): number => (JOB_TIMEOUT_MINUTES[job] + 10) * 60_000;

/** What starting a run needs of the world. */
export interface LaunchContext {
  readonly stores: Pick<Stores, 'runs' | 'workflows'>;
  readonly random: (bytes: number) => Buffer;
}

/** Takes the job's lease and starts its workflow; a workflow that does not start leaves a failed run, no lease. */
export async function launch(
  job: JobName,
  parameters: Readonly<Record<string, unknown>>,
  now: number,
  { stores, random }: LaunchContext,
): Promise<{ readonly runId: string; readonly started: boolean }> {
  const runId = makeRunId(job, now, random(3).toString('hex'));
  const startedAt = new Date(now).toISOString();
  const run: RunRecord = { runId, job, state: 'starting', parameters, startedAt };
  const lease = await stores.runs.start(run, now + leaseMs(job), now);
  if (!lease.started) return lease;
  try {
    const { executionArn } = await stores.workflows.start(job, runId, { runId, job, parameters });
    await stores.runs.update(runId, { executionArn });
    return lease;
  } catch (cause) {
    const error = 'its workflow could not be started';
    await stores.runs.end(runId, { state: 'failed', endedAt: startedAt, error });
    throw unavailable('workflow', cause);
  }
}
