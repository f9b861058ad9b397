import { isObject, type Json, type JsonObject } from '../deploy/json.ts';
import { invalid, SearchError, unsupported } from './errors.ts';
import { checkKeys, oneOf } from './query/read.ts';
import type { SearchIndex, Written } from './search-index.ts';
import { shardCount } from './settings.ts';

/** One line of a bulk and its document. */
interface Action {
  readonly kind: 'index' | 'delete';
  readonly index: string;
  readonly id: string;
  readonly routing: string | undefined;
  readonly version: number | undefined;
  readonly requireAlias: boolean;
  readonly source: string;
}

export interface BulkDefaults {
  /** Index of the path, for actions that name none. */
  readonly index: string | undefined;
  readonly requireAlias: boolean;
}

/** The index that a write goes to. @throws when there is none */
export type WriteIndex = (name: string, requireAlias: boolean) => SearchIndex;

const META = ['_index', '_id', 'routing', 'version', 'version_type', 'require_alias'];
const STATUS: Readonly<Record<Written['result'], number>> = {
  created: 201,
  updated: 200,
  deleted: 200,
  not_found: 404,
};

/** `_bulk`: each action by itself, in order; answered when all that was taken is kept. */
export function bulk(body: string, defaults: BulkDefaults, writeIndex: WriteIndex): JsonObject {
  const started = performance.now();
  const actions = actionsOf(body, defaults);
  const touched = new Set<SearchIndex>();
  const items = actions.map((action) => itemOf(action, writeIndex, touched));
  for (const index of touched) index.flush();
  const errors = items.some((item) => Object.values(item).some((one) => isObject(one) && 'error' in one));
  return { took: Math.round(performance.now() - started), errors, items };
}

function itemOf(action: Action, writeIndex: WriteIndex, touched: Set<SearchIndex>): JsonObject {
  const { kind, id, routing, version, source } = action;
  let name = action.index;
  try {
    const index = writeIndex(action.index, action.requireAlias);
    name = index.name;
    touched.add(index);
    const written =
      kind === 'index' ? index.put(id, routing, source, version) : index.remove(id, version, Date.now());
    const shards = shardCount(index.settings);
    return {
      [kind]: {
        _index: name,
        _id: id,
        _version: written.version,
        result: written.result,
        _shards: { total: shards, successful: shards, failed: 0 },
        status: STATUS[written.result],
      },
    };
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    return { [kind]: { _index: name, _id: id, status: error.status, error: error.body } };
  }
}

/** @throws illegal_argument_exception when the whole body is unusable */
function actionsOf(body: string, defaults: BulkDefaults): Action[] {
  if (body === '') throw new SearchError(400, 'parse_exception', 'request body is required');
  if (!body.endsWith('\n')) throw invalid('The bulk request must be terminated by a newline [\\n]');
  const lines = body.split('\n');
  lines.pop();
  const actions: Action[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] === '') continue;
    const line = at + 1;
    const action = actionOf(lines[at] as string, line, defaults);
    if (action.kind === 'delete') actions.push(action);
    else {
      at += 1;
      if (lines[at] === undefined)
        throw invalid(`Malformed action/metadata line [${line}], a document is missing`);
      actions.push({ ...action, source: lines[at] as string });
    }
  }
  return actions;
}

function actionOf(text: string, line: number, defaults: BulkDefaults): Action {
  const malformed = (why: string) => invalid(`Malformed action/metadata line [${line}], ${why}`);
  const [kind, meta] = entryOf(text) ?? [];
  if (kind === undefined || !isObject(meta)) throw malformed('expected an object with one action');
  if (kind === 'create' || kind === 'update') throw unsupported(`the bulk action [${kind}]`);
  if (kind !== 'index' && kind !== 'delete')
    throw malformed(`expected one of [create, delete, index, update] but found [${kind}]`);
  checkKeys(`the bulk action on line ${line}`, meta, META);
  const index = meta._index ?? defaults.index;
  if (typeof index !== 'string' || typeof meta._id !== 'string' || meta._id === '')
    throw unsupported(`a bulk action without an index and an _id (line ${line})`);
  return {
    kind,
    index,
    id: meta._id,
    routing: meta.routing === undefined || meta.routing === null ? undefined : String(meta.routing),
    version: versionOf(meta, line),
    requireAlias: meta.require_alias === undefined ? defaults.requireAlias : meta.require_alias === true,
    source: '',
  };
}

function entryOf(text: string): [string, Json] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const entries = isObject(value) ? Object.entries(value) : [];
    return entries.length === 1 ? entries[0] : undefined;
  } catch {
    return undefined;
  }
}

function versionOf({ version, version_type: type }: JsonObject, line: number): number | undefined {
  const known = oneOf(`version_type on line ${line}`, type, ['internal', 'external_gte'], 'internal');
  if (known === 'internal' && version !== undefined)
    throw unsupported(`an internal version in a bulk (line ${line})`);
  if (known === 'internal') return undefined;
  if (Number.isSafeInteger(version) && (version as number) >= 0) return version as number;
  throw invalid(
    `illegal version value [${JSON.stringify(version)}] for version type [external_gte] (line ${line})`,
  );
}
