import { modelPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Acts } from '../../domain/together/acts.ts';
import { ADOPTED, adoptedItems } from '../../domain/together/adopted.ts';
import { encodeGroups, type Substitutes } from '../../domain/together/back-off.ts';
import { numberGroups } from '../../domain/together/groups.ts';
import { encodeMatrix, type Matrix, toMatrix, unitCount } from '../../domain/together/matrix.ts';
import {
  type Channel,
  durationMs,
  POPULAR_ITEMS,
  type TogetherKind,
  type TogetherParameters,
  windowStarts,
} from '../../domain/together/parameters.ts';
import { popularItems } from '../../domain/together/popular.ts';
import { toUnits } from '../../domain/together/units.ts';
import { toViewBuy } from '../../domain/together/view-buy.ts';
import { type Range, rangesOf, workOf } from '../../domain/together/work.ts';
import { gzip } from './gzip.ts';
import type { KeptPlan } from './kept-files.ts';
import type { ItemFacts } from './live-items.ts';
import {
  type CountFile,
  type CountWork,
  differenceKey,
  groupsKey,
  keptKey,
  matrixKey,
  modelsKey,
  type PlannedModel,
  putJson,
  workKey,
} from './run-files.ts';
import { type CountCosts, type CountPlan, planChanges } from './together-changes.ts';
import { checkRanges } from './together-limits.ts';

/** What the matrices of a run are made of. */
export interface Assembled {
  readonly runId: string;
  readonly acts: Acts;
  readonly parameters: TogetherParameters;
  /** What the catalogue knows of the items, where the run asks it. */
  readonly facts: ReadonlyMap<string, ItemFacts> | undefined;
}

