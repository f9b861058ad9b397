import type { RunRecord, RunStepRecord } from '../ports.ts';

/** A run with its steps, as GET /runs/{runId} answers it. */
export type RunSummary = Omit<RunRecord, 'executionArn'> & {
  readonly counts: Readonly<Record<string, number>>;
  readonly steps: readonly Omit<RunStepRecord, 'runId'>[];
};

/** Joins a run and its steps: counts are summed over all steps, steps stand in the order they began. */
export function toRun(run: RunRecord, steps: readonly RunStepRecord[]): RunSummary {
  const { executionArn: _, ...shown } = run;
  const ordered = [...steps].sort(compareSteps);
  return {
    ...shown,
    counts: sumCounts(ordered),
    steps: ordered.map(({ runId: _, ...step }) => step),
  };
}

function sumCounts(steps: readonly RunStepRecord[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const { counts } of steps)
    for (const [name, count] of Object.entries(counts ?? {})) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function compareSteps(a: RunStepRecord, b: RunStepRecord): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1;
  if (a.step !== b.step) return a.step < b.step ? -1 : 1;
  return (a.part ?? -1) - (b.part ?? -1);
}
