import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../../contract/metrics.ts';
import { continuousKey } from '../../contract/storage-keys.ts';
import type { ObjectStore, RunRecord } from '../../domain/ports.ts';
import {
  countedUpTo,
  isContinuous,
  isQuiet,
  nextParameters,
  QUIET_RUNS_COUNTED,
  waitAfter,
} from '../../domain/runs/continuous.ts';
import { leaseMs } from '../runtime/launch.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { hasMoved, lastRebuild, readWatermarks } from './popularity-files.ts';
import type { ShardPosition } from './popularity-state.ts';
import { putJson } from './run-files.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'runs' | 'models'>;
type Shards = Readonly<Record<string, ShardPosition>>;

/** A run that should be started now. */
export interface DueRun {
  readonly parameters: Readonly<Record<string, unknown>>;
  /** To be called with its id once it is. */
  readonly started: (runId: string) => Promise<void>;
}

/** Where the archive ended when the continuous mode started a run. */
interface Seen {
  readonly runId: string;
  readonly shards: Shards;
}

/** Runs looked back on: enough to find the one that asked for the continuous mode. */
const LOOKED_BACK = 20;
/** The freshness of the together models is that of this one: views are the most frequent. */
const WATCHED_MODEL = 'together-view-all';

/**
 * The continuous mode of the together job: the next run, where the stage or the newest run asks for one, none is under way, the last ended
 * long enough ago, and something was archived since. A run whose end nobody told is followed once its lease has run out. It asks every
 * minute and remembers what it saw, so nothing that is lost stops it.
 *
 * @param inStage whether the stage runs it without being asked
 */
export async function togetherDue(inStage: boolean, ports: Ports, now: number): Promise<DueRun | undefined> {
  const runs = await ports.runs.list('together', LOOKED_BACK);
  const [last] = runs;
  if (!inStage && !(last && isContinuous(last))) return undefined;
  const shards = await readWatermarks(ports.archive);
  if (!(await isSomethingNew(runs, shards, ports))) return undefined;
  await reportAge(runs, ports, now);
  if (last && (await isTooEarly(last, runs, ports, now))) return undefined;
  return {
    parameters: nextParameters(runs),
    started: (runId) => putJson(ports.artefacts, continuousKey, { runId, shards } satisfies Seen),
  };
}

/** Whether the archive holds what no run of this mode has counted: streamed, or imported and its actors rebuilt. */
async function isSomethingNew(runs: readonly RunRecord[], shards: Shards, ports: Ports): Promise<boolean> {
  const succeeded = runs.filter(({ state }) => state === 'succeeded');
  const seen = await readSeen(ports.artefacts);
  const counted = succeeded.some(({ runId }) => runId === seen?.runId) ? seen : undefined;
  if (hasMoved(shards, counted)) return true;
  const [newest] = succeeded;
  return (await lastRebuild(ports.runs)) > (newest ? Date.parse(newest.startedAt) : 0);
}

async function readSeen(artefacts: ObjectStore): Promise<Seen | undefined> {
  const bytes = await artefacts.get(continuousKey);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as Seen);
}

async function isTooEarly(
  last: RunRecord,
  runs: readonly RunRecord[],
  ports: Ports,
  now: number,
): Promise<boolean> {
  if (last.endedAt === undefined) return now - Date.parse(last.startedAt) <= leaseMs('together');
  const rested = now - Date.parse(last.endedAt);
  return rested < waitAfter(0) || rested < waitAfter(await quietRuns(runs, ports));
}

/** How many of the newest runs in a row came to nothing. */
async function quietRuns(runs: readonly RunRecord[], ports: Ports): Promise<number> {
  const newest = runs.slice(0, QUIET_RUNS_COUNTED);
  for (const [index, { runId }] of newest.entries()) {
    const known = await ports.runs.read(runId);
    if (!known || !isQuiet(known.run, known.steps)) return index;
  }
  return newest.length;
}

/** While nothing is new the models are as fresh as can be, and nothing is said. */
async function reportAge(runs: readonly RunRecord[], ports: Ports, now: number): Promise<void> {
  const version = (await ports.models.pointer(WATCHED_MODEL))?.activeVersion;
  if (version === undefined) return;
  const run = runs.find(({ runId }) => runId === version) ?? (await ports.runs.read(version))?.run;
  if (run) metrics.addMetric(METRICS.togetherAge, MetricUnit.Seconds, (now - countedUpTo(run)) / 1000);
}
