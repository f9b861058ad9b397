import type { Engine } from './client.ts';

/** Administration waits for the cluster's agreement: 30 s are the engine's own patience. */
const ADMIN_MS = 35_000;
const NOT_FOUND = 404;

/** The engine's indices and aliases. Every call @throws SearchFailed */
export const indices = { behind, create, change, refresh, exists, identity };

/** The indices behind an alias, sorted: none when there is no such alias. */
async function behind(engine: Engine, alias: string): Promise<string[]> {
  const { status, body } = await engine.send<Record<string, unknown>>({
    method: 'GET',
    path: `/_alias/${alias}`,
    asked: `reading the alias ${alias}`,
    budgetMs: ADMIN_MS,
    expected: [NOT_FOUND],
  });
  return status === NOT_FOUND ? [] : Object.keys(body).sort();
}

async function exists(engine: Engine, index: string): Promise<boolean> {
  const { status } = await engine.send({
    method: 'HEAD',
    path: `/${index}`,
    asked: `looking for the index ${index}`,
    budgetMs: ADMIN_MS,
    expected: [NOT_FOUND],
  });
  return status !== NOT_FOUND;
}

type Definition = Readonly<
  Record<string, { readonly settings: { readonly index: { readonly uuid: string } } }>
>;

/** An index made anew under an old name has another one. */
async function identity(engine: Engine, index: string): Promise<string> {
  const { body } = await engine.send<Definition>({
    method: 'GET',
    path: `/${index}`,
    asked: `reading the index ${index}`,
    budgetMs: ADMIN_MS,
  });
  return body[index]!.settings.index.uuid;
}

export interface NewIndex {
  readonly index: string;
  readonly alias: string;
  readonly settings: object;
  readonly mappings: object;
}

/** Makes an index and its alias in one step. An index that is there already, made by a rival, is left as it is. */
async function create(engine: Engine, { index, alias, settings, mappings }: NewIndex): Promise<void> {
  const request = {
    method: 'PUT',
    path: `/${index}`,
    asked: `making the index ${index}`,
    budgetMs: ADMIN_MS,
    body: { settings, mappings, aliases: { [alias]: {} } },
  } as const;
  try {
    await engine.send(request);
  } catch (error) {
    if (!(await exists(engine, index))) throw error;
  }
}

/** One action of `_aliases`. */
export type AliasAction =
  | { readonly add: { readonly index: string; readonly alias: string } }
  | { readonly remove: { readonly index: string; readonly alias: string } }
  | { readonly remove_index: { readonly index: string } };

/** All of the actions, or none. */
async function change(engine: Engine, actions: readonly AliasAction[], asked: string): Promise<void> {
  await engine.send({ method: 'POST', path: '/_aliases', asked, budgetMs: ADMIN_MS, body: { actions } });
}

/** Makes what was written so far visible to searches. */
async function refresh(engine: Engine, index: string): Promise<void> {
  const asked = `refreshing the index ${index}`;
  await engine.send({ method: 'POST', path: `/${index}/_refresh`, asked, budgetMs: ADMIN_MS });
}
