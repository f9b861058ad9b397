import type { Places, SearchKnown } from '../../../domain/ranking/places.ts';
import { distinct, type RowTable } from '../../../domain/ranking/rows.ts';
import { searchesWanted } from '../../../domain/ranking/searches.ts';
import { isSearched, rowsWanted } from '../../../domain/ranking/sources/index.ts';
import type { RowsKnown } from '../../../domain/ranking/sources/source.ts';
import type { ProviderDocument, SourceDocument } from '../../../domain/registry/documents.ts';
import type { Found } from '../../../domain/search/search.ts';
import type { Channel, ModelReader } from '../model-reader.ts';
import { readRows } from './rows.ts';
import type { Searching } from './searching.ts';

/** A provider with the places where its sources go on. */
export interface Asking {
  readonly provider: ProviderDocument;
  readonly places?: Places | undefined;
}

/** What the sources of some providers live on. */
export interface Gathered {
  readonly rows: RowTable;
  readonly found: ReadonlyMap<SourceDocument, Found>;
  /** What could not be read. */
  readonly degraded: readonly string[];
}

interface Readers {
  readonly models: ModelReader;
  readonly searching: Searching;
  readonly channel: Channel;
}

/**
 * Rows of all providers and their searches, side by side. Where the search engine does not answer the snapshots that stand in are
 * read behind it; these are held in memory as a rule.
 */
export async function gather(
  asking: readonly Asking[],
  known: SearchKnown & RowsKnown,
  { models, searching, channel }: Readers,
): Promise<Gathered> {
  const providers = asking.map(({ provider }) => provider);
  const wanted = distinct(providers.flatMap((provider) => rowsWanted(provider, known, searching.isThere)));
  const [{ rows, degraded }, found] = await Promise.all([
    readRows(wanted, channel, models),
    findAll(asking, known, searching),
  ]);
  const missed = providers
    .map((provider) => onlyFailed(provider, found))
    .flatMap((provider) => rowsWanted(provider, known, false));
  if (missed.length === 0) return { rows, found, degraded };
  const instead = await readRows(distinct(missed), channel, models);
  rows.add(instead.rows);
  return { rows, found, degraded: [...new Set([...degraded, ...instead.degraded])] };
}

/** What the search engine finds for each source that it answers; nothing in a stage without one. */
async function findAll(
  asking: readonly Asking[],
  known: SearchKnown,
  searching: Searching,
): Promise<Map<SourceDocument, Found>> {
  if (!searching.isThere) return new Map();
  const wanted = asking.flatMap(({ provider, places }) => [...searchesWanted(provider, known, places)]);
  const found = await searching.find(wanted.map(([, request]) => request));
  return new Map(wanted.map(([source], index) => [source, found[index]!]));
}

const onlyFailed = (
  { sources, fallback, ...provider }: ProviderDocument,
  found: ReadonlyMap<SourceDocument, Found>,
): ProviderDocument => {
  const failed = (source: SourceDocument) => isSearched(source) && found.get(source) === 'failed';
  return { ...provider, sources: sources.filter(failed), fallback: fallback.filter(failed) };
};
