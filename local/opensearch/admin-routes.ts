import type { JsonObject } from '../deploy/json.ts';
import { unsupported } from './errors.ts';
import { ACKNOWLEDGED, type ApiAnswer, type ApiRequest, jsonOf, ok } from './request.ts';
import { shardsOf } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import { nested } from './settings.ts';

/** Answers about the engine, its indices and aliases. */
export const adminRoutes = {
  about,
  health,
  catIndices,
  changeAliases,
  aliases,
  aliasNamed,
  describe,
  create,
  drop,
  refresh,
  mappings,
  settings,
  configure,
};

const ABOUT = {
  name: 'embedded',
  cluster_name: 'embedded',
  version: { distribution: 'opensearch', number: '2.19.1', lucene_version: '9.12.1' },
  tagline: 'The OpenSearch Project: https://opensearch.org/',
};

function about(): ApiAnswer {
  return ok(ABOUT);
}

function health({ engine }: ApiRequest): ApiAnswer {
  const shards = engine.all().reduce((sum, index) => sum + Number(shardsOf(index).total), 0);
  return ok({
    cluster_name: ABOUT.cluster_name,
    status: 'green',
    timed_out: false,
    number_of_nodes: 1,
    number_of_data_nodes: 1,
    active_primary_shards: shards,
    active_shards: shards,
    unassigned_shards: 0,
    active_shards_percent_as_number: 100,
  });
}

function catIndices({ engine, parameters }: ApiRequest): ApiAnswer {
  if (parameters.get('format') !== 'json') throw unsupported('[_cat/indices] without format=json');
  return ok(
    engine.all().map(({ name, uuid, documents }) => ({
      health: 'green',
      status: 'open',
      index: name,
      uuid,
      'docs.count': String(documents.size),
    })),
  );
}

function changeAliases({ engine, body }: ApiRequest): ApiAnswer {
  engine.changeAliases(jsonOf(body));
  return ACKNOWLEDGED;
}

const aliasesOf = (index: SearchIndex, only: (alias: string) => boolean = () => true): JsonObject =>
  Object.fromEntries([...index.aliases].filter(only).map((alias) => [alias, {}]));

function aliases({ engine, parts }: ApiRequest): ApiAnswer {
  const [name] = parts;
  const indices = name === undefined ? engine.all() : engine.find(name);
  return ok(Object.fromEntries(indices.map((one) => [one.name, { aliases: aliasesOf(one) }])));
}

function aliasNamed({ engine, parts: [names = ''] }: ApiRequest): ApiAnswer {
  const wanted = names.split(',');
  const all = engine.all();
  const missing = wanted.filter((name) => !all.some(({ aliases }) => aliases.has(name)));
  const found = all
    .map((one) => [one.name, { aliases: aliasesOf(one, (alias) => wanted.includes(alias)) }] as const)
    .filter(([, { aliases }]) => Object.keys(aliases).length > 0);
  if (missing.length === 0) return ok(Object.fromEntries(found));
  const error = `alias${missing.length > 1 ? 'es' : ''} [${missing}] missing`;
  return { status: 404, body: { error, status: 404, ...Object.fromEntries(found) } };
}

function describe({ engine, parts: [name = ''] }: ApiRequest): ApiAnswer {
  const described = engine.find(name).map((one) => [
    one.name,
    {
      aliases: aliasesOf(one),
      mappings: one.mapping.toJSON(),
      settings: settingsOf(one),
    },
  ]);
  return ok(Object.fromEntries(described));
}

function settingsOf({ name, uuid, created, settings: own }: SearchIndex): JsonObject {
  const given = { 'index.provided_name': name, 'index.uuid': uuid, 'index.creation_date': String(created) };
  return nested({ ...own, ...given });
}

function create({ engine, parts: [name = ''], body }: ApiRequest): ApiAnswer {
  engine.create(name, jsonOf(body));
  return ok({ acknowledged: true, shards_acknowledged: true, index: name });
}

function drop({ engine, parts: [name = ''] }: ApiRequest): ApiAnswer {
  if (name.includes('*') || name === '_all') throw unsupported(`removing indices by pattern, got [${name}]`);
  engine.drop(name);
  return ACKNOWLEDGED;
}

/** Documents are searchable when they are written. */
function refresh({ engine, parts: [name = ''] }: ApiRequest): ApiAnswer {
  const shards = engine.find(name).reduce((sum, index) => sum + Number(shardsOf(index).total), 0);
  return ok({ _shards: { total: shards, successful: shards, failed: 0 } });
}

function mappings({ engine, parts: [name = ''] }: ApiRequest): ApiAnswer {
  return ok(
    Object.fromEntries(engine.find(name).map((one) => [one.name, { mappings: one.mapping.toJSON() }])),
  );
}

function settings({ engine, parts: [name = ''] }: ApiRequest): ApiAnswer {
  return ok(Object.fromEntries(engine.find(name).map((one) => [one.name, { settings: settingsOf(one) }])));
}

function configure({ engine, parts: [name = ''], body }: ApiRequest): ApiAnswer {
  engine.configure(name, jsonOf(body));
  return ACKNOWLEDGED;
}
