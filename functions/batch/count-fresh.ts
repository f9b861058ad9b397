import { togetherFreshParameters } from '../../contract/api/runs.ts';
import type { ModelRef, ModelsPlanned, RunInput } from '../../contract/batch.ts';
import type { Clock, ModelRow } from '../../domain/ports.ts';
import {
  boundedRows,
  FRESH_WINDOW_MS,
  FreshViews,
  freshRows,
  MOST_VIEWS,
} from '../../domain/together/fresh.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { isThin } from '../../domain/together/thin.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { freshFiles, viewsOf } from './fresh-files.ts';
import { type FreshHeld, type FreshState, moveFresh, readFresh, readHeld, writeHeld } from './fresh-state.ts';
import { loadErasures } from './load-events.ts';
import { writeMinuteModel } from './minute-model.ts';
import { sha256 } from './model-files.ts';
import { fingerprintOf } from './popularity-events.ts';
import { readWatermarks } from './popularity-files.ts';
import type { RawFile } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'models' | 'runs'>;

const MODEL = 'together-fresh-view';
/** Whose thin rows these stand behind. */
const MAIN_MODEL = 'together-view-all';
/** Scores of a few views jump; a row is written again when the order of its items changes, or one moves by so much. */
const TOLERANCE = 0.2;
const FILES_AT_A_TIME = 8;
/** Rows of the main model looked up at a time. */
const LOOKED_UP = 1000;

/**
 * The together-fresh job (docs/models.md): adds what the archive holds beyond the state to the views of the last hours, and makes rows
 * for items that the main model knows little of. The state moves last, so a run that dies has changed nothing. Answers the model to
 * publish, none when its rows are those that are served.
 */
export async function countFresh(input: RunInput, ports: Ports, clock: Clock): Promise<ModelsPlanned> {
  return runStep('count-fresh', input, ports.runs, clock, async () => {
    const now = clock();
    const { rebuild } = parseParameters(togetherFreshParameters, input.parameters);
    const standing = await readFresh(ports.artefacts);
    const erasures = await loadErasures(ports.archive);
    const erased = fingerprintOf(erasures);
    const from = rebuild || standing?.erasures !== erased ? undefined : standing;
    // Before the listing: what is written after it lies beyond the watermark, and waits for the next run.
    const shards = await readWatermarks(ports.archive);
    const files = await freshFiles(ports.archive, from, shards, now);
    const held = await readHeld(ports.artefacts, from);
    const views = await readViews(files, held, now, erasures, ports);
    const all = freshRows(views.values().filter(({ time }) => time <= now));
    const { rows, main } = await thinRows(all, held.main, ports);
    const made = await makeModel(input.runId, rows, standing, now, ports);
    const kept = await writeHeld(ports.artefacts, input.runId, { views: views.columns(), main });
    const state: FreshState = {
      ...{ version: input.runId, asOf: new Date(now).toISOString(), shards, held: kept },
      erasures: erased,
      oldest: views.oldest,
      made: made.made,
    };
    await moveFresh(ports.artefacts, standing, state);
    const counts = { newFiles: files.length, views: views.size, items: all.length, rows: rows.length };
    const result = {
      ...input,
      parameters: { ...input.parameters, publishTolerance: TOLERANCE },
      models: made.models,
    };
    return { result, counts: { ...counts, models: made.models.length } };
  });
}

async function readViews(
  files: readonly RawFile[],
  held: FreshHeld,
  now: number,
  erasures: Erasures,
  { archive }: Ports,
): Promise<FreshViews> {
  const views = new FreshViews(held.views);
  const isInWindow = ({ time }: { readonly time: number }) => time > now - FRESH_WINDOW_MS;
  await inParallel(files, FILES_AT_A_TIME, async (file) => {
    for (const view of await viewsOf(file, archive, erasures)) views.add(view);
    if (views.size > 2 * MOST_VIEWS) views.keep(isInWindow, MOST_VIEWS);
  });
  views.keep(isInWindow, MOST_VIEWS);
  return views;
}

/** The rows of items whose row in the main model is thin, the most recently viewed first, as many as may be. */
async function thinRows(rows: readonly ModelRow[], known: FreshHeld['main'], { models }: Ports) {
  const pointer = await models.pointer(MAIN_MODEL);
  const version = pointer?.activeVersion;
  if (!pointer || version === undefined) return { rows: boundedRows(rows), main: undefined };
  const full = new Set(known?.version === version ? known.full : []);
  const unknown = rows.filter(({ key }) => !full.has(key));
  for (let from = 0; from < unknown.length; from += LOOKED_UP) {
    const chunk = unknown.slice(from, from + LOOKED_UP);
    const found = await models.readRows(chunk.map(({ key }) => ({ pointer, key })));
    for (const row of found) if (row && !isThin(row)) full.add(row.key);
  }
  const thin = rows.filter(({ key }) => !full.has(key));
  return { rows: boundedRows(thin), main: { version, full: [...full].sort() } };
}

/** A new version where its rows are others than those that readers see. */
async function makeModel(
  version: string,
  rows: readonly ModelRow[],
  standing: FreshState | undefined,
  now: number,
  ports: Ports,
): Promise<{ readonly models: readonly ModelRef[]; readonly made: FreshState['made'] }> {
  const digest = sha256(JSON.stringify(rows));
  const active = (await ports.models.pointer(MODEL))?.activeVersion;
  const isSame = standing?.made?.sha256 === digest && standing.made.version === active;
  if (isSame || (active === undefined && rows.length === 0)) return { models: [], made: standing?.made };
  const about = { name: MODEL, version, kind: 'item-to-items' as const, producer: 'jangteo/together-fresh' };
  const model = await writeMinuteModel(about, rows, now, ports);
  return { models: [model], made: { version, sha256: digest } };
}
