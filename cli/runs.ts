import type { Run, RunStep } from '../contract/api/runs.ts';
import { type ApiClient, bodyOf } from './api/client.ts';
import { CliError } from './errors.ts';
import { duration, grouped } from './output.ts';

/** A run that ended otherwise than well. The message is the run's own error in words. */
export class RunFailedError extends CliError {
  readonly run: Run;
  constructor(run: Run) {
    super(`run-${run.state}`, `run ${run.runId} ${run.state}: ${run.error ?? 'no reason was recorded'}`);
    this.run = run;
  }
}

const ENDED: ReadonlySet<Run['state']> = new Set(['succeeded', 'failed', 'timed-out', 'stopped']);
/** Between two looks at a run: short enough that a job of seconds ends no later for being watched. */
const LOOK_EVERY_MS = 400;

/** Starts a run; a job that runs already answers that run. @throws ApiError */
export async function startRun(
  client: ApiClient,
  job: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<string> {
  const started = client.api.POST('/v1/runs/{job}', { params: { path: { job } }, body: parameters });
  return (await bodyOf(started)).runId;
}

/**
 * Waits for a run's end, telling each step once, when it is over.
 * @throws RunFailedError when it ends otherwise than well
 */
export async function followRun(client: ApiClient, runId: string, say: (line: string) => void): Promise<Run> {
  const told = new Set<string>();
  for (;;) {
    const run = await bodyOf(client.api.GET('/v1/runs/{runId}', { params: { path: { runId } } }));
    const ended = ENDED.has(run.state);
    for (const step of overSteps(run, ended)) {
      if (!told.has(step.name)) say(stepLine(step));
      told.add(step.name);
    }
    if (ended && run.state !== 'succeeded') throw new RunFailedError(run);
    if (ended) return run;
    await client.retries.sleep(LOOK_EVERY_MS);
  }
}

/** A step with its parts taken together. */
interface WholeStep {
  readonly name: string;
  readonly parts: readonly RunStep[];
  readonly failed: boolean;
}

/** Steps that are over, in order of their start: a later step has begun, or the run has ended. */
function overSteps(run: Run, ended: boolean): WholeStep[] {
  const steps = [...Map.groupBy(run.steps, (step) => step.step)].sort(
    (a, b) => startOf(a[1]) - startOf(b[1]),
  );
  return steps
    .filter(
      ([, parts], at) => ended || (at < steps.length - 1 && parts.every((part) => part.state !== 'running')),
    )
    .map(([name, parts]) => ({ name, parts, failed: parts.some((part) => part.state === 'failed') }));
}

const startOf = (parts: readonly RunStep[]): number =>
  Math.min(...parts.map((part) => Date.parse(part.startedAt)));

function stepLine(step: WholeStep): string {
  const ends = step.parts.flatMap((part) => (part.endedAt ? [Date.parse(part.endedAt)] : []));
  const time = ends.length === 0 ? 'unfinished' : duration(Math.max(...ends) - startOf(step.parts));
  const parts = step.parts.length > 1 ? ` ×${step.parts.length}` : '';
  const error = step.parts.find((part) => part.error)?.error;
  const words = step.failed ? ` failed: ${error ?? 'no reason was recorded'}` : countWords(step.parts);
  return `  ${step.failed ? '✗' : '✓'} ${step.name}${parts}  ${time}${words}`;
}

function countWords(parts: readonly RunStep[]): string {
  const sums = new Map<string, number>();
  for (const part of parts) {
    for (const [name, count] of Object.entries(part.counts ?? {}))
      sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].map(([name, sum]) => `  ${name} ${grouped(sum)}`).join('');
}
