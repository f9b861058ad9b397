import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { popularityParameters } from '../../contract/api/runs.ts';
import type { ModelRef, ModelsPlanned, RunInput } from '../../contract/batch.ts';
import { METRICS } from '../../contract/metrics.ts';
import { modelPrefix, popularityServingKey } from '../../contract/storage-keys.ts';
import type { Facet } from '../../domain/clusters/facet.ts';
import { contributionsOf } from '../../domain/popularity/contributions.ts';
import type { Counted } from '../../domain/popularity/counted.ts';
import { type DayEvents, dayAfter, dayBefore, dayOf } from '../../domain/popularity/day-events.ts';
import { horizonDay, type Landmarks, landmarksAt, SCORE_KINDS } from '../../domain/popularity/decay.ts';
import { popularRows, servingOf, trendingRow } from '../../domain/popularity/snapshot.ts';
import { Totals } from '../../domain/popularity/totals.ts';
import type { Clock, ModelRow, ObjectStore } from '../../domain/ports.ts';
import { NEW_LISTINGS, waitingQuery } from '../../domain/search/listing-queries.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { stamper } from '../runtime/stamps.ts';
import { gzip } from './gzip.ts';
import { indexPopularity, type Standing } from './index-popularity.ts';
import { loadErasures } from './load-events.ts';
import { sha256, writeManifest } from './model-files.ts';
import { importedEvents, streamedEvents } from './popularity-events.ts';
import { lastRebuild, type NewFiles, newFiles } from './popularity-files.ts';
import { readIndexed } from './popularity-indexed.ts';
import {
  moveState,
  type PopularityState,
  readDay,
  readPending,
  readState,
  readTotals,
  writeDay,
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
/** Versions of a snapshot that stay known: what a roll-back may go to. */
const VERSIONS_KEPT = 20;

/**
 * The popularity job (docs/popularity.md): counts what the archive holds beyond the state, day by day, and makes the snapshots. The
 * state moves last, in one write, so a run that dies has changed nothing. Answers the models to publish.
 */
export async function countPopularity(input: RunInput, ports: Ports, clock: Clock): Promise<ModelsPlanned> {
  return runStep('count-popularity', input, ports.runs, clock, async () => {
    const now = clock();
    const { rebuild } = popularityParameters.parse(input.parameters);
    const standing = await readState(ports.artefacts);
    const erasures = await loadErasures(ports.archive);
    const from = rebuild || wasErased(erasures, standing) ? undefined : standing;
    const files = await newFiles(ports.archive, from, now, await lastRebuild(ports.runs));
    const events = await readAll(files, ports, erasures, clock);
    const run = new Run(input.runId, now, from, ports.artefacts);
    const { totals, days, changedDays, touched } = await run.count(events);
    const models = totals.items.size > 0 ? await writeSnapshots(input.runId, totals, now, ports) : [];
    const imports = [...(from?.imports ?? []), ...files.imported.map(({ key }) => key)];
    const state: PopularityState = {
      version: input.runId,
      asOf: new Date(now).toISOString(),
      landmarks: landmarksAt(now),
      shards: files.shards,
      imports,
      days,
      totals: await writeTotals(ports.artefacts, input.runId, totals),
      ...(ports.index && {
        pending: await writePending(ports.artefacts, input.runId, await pendingOf(from, touched, ports)),
      }),
    };
    await moveState(ports.artefacts, standing, state);
    const children = await indexChildren({ state, totals }, ports);
    report(files, now);
    await reportWaiting(ports, now);
    const counts = { newFiles: files.streamed.length + files.imported.length, newEvents: events.length };
    const result = { ...input, models };
    const sizes = { changedDays, items: totals.items.size, models: models.length };
    return { result, counts: { ...counts, ...sizes, ...children } };
  });
}

/** What the index lacks: what it lacked of the state before, and what this run touched. */
async function pendingOf(
  from: PopularityState | undefined,
  touched: ReadonlySet<string> | 'all',
  { artefacts }: Ports,
): Promise<ReadonlySet<string> | 'all'> {
  if (from === undefined || touched === 'all') return 'all';
  const indexed = await readIndexed(artefacts);
  if (indexed?.version === from.version) return touched;
  const before = await readPending(artefacts, from);
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

/** Somebody was erased since: the days' files must forget them, so everything is counted anew. */
const wasErased = (erasures: Erasures, state: PopularityState | undefined): boolean =>
  state !== undefined && [...erasures.values()].some((erasedAt) => erasedAt >= Date.parse(state.asOf));

async function readAll(files: NewFiles, ports: Ports, erasures: Erasures, clock: Clock): Promise<Counted[]> {
  const events: Counted[] = [];
  for (const file of files.streamed)
    for (const event of await streamedEvents(file, ports.archive, erasures)) events.push(event);
  const stamp = stamper(ports, clock);
  for (const file of files.imported)
    for (const event of await importedEvents(file, ports, stamp, erasures)) events.push(event);
  return events;
}

/** A day with what was added to it, and whose events that were. */
interface ChangedDay {
  readonly day: DayEvents;
  readonly actors: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

/** One run over the days that its events touch. */
class Run {
  readonly #version: string;
  readonly #now: number;
  readonly #from: PopularityState | undefined;
  readonly #artefacts: ObjectStore;

  constructor(version: string, now: number, from: PopularityState | undefined, artefacts: ObjectStore) {
    this.#version = version;
    this.#now = now;
    this.#from = from;
    this.#artefacts = artefacts;
  }

  async count(events: readonly Counted[]) {
    const landmarks = landmarksAt(this.#now);
    const horizon = horizonDay(landmarks);
    const changed = await this.#changedDays(events.filter(({ time }) => dayOf(time) >= horizon));
    const { totals, touched } = this.#isSameLandmark(landmarks)
      ? await this.#update(changed, landmarks)
      : { totals: await this.#countAll(changed, landmarks, horizon), touched: 'all' as const };
    const kept = Object.entries(this.#from?.days ?? {}).filter(([day]) => day >= horizon);
    const days = new Map(kept);
    for (const { day } of changed.values())
      days.set(day.day, await writeDay(this.#artefacts, this.#version, day));
    return {
      totals,
      touched,
      days: Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1))),
      changedDays: changed.size,
    };
  }

  /** Days that events changed, with them; and whose contributions may be others now. */
  async #changedDays(events: readonly Counted[]): Promise<ReadonlyMap<string, ChangedDay>> {
    const changed = new Map<string, ChangedDay>();
    for (const [name, added] of Map.groupBy(events, ({ time }) => dayOf(time))) {
      const day = await this.#load(name);
      const [actors, keys] = [new Set<string>(), new Set<string>()];
      for (const event of added) {
        const known = day.get(event.key);
        if (!day.add(event)) continue;
        keys.add(event.key);
        actors.add(event.actor);
        if (known) actors.add(known.actor);
      }
      if (keys.size > 0) changed.set(name, { day, actors, keys });
    }
    return changed;
  }

  /** What changed actors contributed is taken away, what they contribute now is added; of the day after it may be others too. */
  async #update(changed: ReadonlyMap<string, ChangedDay>, landmarks: Landmarks) {
    // What an actor's other items lose they win back: only what is another in the end is written.
    const prints = new Map<string, string>();
    const totals = await readTotals(this.#artefacts, this.#from?.totals);
    const affected = new Set([...changed.keys()].flatMap((day) => [day, dayAfter(day)]));
    const held = new Map<string, Promise<DayEvents>>();
    const stored = (name: string): Promise<DayEvents> => {
      const day = held.get(name) ?? this.#load(name);
      held.set(name, day);
      return day;
    };
    for (const name of [...affected].sort()) {
      const [before, beforeIt] = [await stored(name), await stored(dayBefore(name))];
      const after = changed.get(name)?.day ?? before;
      const yesterday = changed.get(dayBefore(name));
      const actors = new Set(changed.get(name)?.actors);
      for (const key of yesterday?.keys ?? []) {
        for (const copy of [before.get(key), after.get(key)]) if (copy) actors.add(copy.actor);
      }
      const gone = [...contributionsOf(before, beforeIt, actors)];
      const come = [...contributionsOf(after, yesterday?.day ?? beforeIt, actors)];
      for (const { itemId } of [...gone, ...come])
        if (!prints.has(itemId)) prints.set(itemId, totals.print(itemId));
      totals.apply(gone, landmarks, -1);
      totals.apply(come, landmarks, 1);
    }
    const changedItems = [...prints].filter(([itemId, print]) => totals.print(itemId) !== print);
    return { totals, touched: new Set(changedItems.map(([itemId]) => itemId)) };
  }

  /** A landmark moved, or nothing is known: every day's events on the new scale. */
  async #countAll(
    changed: ReadonlyMap<string, ChangedDay>,
    landmarks: Landmarks,
    horizon: string,
  ): Promise<Totals> {
    const totals = new Totals();
    const names = new Set([...Object.keys(this.#from?.days ?? {}), ...changed.keys()]);
    let last: DayEvents | undefined;
    for (const name of [...names].filter((day) => day >= horizon).sort()) {
      const day = changed.get(name)?.day ?? (await this.#load(name));
      totals.apply(contributionsOf(day, last?.day === dayBefore(name) ? last : undefined), landmarks, 1);
      last = day;
    }
    return totals;
  }

  #isSameLandmark(landmarks: Landmarks): boolean {
    return SCORE_KINDS.every((kind) => landmarks[kind] === this.#from?.landmarks[kind]);
  }

  #load(day: string): Promise<DayEvents> {
    return readDay(this.#artefacts, day, this.#from?.days[day]);
  }
}

/** The snapshots in the standard model format, and what a query must know beside. */
async function writeSnapshots(runId: string, totals: Totals, now: number, ports: Ports): Promise<ModelRef[]> {
  const serving = servingOf(totals, runId, new Date(now).toISOString());
  const facets = Object.keys(serving.totals) as Facet[];
  const rows: readonly (readonly [name: string, rows: readonly ModelRow[]])[] = [
    ['popular', popularRows(totals, facets)],
    ['trending', [trendingRow(totals, now, landmarksAt(now))]],
  ];
  const models: ModelRef[] = [];
  for (const [name, all] of rows) {
    const filled = all.filter(({ items }) => items.length > 0);
    if (filled.length > 0) models.push(await writeSnapshot(name, runId, filled, now, ports));
  }
  await putJson(ports.artefacts, popularityServingKey, serving);
  return models;
}

async function writeSnapshot(
  name: string,
  version: string,
  rows: readonly ModelRow[],
  now: number,
  ports: Ports,
) {
  const path = 'part-00000.ndjson.gz';
  const body = gzip(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await ports.artefacts.put(`${modelPrefix(name, version)}${path}`, body);
  const about = { name, version, kind: 'segment-to-items' as const, createdAt: new Date(now).toISOString() };
  const files = [{ path, rows: rows.length, sha256: sha256(body) }];
  await writeManifest(ports.artefacts, { ...about, producer: 'jangteo/popularity', files });
  await prune(name, ports);
  return { name, version };
}

/** A snapshot a few minutes old is of no use: its versions must not fill the table. */
async function prune(model: string, { models }: Ports): Promise<void> {
  const known = await models.versions(model);
  const pointer = await models.pointer(model);
  const old = known.slice(VERSIONS_KEPT).filter(({ version }) => version !== pointer?.activeVersion);
  for (const { version } of old) await models.removeVersion(model, version);
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