export interface Written {
  readonly parts: number[];
  /** For the run's record. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Leaves a sparse matrix for each kind and channel, the lists of most acted-on items and of what was taken up lately, and the work of each part of the Map
 * count-together. @throws TooLargeError
 */
export async function writeMatrices(
  assembled: Assembled,
  artefacts: ObjectStore,
  costs: CountCosts,
): Promise<Written> {
  const { runId, parameters } = assembled;
  const models: PlannedModel[] = [await writePopular(assembled, artefacts)];
  const work: CountWork[] = [];
  const kept: KeptPlan[] = [];
  const counts: Record<string, number> = {};
  for (const kind of parameters.kinds) {
    for (const channel of parameters.channels) {
      const matrix = toTargetedMatrix(assembled, kind, channel);
      const planned = await toWork(assembled, kind, channel, matrix, artefacts, costs);
      const groups = toSubstitutes(assembled, matrix);
      if (groups) await artefacts.put(groupsKey(runId, kind, channel), encodeGroups(groups));
      work.push(...planned.work);
      kept.push(...planned.kept);
      for (const [name, count] of Object.entries(planned.counts)) counts[name] = (counts[name] ?? 0) + count;
      models.push(toModel(kind, channel, matrix, parameters, planned.work));
    }
  }
  await putJson(artefacts, modelsKey(runId), models);
  if (parameters.incremental) await putJson(artefacts, keptKey(runId), kept);
  for (const [part, one] of work.entries())
    await putJson(artefacts, workKey(runId, 'count-together', part), one);
  return { parts: [...work.keys()], counts };
}

function toTargetedMatrix(
  { acts, parameters, facts }: Assembled,
  kind: TogetherKind,
  channel: Channel,
): Matrix {
  const matrix = toKindMatrix(acts, parameters, kind, channel);
  if (parameters.targets === 'all') return matrix;
  return {
    ...matrix,
    targets: Uint8Array.from(matrix.ids, (itemId) => (facts?.get(itemId)?.isLive ? 1 : 0)),
  };
}

function toKindMatrix(
  acts: Acts,
  parameters: TogetherParameters,
  kind: TogetherKind,
  channel: Channel,
): Matrix {
  const { maxItemsPerActor: most, maxEventsPerActorPerDay, maxLag } = parameters;
  const from = windowStarts(parameters);
  const selection = { channel, maxEventsPerActorPerDay };
  if (kind === 'view-buy') return toViewBuy(acts, { ...selection, from, most, maxLag: durationMs(maxLag) });
  return toMatrix(acts, toUnits(acts, { ...selection, kind, from: from[kind] }), most);
}

/** What stands in for the items of a matrix, where rows are to be filled. */
function toSubstitutes({ parameters, facts }: Assembled, { ids }: Matrix): Substitutes | undefined {
  if (!fillsRows(parameters)) return undefined;
  const of = (field: 'nameGroup' | 'leaf') => numberGroups(ids.map((itemId) => facts?.get(itemId)?.[field]));
  return [of('nameGroup'), of('leaf')];
}

/** Rows of all items are whole as they are. */
const fillsRows = ({ targets, backOff }: TogetherParameters): boolean => targets === 'live' && backOff;

/**
 * Writes a matrix. Its parts: ranges of about equal work, a file of the model each; where only what changed is counted, several of them
 * a part. The files do not depend on that.
 */
async function toWork(
  { runId, parameters }: Assembled,
  kind: TogetherKind,
  channel: Channel,
  matrix: Matrix,
  artefacts: ObjectStore,
  costs: CountCosts,
) {
  const { similarity, shrink, minCount, topK } = parameters;
  const rules = { similarity, shrink, minCount, topK };
  const model = modelName(kind, channel);
  const work = workOf(matrix, topK);
  const ranges = rangesOf(work, topK, matrix.items.length);
  checkRanges(model, work, ranges);
  const bytes = encodeMatrix(matrix);
  await artefacts.put(matrixKey(runId, kind, channel), bytes);
  const counted = { model, runId, matrix, bytes, rules, ranges, work };
  const { parts, changes, keep, counts } = parameters.incremental
    ? await planChanges({ ...counted, differenceKey: differenceKey(runId, kind, channel) }, artefacts, costs)
    : inFull(ranges);
  const files = ranges.map(
    (range, file): CountFile => ({
      ...range,
      output: `${modelPrefix(model, runId)}part-${String(file).padStart(5, '0')}.ndjson.gz`,
      keep: keep?.files[file]?.key,
    }),
  );
  const common = {
    matrix: matrixKey(runId, kind, channel),
    rules,
    changes,
    groups: fillsRows(parameters) ? groupsKey(runId, kind, channel) : undefined,
  };
  const own = parts.map(
    (part): CountWork => ({
      ...common,
      files: files.filter(({ from }) => part.some((range) => range.from === from)),
    }),
  );
  return { work: own, kept: keep ? [keep] : [], counts };
}

const inFull = (ranges: readonly Range[]): CountPlan => ({
  parts: ranges.map((range) => [range]),
  counts: {},
});

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
    paths: work.flatMap(({ files }) => files.map(({ output }) => output.slice(output.lastIndexOf('/') + 1))),
    items: matrix.ids.length,
    parameters: { ...parameters, kinds: [kind], channels: [channel], units: unitCount(matrix) },
  };
}

/** Two rows, `all` and `adopted`: what is shown where nothing personal is known, and what people took up lately. */
async function writePopular(
  { runId, acts, parameters, facts }: Assembled,
  artefacts: ObjectStore,
): Promise<PlannedModel> {
  const [name, path] = ['together-popular', 'part-00000.ndjson.gz'];
  const isTarget = (itemId: string) => parameters.targets === 'all' || facts?.get(itemId)?.isLive === true;
  const from = windowStarts(parameters);
  const asOf = Date.parse(parameters.asOf);
  const rows = [
    { key: 'all', items: popularItems(acts, from, POPULAR_ITEMS, isTarget) },
    { key: ADOPTED, items: adoptedItems(acts, { ...from, asOf }, POPULAR_ITEMS, isTarget) },
  ];
  const lines = rows.filter(({ items }) => items.length > 0).map((row) => `${JSON.stringify(row)}\n`);
  await artefacts.put(`${modelPrefix(name, runId)}${path}`, gzip(lines.join('')));
  return { name, kind: 'segment-to-items', paths: [path], items: 1, parameters: { ...parameters } };
}

const modelName = (kind: TogetherKind, channel: Channel): string => `together-${kind}-${channel}`;
