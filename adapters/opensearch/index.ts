import { INDEX_MAPPING, INDEX_SETTINGS, indexName, SEARCH } from '../../contract/search.ts';
import type { IndexDocument, ItemIndex } from '../../domain/ports.ts';
import { JOIN } from '../../domain/search/fields.ts';
import { AdapterError } from '../errors.ts';
import { indices, type NewIndex } from './aliases.ts';
import { type Outcomes, writeBulks } from './bulk.ts';
import type { Engine } from './client.ts';
import { searchFailed } from './errors.ts';

const COUNT_MS = 10_000;
/** The suffix of the first index of a mapping. */
const FIRST = '0';

/** How an index of a stage is cut. */
export interface IndexShape {
  readonly shards: number;
  readonly replicas: number;
}

export class NotBeingFilledError extends AdapterError {
  constructor(index: string, next: string | undefined) {
    const filled = next === undefined ? 'none is' : `${next} is`;
    super('not-being-filled', `index ${index} is not the one being filled; ${filled}`);
  }
}

/** Writing and administering the item index: names, mapping and aliases as contract/search.ts says. */
export function openSearchIndex(engine: Engine, shape: IndexShape): ItemIndex {
  return {
    ensure: () => ensure(engine, shape),
    write: (documents) => write(engine, documents),
    beginNext: (suffix) => beginNext(engine, shape, suffix),
    finishNext: (index) => finishNext(engine, index),
    identities: () => identities(engine),
    describe: () => describe(engine),
  };
}

function newIndex({ shards, replicas }: IndexShape, suffix: string, alias: string): NewIndex {
  const counts = { 'index.number_of_shards': shards, 'index.number_of_replicas': replicas };
  return {
    index: indexName(SEARCH.mapping, suffix),
    alias,
    settings: { ...INDEX_SETTINGS, ...counts },
    mappings: INDEX_MAPPING,
  };
}

async function ensure(engine: Engine, shape: IndexShape): Promise<void> {
  const { alias } = SEARCH;
  if ((await indices.behind(engine, alias)).length > 0) return;
  const first = newIndex(shape, FIRST, alias);
  await indices.create(engine, first);
  if ((await indices.behind(engine, alias)).length > 0) return;
  // The index was there and nothing named it: somebody removed the alias.
  await indices.change(engine, [{ add: { index: first.index, alias } }], `naming the index ${first.index}`);
}

/**
 * The next index first: should the alias move in between, the second write goes there too. A writer that meets
 * the end of a reindex fails on the alias that is gone, and comes again. What the next index does not take still
 * reaches the one that is served.
 */
async function write(engine: Engine, documents: readonly IndexDocument[]): Promise<Outcomes> {
  if (documents.length === 0) return [];
  const isFilling = (await indices.behind(engine, SEARCH.nextAlias)).length > 0;
  const next = isFilling ? await settled(writeBulks(engine, SEARCH.nextAlias, documents), documents) : [];
  const current = await writeBulks(engine, SEARCH.alias, documents);
  return current.map((reason, at) => reason ?? next[at]);
}

/** A failure of the whole as a reason for each. */
async function settled(bulks: Promise<Outcomes>, documents: readonly IndexDocument[]): Promise<Outcomes> {
  try {
    return await bulks;
  } catch (error) {
    const { kind, message } = searchFailed('a bulk to the next index', error);
    return documents.map(() => `${kind}: ${message}`);
  }
}

/**
 * An index that a dead run left half filled is replaced, not taken on: an older release may have made it with
 * another mapping, and since a reindex writes everything anyway, an empty one costs nothing more.
 */
async function beginNext(engine: Engine, shape: IndexShape, suffix: string): Promise<{ index: string }> {
  const next = newIndex(shape, suffix, SEARCH.nextAlias);
  const filling = await indices.behind(engine, SEARCH.nextAlias);
  const dead = filling.filter((index) => index !== next.index);
  if (dead.length > 0) await removeIndices(engine, dead);
  if (!filling.includes(next.index)) await indices.create(engine, next);
  return { index: next.index };
}

const removals = (names: readonly string[]) => names.map((index) => ({ remove_index: { index } }));
const removeIndices = (engine: Engine, names: readonly string[]): Promise<void> =>
  indices.change(engine, removals(names), `removing ${names.join(', ')}`);

/** One change of aliases, so that no search and no writer ever finds none or two. */
async function finishNext(engine: Engine, index: string): Promise<{ removed: readonly string[] }> {
  const { alias, nextAlias } = SEARCH;
  const [current, filling] = [await indices.behind(engine, alias), await indices.behind(engine, nextAlias)];
  if (!filling.includes(index)) {
    if (current.includes(index)) return { removed: [] };
    throw new NotBeingFilledError(index, filling[0]);
  }
  await indices.refresh(engine, index);
  const removed = current.filter((name) => name !== index);
  const moved = [{ add: { index, alias } }, { remove: { index, alias: nextAlias } }];
  await indices.change(engine, [...moved, ...removals(removed)], `moving the alias ${alias} to ${index}`);
  return { removed };
}

async function identities(engine: Engine): Promise<string[]> {
  const names = [
    ...(await indices.behind(engine, SEARCH.alias)),
    ...(await indices.behind(engine, SEARCH.nextAlias)),
  ];
  return Promise.all(names.map((name) => indices.identity(engine, name)));
}

/** Counts the items. Of the index being filled as of now, since nobody searches it and so makes it look again. */
async function describe(engine: Engine): ReturnType<ItemIndex['describe']> {
  const [current] = await indices.behind(engine, SEARCH.alias);
  const [next] = await indices.behind(engine, SEARCH.nextAlias);
  if (next !== undefined) await indices.refresh(engine, next);
  const names = [current, next].filter((name) => name !== undefined);
  const counts = await Promise.all(
    names.map(async (name) => [name, await countItems(engine, name)] as const),
  );
  return { current, next, documents: Object.fromEntries(counts) };
}

async function countItems(engine: Engine, index: string): Promise<number> {
  const { body } = await engine.send<{ count: number }>({
    method: 'POST',
    path: `/${index}/_count`,
    asked: `counting the items of ${index}`,
    budgetMs: COUNT_MS,
    body: { query: { term: { [JOIN.field]: JOIN.parent } } },
  });
  return body.count;
}
