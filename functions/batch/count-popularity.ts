import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { popularityParameters } from '../../contract/api/runs.ts';
import type { ModelRef, ModelsPlanned, RunInput } from '../../contract/batch.ts';
import { METRICS } from '../../contract/metrics.ts';
import { popularityServingKey } from '../../contract/storage-keys.ts';
import type { Facet } from '../../domain/clusters/facet.ts';
import type { Counted } from '../../domain/popularity/counted.ts';
import { landmarksAt } from '../../domain/popularity/decay.ts';
import { popularRows, servingOf, trendingRow } from '../../domain/popularity/snapshot.ts';
import type { Totals } from '../../domain/popularity/totals.ts';
import type { Clock, ModelRow, ObjectStore } from '../../domain/ports.ts';
import { NEW_LISTINGS, waitingQuery } from '../../domain/search/listing-queries.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { stamper } from '../runtime/stamps.ts';
import { indexPopularity, type Standing } from './index-popularity.ts';
import { loadErasures } from './load-events.ts';
import { writeMinuteModel } from './minute-model.ts';
import { PopularityCount } from './popularity-count.ts';
import { fingerprintOf, importedEvents, streamedEvents } from './popularity-events.ts';
import { lastRebuild, type NewFiles, newFiles } from './popularity-files.ts';
import { readIndexed } from './popularity-indexed.ts';
import {
  moveState,
  type PopularityState,
  readPending,
  readState,
  writePending,
  writeTotals,
} from './popularity-state.ts';
import { putJson } from './run-files.ts';
import { runStep } from './step.ts';

type Ports = Pick<
  Stores,
  'archive' | 'artefacts' | 'actors' | 'items' | 'models' | 'runs' | 'index' | 'search'
>;

/** Nobody waits for this figure. */
const WAITING_MS = 5000;

/**
 * The popularity job (docs/popularity.md): counts what the archive holds beyond the state, day by day, and makes the snapshots. The
 * state moves last, in one write, so a run that dies has changed nothing. Answers the models to publish.
 */
export async function countPopularity(input: RunInput, ports: Ports, clock: Clock): Promise<ModelsPlanned> {
  return runStep('count-popularity', input, ports.runs, clock, async () => {
    const now = clock();
    const version = `${input.runId}-${now.toString(36)}`;
    const { rebuild } = popularityParameters.parse(input.parameters);
    const standing = await readState(ports.artefacts);
    const erasures = await loadErasures(ports.archive);
    const erased = fingerprintOf(erasures);
    const isAnew = rebuild || (standing !== undefined && standing.erasures !== erased);
    const from = isAnew ? undefined : standing;
    const files = await newFiles(ports.archive, from, now, await lastRebuild(ports.runs));
    const counting = await PopularityCount.begin(version, now, { from, standing }, ports.artefacts);
    let newEvents = 0;
    for await (const events of eventsOf(files, ports, erasures, clock)) {
      await counting.add(events);
      newEvents += events.length;
    }
    const { totals, days, touched } = counting.end();
    const serving = servingOf(totals, version, new Date(now).toISOString());
    const rows = popularRows(totals, Object.keys(serving.totals) as Facet[]);
    const models = totals.items.size > 0 ? await writeSnapshots(input.runId, totals, rows, now, ports) : [];
    if (totals.items.size > 0) await putJson(ports.artefacts, popularityServingKey, serving);
    const imports = [...(from?.imports ?? []), ...files.imported.map(({ key }) => key)];
    const state: PopularityState = {
      version,
      asOf: new Date(now).toISOString(),
      landmarks: landmarksAt(now),
      shards: files.shards,
      imports,
      days,
      erasures: erased,
      totals: await writeTotals(ports.artefacts, version, totals),
      ...(ports.index && {
        pending: await writePending(
          ports.artefacts,
          version,
          await pendingOf(standing, touched, ports.artefacts),
        ),
      }),
    };
    await moveState(ports.artefacts, standing, state);
    const children = await indexChildren({ state, totals, rows }, ports);
    report(files, now);
    await reportWaiting(ports, now);
    const read = { newFiles: files.streamed.length + files.imported.length, newEvents };
    const sizes = { changedDays: counting.changedDays, items: totals.items.size, models: models.length };
    return { result: { ...input, models }, counts: { ...read, ...sizes, ...children } };
  });
}

