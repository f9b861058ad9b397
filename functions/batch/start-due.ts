import { randomBytes } from 'node:crypto';
import type { DueInput, Nothing } from '../../contract/batch.ts';
import { landmarksAt, SCORE_KINDS } from '../../domain/popularity/decay.ts';
import type { Clock } from '../../domain/ports.ts';
import { launch } from '../runtime/launch.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { isBehind } from './fresh-files.ts';
import { readFresh } from './fresh-state.ts';
import { hasMoved, lastRebuild, newFiles, readWatermarks } from './popularity-files.ts';
import { type Indexed, readIndexed } from './popularity-indexed.ts';
import { type PopularityState, readState } from './popularity-state.ts';
import { type DueRun, togetherDue } from './together-due.ts';
import { isIndexLost } from './watch-index.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'runs' | 'models' | 'workflows' | 'index'>;

/** Scores fade even when nobody comes: trending is made anew this often. */
const FADING_MS = 3_600_000;

/** What the schedule invokes: starts a run of a job when there is something for it to do, and none runs already. */
export async function startDue(input: DueInput, ports: Ports, clock: Clock): Promise<Nothing> {
  const { job } = input;
  const now = clock();
  // Both what heals the index and what is due look at it: it is some megabyte, read once.
  const indexed = job === 'popularity' && ports.index ? await readIndexed(ports.artefacts) : undefined;
  if (job === 'popularity') await healIndex(indexed, ports, now);
  const due = await dueRun(input, indexed, ports, now);
  if (!due) return {};
  const context = { stores: ports, random: randomBytes };
  const { runId, started } = await launch(job, due.parameters, now, context);
  if (started) await due.started(runId);
  logger.info(started ? 'a due run was started' : 'a due run is under way', { job, runId });
  return {};
}

async function dueRun(
  { job, continuous = false }: DueInput,
  indexed: Indexed | undefined,
  ports: Ports,
  now: number,
) {
  if (job === 'together') return togetherDue(continuous, ports, now);
  if (job === 'popularity' && !(await isPopularityDue(indexed, ports, now))) return undefined;
  if (job === 'together-fresh' && !(await isFreshDue(ports, now))) return undefined;
  return WITHOUT_PARAMETERS;
}
const WITHOUT_PARAMETERS: DueRun = { parameters: {}, started: async () => {} };

async function isFreshDue({ archive, artefacts }: Ports, now: number): Promise<boolean> {
  return isBehind(await readWatermarks(archive), await readFresh(artefacts), now);
}

/** New events, an import that is ready, a landmark that moved, or scores that faded. */
async function isPopularityDue(indexed: Indexed | undefined, ports: Ports, now: number): Promise<boolean> {
  const state = await readState(ports.artefacts);
  const { imported, shards } = await newFiles(ports.archive, state, now, await lastRebuild(ports.runs));
  if (hasMoved(shards, state) || imported.length > 0) return true;
  if (state === undefined) return false;
  return isStale(state, now) || (ports.index !== undefined && isIndexBehind(indexed, state));
}

/** What the search engine did not take is tried again every minute. */
const isIndexBehind = (indexed: Indexed | undefined, { version }: PopularityState): boolean =>
  indexed?.version !== version || indexed.failed.length > 0;

function isStale({ landmarks, asOf }: PopularityState, now: number): boolean {
  const current = landmarksAt(now);
  if (SCORE_KINDS.some((kind) => landmarks[kind] !== current[kind])) return true;
  return now - Date.parse(asOf) > FADING_MS;
}

/** A lost index is filled again without anybody's doing; while the engine does not answer there is nothing to find out. */
async function healIndex(indexed: Indexed | undefined, ports: Ports, now: number): Promise<void> {
  if (!ports.index) return;
  try {
    if (!(await isIndexLost(ports.index, indexed))) return;
    const { runId } = await launch('reindex', {}, now, { stores: ports, random: randomBytes });
    logger.warn('the search index is not the one that was filled: a reindex runs', { runId });
  } catch (error) {
    logger.warn('the search index could not be looked at', { error: error as Error });
  }
}
