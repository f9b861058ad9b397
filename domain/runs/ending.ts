import type { RunRecord, RunStepRecord } from '../ports.ts';

/** How Step Functions says that an execution ended. */
export type ExecutionStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export const RUN_STATE_BY_STATUS = {
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed-out',
  ABORTED: 'stopped',
} as const satisfies Record<ExecutionStatus, RunRecord['state']>;

const OPENING = {
  FAILED: 'the run failed',
  TIMED_OUT: 'the run took longer than its state machine allows',
  ABORTED: 'the run was stopped',
};

/**
 * Why a run ended, in words: what its first failed step said; where no step could say it (killed, out of
 * time, stopped), what the workflow knows and which steps were under way. Undefined when it succeeded.
 */
export function endingInWords(
  ended: { readonly status: ExecutionStatus; readonly error?: string | null; readonly cause?: string | null },
  steps: readonly RunStepRecord[],
): string | undefined {
  if (ended.status === 'SUCCEEDED') return undefined;
  const failed = firstFailed(steps);
  if (failed && ended.status === 'FAILED') return `${stepName(failed)}: ${failed.error}`;
  const words = [OPENING[ended.status], causeInWords(ended), underWay(steps)];
  return words.filter((part) => part !== undefined).join('; ');
}

export function stepName({ step, part }: Pick<RunStepRecord, 'step' | 'part'>): string {
  return part === undefined ? step : `${step} ${part}`;
}

function firstFailed(steps: readonly RunStepRecord[]): RunStepRecord | undefined {
  return steps
    .filter(({ state }) => state === 'failed')
    .sort((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1))[0];
}

/** A Lambda's failure arrives as JSON {errorType, errorMessage}; other causes are words already. */
function causeInWords({
  error,
  cause,
}: {
  error?: string | null;
  cause?: string | null;
}): string | undefined {
  if (!cause) return error ?? undefined;
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : cause;
  } catch {
    return cause;
  }
}

function underWay(steps: readonly RunStepRecord[]): string | undefined {
  const names = steps.filter(({ state }) => state === 'running').map(stepName);
  if (names.length === 0) return undefined;
  const shown = names.slice(0, 5).join(', ');
  return `under way: ${shown}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
}
