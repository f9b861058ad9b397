import type { RunInput } from '../../contract/batch.ts';
import type { Clock, RunStepRecord, RunStore } from '../../domain/ports.ts';
import { logger } from './logger.ts';

/** What a step's work gives back: the next state's input, and figures for the run's record. */
export interface StepOutcome<Result> {
  readonly result: Result;
  readonly counts: Readonly<Record<string, number>>;
}

type StepInput = RunInput & { readonly part?: number; readonly partition?: number };

/**
 * Runs one step of a job and keeps the run's record of it: running, then succeeded with its counts or
 * failed with the error in words. The error is thrown on, so that the state machine retries or fails; a
 * retried step overwrites its row.
 */
export async function runStep<Result>(
  name: string,
  input: StepInput,
  runs: RunStore,
  clock: Clock,
  work: () => Promise<StepOutcome<Result>>,
): Promise<Result> {
  const step = { ...identify(name, input), startedAt: timestamp(clock) };
  await runs.putStep({ ...step, state: 'running' });
  await moveToRunning(step, runs);
  try {
    const { result, counts } = await work();
    await runs.putStep({ ...step, state: 'succeeded', endedAt: timestamp(clock), counts });
    logger.info('step succeeded', { ...step, counts });
    return result;
  } catch (error) {
    logger.error('step failed', { ...step, error: error as Error });
    await runs.putStep({ ...step, state: 'failed', endedAt: timestamp(clock), error: inWords(error) });
    throw error;
  }
}

function identify(name: string, input: StepInput): Pick<RunStepRecord, 'runId' | 'step' | 'part'> {
  const part = input.part ?? input.partition;
  return { runId: input.runId, step: name, ...(part === undefined ? {} : { part }) };
}

/** The first step moves the run on; a Map's many children leave its row alone, and an ended run stays ended. */
async function moveToRunning({ runId, part }: Pick<RunStepRecord, 'runId' | 'part'>, runs: RunStore) {
  if (part !== undefined) return;
  const known = await runs.read(runId);
  if (known?.run.state === 'starting') await runs.update(runId, { state: 'running' });
}

/** Our own errors are words already; others get their kind in front, and causes follow. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = 'code' in error && error.name === 'Error';
  const words = own ? error.message : `${error.name}: ${error.message}`;
  return error.cause === undefined ? words : `${words} (${inWords(error.cause)})`;
}

const timestamp = (clock: Clock): string => new Date(clock()).toISOString();