/** What the index lacks: what it lacked of the state before, and what this run touched. */
async function pendingOf(
  standing: PopularityState | undefined,
  touched: ReadonlySet<string>,
  artefacts: ObjectStore,
): Promise<ReadonlySet<string> | 'all'> {
  if (standing === undefined) return 'all';
  const indexed = await readIndexed(artefacts);
  if (indexed?.version === standing.version) return touched;
  const before = await readPending(artefacts, standing);
  return before === 'all' ? before : before.union(touched);
}

/** The snapshots are made and published whether the search engine answers or not; the next run makes good what it missed. */
async function indexChildren(
  standing: Standing,
  { artefacts, index }: Ports,
): Promise<Record<string, number>> {
  if (!index) return {};
  try {
    const { children, failed } = await indexPopularity({ artefacts, index }, { standing });
    return { children, childrenFailed: failed };
  } catch (error) {
    logger.error('popularity could not be indexed', { error: error as Error });
    metrics.addMetric(METRICS.indexFailures, MetricUnit.Count, 1);
    return { children: 0, childrenFailed: standing.totals.items.size };
  }
}

/** Events held at once: a backlog, or a whole archive, is counted part by part. */
const EVENTS_AT_ONCE = 200_000;

async function* eventsOf(
  files: NewFiles,
  ports: Ports,
  erasures: Erasures,
  clock: Clock,
): AsyncGenerator<Counted[]> {
  const stamp = stamper(ports, clock);
  const imported = new Set(files.imported);
  let events: Counted[] = [];
  for (const file of [...files.streamed, ...files.imported]) {
    const more = imported.has(file)
      ? await importedEvents(file, ports, stamp, erasures)
      : await streamedEvents(file, ports.archive, erasures);
    for (const event of more) events.push(event);
    if (events.length < EVENTS_AT_ONCE) continue;
    yield events;
    events = [];
  }
  yield events;
}

/** The snapshots in the standard model format. */
async function writeSnapshots(
  runId: string,
  totals: Totals,
  popular: readonly ModelRow[],
  now: number,
  ports: Ports,
): Promise<ModelRef[]> {
  const rows: readonly (readonly [name: string, rows: readonly ModelRow[]])[] = [
    ['popular', popular],
    ['trending', [trendingRow(totals, now, landmarksAt(now))]],
  ];
  const models: ModelRef[] = [];
  for (const [name, all] of rows) {
    const filled = all.filter(({ items }) => items.length > 0);
    const about = { name, version: runId, kind: 'segment-to-items' as const, producer: 'jangteo/popularity' };
    if (filled.length > 0) models.push(await writeMinuteModel(about, filled, now, ports));
  }
  return models;
}

function report({ shards }: NewFiles, now: number): void {
  const newest = Math.max(...Object.values(shards).map(({ arrivedAt }) => Date.parse(arrivedAt)));
  if (Number.isFinite(newest))
    metrics.addMetric(METRICS.popularityLag, MetricUnit.Seconds, Math.max(0, (now - newest) / 1000));
}

/** How many new listings wait for their first impressions; the home page's guarantee is kept while this does not grow. */
async function reportWaiting({ search }: Pick<Ports, 'search'>, now: number): Promise<void> {
  if (!search) return;
  try {
    const waiting = await search.count(
      waitingQuery({ ...NEW_LISTINGS, conditions: { now, adult: true } }),
      WAITING_MS,
    );
    metrics.addMetric(METRICS.newListingsWaiting, MetricUnit.Count, waiting);
  } catch (error) {
    logger.warn('the new listings that wait could not be counted', { error: error as Error });
  }
}
