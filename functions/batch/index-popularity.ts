import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../../contract/metrics.ts';
import { EVERYBODY, type Facet } from '../../domain/clusters/facet.ts';
import { popularRows, servingOf } from '../../domain/popularity/snapshot.ts';
import type { Totals } from '../../domain/popularity/totals.ts';
import type { ItemIndex, ModelRow } from '../../domain/ports.ts';
import { childDocument } from '../../domain/search/document.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { isRefusedForGood } from '../runtime/search-port.ts';
import { type Indexed, readIndexed, writeIndexed } from './popularity-indexed.ts';
import { type PopularityState, readPending, readState, readTotals } from './popularity-state.ts';

/** Fields that an index may come to hold: its mapping allows 2,000 with those of items (contract/search.ts). */
const MOST_FACETS = 1500;
/** Children made at a time, so that a whole market's are never held at once. */
const AT_ONCE = 5000;

/** A state with what its run holds in memory already. */
export interface Standing {
  readonly state: PopularityState;
  readonly totals: Totals;
  /** The first items of each facet. */
  readonly rows: readonly ModelRow[];
}

export interface IndexedCounts {
  /** Children written or removed. */
  readonly children: number;
  /** Children that the index did not take: the next run tries them again. */
  readonly failed: number;
  readonly [name: string]: number;
}
const NOTHING: IndexedCounts = { children: 0, failed: 0 };

/**
 * Brings the children of the search index to the popularity state: those of items whose numbers or whose mark changed since it
 * was last written, or all of them for an index that holds none of it. What fails is remembered for the next time, and so is the
 * whole when the engine does not answer: the snapshots do not wait for it.
 */
export async function indexPopularity(
  ports: Pick<Stores, 'artefacts'> & { readonly index: ItemIndex },
  { all, standing }: { readonly all?: boolean; readonly standing?: Standing } = {},
): Promise<IndexedCounts> {
  const known = standing ?? (await readStanding(ports));
  if (!known) return NOTHING;
  await ports.index.ensure();
  const indices = await ports.index.identities();
  const before = await readIndexed(ports.artefacts);
  const isHeld = indices.every((identity) => before?.indices.includes(identity));
  const from = !all && isHeld ? before : undefined;
  const job = new Children(known, from);
  const failed: string[] = [];
  const wanted = [...job.wanted(await readPending(ports.artefacts, known.state))].sort();
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    failed.push(...(await write(ports.index, job, wanted.slice(at, at + AT_ONCE))));
  if (failed.length > 0) metrics.addMetric(METRICS.indexFailures, MetricUnit.Count, failed.length);
  const { facets } = job;
  const filled = all || !before ? indices : before.filled;
  const done = { version: known.state.version, indices, filled, facets, top: job.top(), failed };
  await writeIndexed(ports.artefacts, done);
  return { children: wanted.length - failed.length, failed: failed.length };
}

async function readStanding({ artefacts }: Pick<Stores, 'artefacts'>): Promise<Standing | undefined> {
  const state = await readState(artefacts);
  if (!state) return undefined;
  const totals = await readTotals(artefacts, state.totals);
  const served = Object.keys(servingOf(totals, state.version, state.asOf).totals) as Facet[];
  return { state, totals, rows: popularRows(totals, served) };
}

async function write(index: ItemIndex, job: Children, itemIds: readonly string[]): Promise<string[]> {
  const reasons = await index.write(itemIds.map((itemId) => job.document(itemId)));
  // What is refused for good is not tried again; the next change of the item is.
  const failed = itemIds.filter((_, at) => reasons[at] !== undefined && !isRefusedForGood(reasons[at]));
  const reason = reasons.find((one) => one !== undefined);
  if (reason !== undefined)
    logger.error('the index did not take popularity', { failed: failed.length, reason });
  return failed;
}

/** The children of one state, and which of them an index that was brought to `from` lacks. */
class Children {
  readonly facets: readonly Facet[];
  /** Facets that items are among the first of. */
  readonly #topOf: ReadonlyMap<string, readonly Facet[]>;
  readonly #standing: Standing;
  readonly #from: Indexed | undefined;

  constructor(standing: Standing, from: Indexed | undefined) {
    const served = standing.rows.map(({ key }) => key as Facet);
    const known = from?.facets ?? [EVERYBODY];
    const added = served.filter((facet) => !known.includes(facet));
    this.#standing = standing;
    this.#from = from;
    this.facets = [...known, ...added].slice(0, MOST_FACETS);
    if (known.length + added.length > MOST_FACETS)
      logger.error('facets have no field in the index until a reindex', { without: added.length });
    this.#topOf = topFacets(standing.rows);
  }

  /** Items whose child is not what it should be, or may not be. */
  wanted(pending: ReadonlySet<string> | 'all'): Set<string> {
    const { totals, state } = this.#standing;
    const from = this.#from;
    if (!from) return new Set(totals.items.keys());
    const wanted = new Set(from.failed);
    // What is pending is so since the state that was indexed last, or since one before it.
    const known = from.version === state.version ? [] : pending === 'all' ? totals.items.keys() : pending;
    for (const itemId of known) wanted.add(itemId);
    const before = from.top;
    for (const [itemId, facets] of Object.entries(this.top()))
      if (before[itemId] !== facets) wanted.add(itemId);
    for (const itemId of Object.keys(before)) if (!this.#topOf.has(itemId)) wanted.add(itemId);
    const added = this.facets.filter((facet) => !from.facets.includes(facet));
    if (added.length > 0)
      for (const [itemId, { popular }] of totals.items)
        if (added.some((facet) => popular.has(facet))) wanted.add(itemId);
    return wanted;
  }

  /** What each item is among the first of, as short text: the numbers of its facets. */
  top(): Readonly<Record<string, string>> {
    const numbers = new Map(this.facets.map((facet, number) => [facet, number]));
    const texts = [...this.#topOf].map(([itemId, facets]) => [
      itemId,
      facets.map((one) => numbers.get(one)).join(' '),
    ]);
    return Object.fromEntries(texts.sort(([a], [b]) => (a! < b! ? -1 : 1)));
  }

  document(itemId: string) {
    const { totals, state } = this.#standing;
    const sums = totals.items.get(itemId);
    const popularity = this.facets.flatMap((facet) => {
      const value = sums?.popular.get(facet);
      return value === undefined ? [] : [[facet, value] as const];
    });
    return childDocument({
      itemId,
      version: Date.parse(state.asOf),
      topOf: this.#topOf.get(itemId) ?? [],
      impressions: sums?.impressions ?? 0,
      popularity: Object.fromEntries(popularity) as Partial<Record<Facet, number>>,
    });
  }
}

function topFacets(rows: readonly ModelRow[]): Map<string, Facet[]> {
  const facets = new Map<string, Facet[]>();
  for (const { key, items } of rows)
    for (const [itemId] of items) facets.set(itemId, [...(facets.get(itemId) ?? []), key as Facet]);
  return facets;
}
