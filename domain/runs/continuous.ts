import type { RunRecord, RunStepRecord } from '../ports.ts';

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** More quiet runs than these wait no longer. */
export const QUIET_RUNS_COUNTED = Math.ceil(Math.log2(LONGEST_WAIT_MS / FIRST_WAIT_MS));

/**
 * How long after a run's end the next may begin, milliseconds: a minute, doubled for each run before it in a row that was quiet, up to
 * a quarter of an hour.
 */
export const waitAfter = (quietRuns: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** quietRuns);

/** Nothing came of it: it failed, was killed or stopped, or the rows that it made are those that were there. */
export const isQuiet = (run: Pick<RunRecord, 'state'>, steps: readonly RunStepRecord[]): boolean =>
  run.state !== 'succeeded' || steps.every(({ counts }) => (counts?.rowsWritten ?? 0) === 0);

export const isContinuous = ({ parameters }: Pick<RunRecord, 'parameters'>): boolean =>
  parameters.continuous === true;

/**
 * What changed since the last run is counted; only what can be bought fills rows, thin ones from their groups; robots and what sellers do with their own listings are kept out
 * (docs/models.md); and a row is written when it differs by what somebody would notice.
 */
const DEFAULTS = {
  targets: 'live',
  backOff: true,
  ownListings: 'ignore',
  maxEventsPerActorPerDay: 1000,
  publishTolerance: 0.02,
  incremental: true,
} as const;

/**
 * Parameters of the next run of the continuous mode: those of the run that asked for it last, without its moment and without its leave
 * to pass the gate, which were for it alone.
 *
 * @param runs the newest first
 */
export function nextParameters(runs: readonly RunRecord[]): Readonly<Record<string, unknown>> {
  const { asOf: _, force: __, ...given } = runs.find(isContinuous)?.parameters ?? {};
  return { ...DEFAULTS, ...given, continuous: true };
}

/** Up to when a run's models count events, milliseconds. */
export const countedUpTo = ({ parameters, startedAt }: RunRecord): number =>
  Date.parse(typeof parameters.asOf === 'string' ? parameters.asOf : startedAt);
