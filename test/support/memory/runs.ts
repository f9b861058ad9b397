import { compareSteps, UnknownRunError } from '../../../adapters/dynamodb/runs.ts';
import type { RunRecord, RunStepRecord, RunStore } from '../../../domain/ports.ts';

export interface MemoryRuns extends RunStore {
  readonly runs: Map<string, RunRecord>;
  readonly leases: Map<string, { readonly runId: string; readonly until: number }>;
}

export function memoryRuns(): MemoryRuns {
  const runs = new Map<string, RunRecord>();
  const steps = new Map<string, Map<string, RunStepRecord>>();
  const leases = new Map<string, { runId: string; until: number }>();
  const store: MemoryRuns = {
    runs,
    leases,
    async start(run, leaseUntil, now) {
      const lease = leases.get(run.job);
      if (lease && lease.until >= now && lease.runId !== run.runId)
        return { runId: lease.runId, started: false };
      const again = lease?.runId === run.runId && runs.has(run.runId);
      leases.set(run.job, { runId: run.runId, until: leaseUntil });
      if (again) return { runId: run.runId, started: true };
      if (lease) await store.end(lease.runId, lapsed(now));
      leases.set(run.job, { runId: run.runId, until: leaseUntil });
      runs.set(run.runId, run);
      return { runId: run.runId, started: true };
    },
    async update(runId, change) {
      const run = runs.get(runId);
      if (!run) throw new UnknownRunError(runId);
      const { state, ...rest } = change;
      runs.set(runId, { ...run, ...rest, state: run.endedAt === undefined && state ? state : run.state });
    },
    async putStep(step) {
      const ofRun = steps.get(step.runId) ?? new Map();
      steps.set(step.runId, ofRun.set(`${step.step}#${step.part ?? ''}`, step));
    },
    async end(runId, change) {
      const run = runs.get(runId);
      if (!run) return;
      if (run.endedAt === undefined) runs.set(runId, { ...run, ...change });
      if (leases.get(run.job)?.runId === runId) leases.delete(run.job);
    },
    async read(runId) {
      const run = runs.get(runId);
      return run && { run, steps: [...(steps.get(runId)?.values() ?? [])].sort(compareSteps) };
    },
    async list(job, limit) {
      const ofJob = [...runs.values()].filter((run) => run.job === job);
      return ofJob.sort((a, b) => (a.runId < b.runId ? 1 : -1)).slice(0, limit);
    },
  };
  return store;
}

const lapsed = (now: number) => ({
  state: 'timed-out' as const,
  endedAt: new Date(now).toISOString(),
  error: 'the run did not end before its lease ran out',
});
