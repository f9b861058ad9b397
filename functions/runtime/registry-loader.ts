import type { DocumentPointer, DocumentVersion, RegistryHead, RegistryStore } from '../../domain/ports.ts';
import { type Applied, appliedOf, documentsOf } from '../../domain/registry/applied.ts';
import { type Documents, listedByKind } from '../../domain/registry/check.ts';
import { healed } from '../../domain/registry/heal.ts';
import { shippedDocuments } from '../../domain/registry/kinds.ts';
import { defaultRegistry, makeRegistry, type Registry } from '../../domain/registry/registry.ts';
import { logger } from './logger.ts';

/** The documents that serve. */
export interface ServedRegistry {
  readonly registry: Registry;
  /** Of the head that they come from; 0 for the shipped ones. */
  readonly revision: number;
  /** Not what the store says: it does not answer, or what it holds is no valid set. */
  readonly degraded: boolean;
}

/** Versions before the one that holds that may step in for it. */
const OLDER = 10;

/** Reads what a head names, each version once, and makes a registry of it, whatever it is. */
export class RegistryLoader {
  #rows: ReadonlyMap<string, DocumentVersion> = new Map();

  /** @param last what served before: it stays where this head has names of which no version would do. @throws when the store does not answer */
  async load(
    store: RegistryStore,
    head: RegistryHead,
    last: ServedRegistry | undefined,
  ): Promise<ServedRegistry> {
    this.#rows = await readNew(store, head, this.#rows);
    const applied = appliedOf(shippedDocuments(), head, (key, pointer) =>
      this.#rows.get(rowName(key, pointer)),
    );
    const registry = isWhole(head, applied) ? attempt(documentsOf(applied)) : undefined;
    if (registry) return { registry, revision: head.revision, degraded: false };
    return healedRegistry(await candidatesOf(store, head, applied), head, last);
  }
}

async function readNew(
  store: RegistryStore,
  head: RegistryHead,
  known: ReadonlyMap<string, DocumentVersion>,
): Promise<ReadonlyMap<string, DocumentVersion>> {
  const wanted = storedOf(head).map(([key, pointer]) => ({ key, pointer }));
  const unread = wanted.filter(({ key, pointer }) => !known.has(rowName(key, pointer)));
  const read = unread.length > 0 ? await store.read(unread) : [];
  const fresh = new Map(read.flatMap((row) => (row ? [[rowName(row.key, row), row] as const] : [])));
  const names = wanted.map(({ key, pointer }) => rowName(key, pointer));
  return new Map(
    names.flatMap((name) => {
      const row = fresh.get(name) ?? known.get(name);
      return row ? [[name, row] as const] : [];
    }),
  );
}

const rowName = (key: string, { row }: Pick<DocumentPointer, 'row'>): string => `${key}#${row}`;

const storedOf = ({ documents }: RegistryHead): [string, DocumentPointer][] =>
  [...documents].filter(([, { state }]) => state === 'stored');

const isWhole = (head: RegistryHead, applied: ReadonlyMap<string, Applied>): boolean =>
  storedOf(head).every(([key]) => applied.has(key));

function attempt(documents: Documents): Registry | undefined {
  try {
    return makeRegistry(listedByKind(documents));
  } catch (error) {
    logger.error('the documents make no registry', { error: error as Error });
    return undefined;
  }
}

/** For each name what holds, the versions before it, and what ships. */
async function candidatesOf(
  store: RegistryStore,
  head: RegistryHead,
  applied: ReadonlyMap<string, Applied>,
): Promise<Map<string, readonly unknown[]>> {
  const candidates = new Map([...applied].map(([key, { document }]) => [key, [document] as unknown[]]));
  const shipped = shippedDocuments();
  await Promise.all(
    storedOf(head).map(async ([key, pointer]) => {
      const [, ...older] = await store.history(key, pointer, OLDER);
      const documents = older.flatMap(({ state, document }) => (state === 'stored' ? [document] : []));
      const ships = shipped.has(key) ? [shipped.get(key)] : [];
      candidates.set(key, [applied.get(key)?.document, ...documents, ...ships]);
    }),
  );
  return candidates;
}

function healedRegistry(
  candidates: ReadonlyMap<string, readonly unknown[]>,
  { revision }: RegistryHead,
  last: ServedRegistry | undefined,
): ServedRegistry {
  const { documents, replaced, dropped } = healed(candidates);
  logger.error('stored documents cannot serve', { revision, replaced, dropped });
  if (last && dropped.length > 0) return { ...last, degraded: true };
  const registry = attempt(documents);
  if (registry) return { registry, revision, degraded: true };
  return last ? { ...last, degraded: true } : { registry: defaultRegistry(), revision: 0, degraded: true };
}
