import type { Json, JsonObject } from '../deploy/json.ts';
import { bulk } from './bulk.ts';
import { invalid, SearchError } from './errors.ts';
import { checkKeys, objectAt } from './query/read.ts';
import { type ApiAnswer, type ApiRequest, jsonOf, ok } from './request.ts';
import { count, search, shardsOf } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import { sourceFilter } from './source.ts';

/** Answers about documents: writing, reading, searching. */
export const documentRoutes = { write, readMany, readOne, find, countAll };

function write({ engine, parts: [index], parameters, body }: ApiRequest): ApiAnswer {
  const refresh = parameters.get('refresh');
  if (refresh !== null && !['', 'true', 'false', 'wait_for'].includes(refresh))
    throw invalid(`Unknown value for refresh: [${refresh}].`);
  const requireAlias = parameters.get('require_alias') === 'true';
  return ok(bulk(body, { index, requireAlias }, (name, alias) => engine.forWriting(name, alias)));
}

function readMany({ engine, parts: [index], body }: ApiRequest): ApiAnswer {
  const asked = jsonOf(body);
  checkKeys('_mget', asked, ['docs', 'ids']);
  const ids = Array.isArray(asked.ids) ? asked.ids.map((id) => ({ _id: id })) : [];
  const wanted: Json[] = Array.isArray(asked.docs) ? asked.docs : ids;
  if (wanted.length === 0) throw invalid('Validation Failed: 1: no documents to get;');
  const documents = wanted.map((one) => {
    const { _index = index ?? null, _id, _source, ...rest } = objectAt('docs', one);
    checkKeys('docs', rest, ['routing']);
    try {
      return documentOf(engine.one(String(_index)), String(_id), _source);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return { _index: _index ?? null, _id: String(_id), error: { root_cause: [error.body], ...error.body } };
    }
  });
  return ok({ docs: documents });
}

function readOne({ engine, parts: [index = '', id = ''] }: ApiRequest): ApiAnswer {
  const body = documentOf(engine.one(index), id, undefined);
  return { status: body.found === true ? 200 : 404, body };
}

function documentOf(index: SearchIndex, id: string, source: Json | undefined): JsonObject {
  const stored = index.documents.get(id);
  if (stored === undefined) return { _index: index.name, _id: id, found: false };
  const shown = sourceFilter(source)(stored.source);
  return {
    _index: index.name,
    _id: id,
    _version: stored.version,
    ...(stored.routing !== undefined && { _routing: stored.routing }),
    found: true,
    ...(shown !== undefined && { _source: shown }),
  };
}

function find({ engine, parts: [name = ''], body }: ApiRequest): ApiAnswer {
  return ok(search(engine.one(name), jsonOf(body)));
}

function countAll({ engine, parts: [name = ''], body }: ApiRequest): ApiAnswer {
  const asked = jsonOf(body);
  const indices = engine.find(name);
  const total = indices.reduce((sum, index) => sum + count(index, asked), 0);
  const [first] = indices;
  return ok({ count: total, ...(first && { _shards: shardsOf(first) }) });
}
