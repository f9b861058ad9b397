import { randomBytes } from 'node:crypto';
import type { DueInput, Nothing } from '../../contract/batch.ts';
import { landmarksAt, SCORE_KINDS } from '../../domain/popularity/decay.ts';
import type { Clock } from '../../domain/ports.ts';
import { launch } from '../runtime/launch.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { hasMoved, lastRebuild, newFiles } from './popularity-files.ts';
import { readIndexed } from './popularity-indexed.ts';
import { type PopularityState, readState } from './popularity-state.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'runs' | 'workflows' | 'index'>;

/** Scores fade even when nobody comes: trending is made anew this often. */
const FADING_MS = 3_600_000;

/** What the schedule invokes: starts a run of a job when there is something for it to do, and none runs already. */
export async function startDue({ job }: DueInput, ports: Ports, clock: Clock): Promise<Nothing> {
  const now = clock();
  if (job === 'popularity' && !(await isPopularityDue(ports, now))) return {};
  const { runId, started } = await launch(job, {}, now, { stores: ports, random: randomBytes });
  logger.info(started ? 'a due run was started' : 'a due run is under way', { job, runId });
  return {};
}

/** New events, an import that is ready, a landmark that moved, or scores that faded. */
async function isPopularityDue(ports: Ports, now: number): Promise<boolean> {
  const state = await readState(ports.artefacts);
  const { imported, shards } = await newFiles(ports.archive, state, now, await lastRebuild(ports.runs));
  if (hasMoved(shards, state) || imported.length > 0) return true;
  return state !== undefined && (isStale(state, now) || (await isIndexBehind(ports, state)));
}

/** What the search engine did not take is tried again every minute. */
async function isIndexBehind({ artefacts, index }: Ports, { version }: PopularityState): Promise<boolean> {
  if (!index) return false;
  const indexed = await readIndexed(artefacts);
  return indexed?.version !== version || indexed.failed.length > 0;
}

function isStale({ landmarks, asOf }: PopularityState, now: number): boolean {
  const current = landmarksAt(now);
  if (SCORE_KINDS.some((kind) => landmarks[kind] !== current[kind])) return true;
  return now - Date.parse(asOf) > FADING_MS;
}
