import type { Planned, RunInput } from '../../contract/batch.ts';
import { modelPrefix } from '../../contract/storage-keys.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { type Acts, toActs } from '../../domain/together/acts.ts';
import { encodeMatrix, type Matrix, toMatrix, unitCount } from '../../domain/together/matrix.ts';
import {
  type Channel,
  durationMs,
  POPULAR_ITEMS,
  type TogetherKind,
  type TogetherParameters,
} from '../../domain/together/parameters.ts';
import { popularItems } from '../../domain/together/popular.ts';
import { ITEMS_PER_PART } from '../../domain/together/rows.ts';
import { toUnits } from '../../domain/together/units.ts';
import type { Stores } from '../runtime/ports.ts';
import { gzip } from './gzip.ts';
import { liveItems } from './live-items.ts';
import { loadErasures, loadEvents } from './load-events.ts';
import {
  type CountWork,
  getJson,
  matrixKey,
  modelsKey,
  type PlannedModel,
  planKey,
  putJson,
  type TogetherPlan,
  workKey,
} from './run-files.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'items' | 'runs'>;

/** Nothing to count: an empty archive, or one without views and purchases in the run's windows. */
export class NoEventsError extends Error {
  readonly code = 'no-events';
}

/**
 * Unites what prepare kept: identity, refunds, windows, caps, dictionaries. Leaves a sparse matrix for each
 * kind and channel, the list of most acted-on items, and the work of each count part.
 */
export async function assembleTogether(input: RunInput, ports: Ports, clock: Clock): Promise<Planned> {
  return runStep('assemble-together', input, ports.runs, clock, async () => {
    const { parameters, files } = await getJson<TogetherPlan>(ports.artefacts, planKey(input.runId));
    const table = await loadEvents(files, ports);
    const from = windowStarts(parameters);
    const earliest = Math.min(...Object.values(from));
    const asOf = Date.parse(parameters.asOf);
    const acts = toActs(table, earliest, asOf, await loadErasures(ports.archive));
    if (acts.times.length === 0)
      throw new NoEventsError(nothingInWords(parameters, files.length, table.rows));
    const isTarget = await toTargets(acts, parameters, ports);
    const parts = await writeMatrices(input.runId, acts, parameters, isTarget, ports.artefacts);
    const counts = { events: table.rows, acts: acts.times.length, items: acts.itemIds.length };
    const result = { ...input, parameters: { ...parameters }, parts };
    return { result, counts: { ...counts, countParts: parts.length } };
  });
}

type Targets = ((itemId: string) => boolean) | undefined;

async function toTargets(acts: Acts, { targets, asOf }: TogetherParameters, ports: Ports): Promise<Targets> {
  if (targets === 'all') return undefined;
  const live = await liveItems(acts.itemIds, asOf, ports.items);
  return (itemId) => live.has(itemId);
}

async function writeMatrices(
  runId: string,
  acts: Acts,
  parameters: TogetherParameters,
  isTarget: Targets,
  artefacts: ObjectStore,
): Promise<number[]> {
  const models: PlannedModel[] = [await writePopular(runId, acts, parameters, isTarget, artefacts)];
  const work: CountWork[] = [];
  for (const kind of parameters.kinds) {
    for (const channel of parameters.channels) {
      const matrix = toTargetedMatrix(acts, kind, channel, parameters, isTarget);
      await artefacts.put(matrixKey(runId, kind, channel), encodeMatrix(matrix));
      const parts = toWork(runId, kind, channel, matrix, parameters);
      work.push(...parts);
      models.push(toModel(kind, channel, matrix, parameters, parts));
    }
  }
  await putJson(artefacts, modelsKey(runId), models);
  for (const [part, one] of work.entries())
    await putJson(artefacts, workKey(runId, 'count-together', part), one);
  return [...work.keys()];
}

function toTargetedMatrix(
  acts: Acts,
  kind: TogetherKind,
  channel: Channel,
  parameters: TogetherParameters,
  isTarget: Targets,
): Matrix {
  const { maxItemsPerActor, maxEventsPerActorPerDay } = parameters;
  const from = windowStarts(parameters)[kind];
  const units = toUnits(acts, { kind, channel, from, maxEventsPerActorPerDay });
  const matrix = toMatrix(acts, units, maxItemsPerActor);
  if (!isTarget) return matrix;
  return { ...matrix, targets: Uint8Array.from(matrix.ids, (itemId) => (isTarget(itemId) ? 1 : 0)) };
}

function toWork(
  runId: string,
  kind: TogetherKind,
  channel: Channel,
  { ids }: Matrix,
  { similarity, shrink, minCount, topK }: TogetherParameters,
): CountWork[] {
  const prefix = modelPrefix(modelName(kind, channel), runId);
  return Array.from({ length: Math.ceil(ids.length / ITEMS_PER_PART) }, (_, part) => ({
    matrix: matrixKey(runId, kind, channel),
    from: part * ITEMS_PER_PART,
    to: Math.min(ids.length, (part + 1) * ITEMS_PER_PART),
    output: `${prefix}part-${String(part).padStart(5, '0')}.ndjson.gz`,
    rules: { similarity, shrink, minCount, topK },
  }));
}

function toModel(
  kind: TogetherKind,
  channel: Channel,
  matrix: Matrix,
  parameters: TogetherParameters,
  work: readonly CountWork[],
): PlannedModel {
  return {
    name: modelName(kind, channel),
    kind: 'item-to-items',
    paths: work.map(({ output }) => output.slice(output.lastIndexOf('/') + 1)),
    items: matrix.ids.length,
    parameters: { ...parameters, kinds: [kind], channels: [channel], units: unitCount(matrix) },
  };
}

/** One row, `all`: what is shown where nothing personal is known. */
async function writePopular(
  runId: string,
  acts: Acts,
  parameters: TogetherParameters,
  isTarget: Targets,
  artefacts: ObjectStore,
): Promise<PlannedModel> {
  const [name, path] = ['together-popular', 'part-00000.ndjson.gz'];
  const items = popularItems(acts, windowStarts(parameters), POPULAR_ITEMS, isTarget ?? (() => true));
  const rows = items.length === 0 ? '' : `${JSON.stringify({ key: 'all', items })}\n`;
  await artefacts.put(`${modelPrefix(name, runId)}${path}`, gzip(rows));
  return { name, kind: 'segment-to-items', paths: [path], items: 1, parameters: { ...parameters } };
}

const modelName = (kind: TogetherKind, channel: Channel): string => `together-${kind}-${channel}`;

function windowStarts({ asOf, windows }: TogetherParameters): Record<TogetherKind, number> {
  const start = (kind: TogetherKind) => Date.parse(asOf) - durationMs(windows[kind]);
  return { view: start('view'), buy: start('buy'), basket: start('basket') };
}

function nothingInWords(parameters: TogetherParameters, files: number, events: number): string {
  const { view, buy, basket } = parameters.windows;
  const held = files === 0 ? 'the archive is empty' : `its ${files} files hold ${events} events in all`;
  return `the archive holds no events in the window: no view of the last ${view} and no purchase of the last ${buy} (${basket} for baskets) up to ${parameters.asOf}; ${held}`;
}
