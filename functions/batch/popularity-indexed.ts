import { popularityIndexedKey } from '../../contract/storage-keys.ts';
import type { Facet } from '../../domain/clusters/facet.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { gunzip, gzip } from './gzip.ts';

/** How far the search index holds the popularity state. */
export interface Indexed {
  /** The state's version. */
  readonly version: string;
  /** The indices that hold it, two while a reindex runs: another one is filled anew. */
  readonly indices: readonly string[];
  /** The indices that hold the catalogue: the first one of a stage, and those that a reindex filled. */
  readonly filled: readonly string[];
  /** Facets that have a field in it: fields are only ever added, until a reindex begins again. */
  readonly facets: readonly Facet[];
  /** By item the numbers of those facets that its child says it is among the first of. */
  readonly top: Readonly<Record<string, string>>;
  /** Items whose child the index did not take: they are tried again. */
  readonly failed: readonly string[];
}

/** Undefined before anything was indexed. */
export async function readIndexed(artefacts: ObjectStore): Promise<Indexed | undefined> {
  const bytes = await artefacts.get(popularityIndexedKey);
  return bytes && (JSON.parse(new TextDecoder().decode(gunzip(bytes))) as Indexed);
}

export async function writeIndexed(artefacts: ObjectStore, indexed: Indexed): Promise<void> {
  await artefacts.put(popularityIndexedKey, gzip(JSON.stringify(indexed)), {
    contentType: 'application/gzip',
  });
}
