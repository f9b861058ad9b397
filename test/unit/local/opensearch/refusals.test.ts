import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, createIndex } from '../../../support/opensearch/client.ts';
import { startEmbedded } from '../../../support/opensearch/embedded.ts';

let engine: Awaited<ReturnType<typeof startEmbedded>>;
beforeAll(async () => {
  engine = await startEmbedded();
  await createIndex(engine, 'market');
});
afterAll(() => engine.stop());

const refusal = async (method: string, path: string, body?: object | string) => {
  const reply = await ask(engine, method, path, body);
  expect(reply).toMatchObject({
    status: 400,
    body: { status: 400, error: { type: 'unsupported_operation_exception' } },
  });
  expect(reply.body.error.root_cause).toEqual([
    { type: reply.body.error.type, reason: reply.body.error.reason },
  ]);
  return reply.body.error.reason as string;
};

describe('what the embedded engine does not support it refuses by name', () => {
  it.each([
    [{ query: { match: { title: 'x' } } }, 'the query [match]'],
    [{ query: { nested: {} } }, 'the query [nested]'],
    [{ query: { constructor: {} } }, 'the query [constructor]'],
    [{ aggs: {} }, '[aggs] in [_search]'],
    [{ query: { term: { status: 'x' } } }, '[term] where it scores'],
    [{ query: { terms: { status: ['x'], boost: 2 } } }, undefined],
    [{ query: { range: { price: { gte: 1, boost: 2 } } } }, '[boost] in [range]'],
    [{ query: { bool: { should: [], boost: 2 } } }, '[boost] in [bool]'],
    [{ query: { bool: { should: [], minimum_should_match: '75%' } } }, '[minimum_should_match: "75%"]'],
    [
      { query: { has_child: { type: 'popularity', query: { match_all: {} }, min_children: 2 } } },
      '[min_children]',
    ],
    [{ query: { function_score: { script_score: {} } } }, '[script_score] in [function_score]'],
    [{ query: { function_score: { functions: [{ random_score: {} }] } } }, 'the function [random_score]'],
    [
      {
        query: {
          function_score: {
            functions: [{ field_value_factor: { field: 'price', modifier: 'log1p', missing: 1 } }],
          },
        },
      },
      '[field_value_factor.modifier: "log1p"]',
    ],
    [{ sort: [{ price: { order: 'asc', mode: 'avg' } }] }, '[mode] in [sort on price]'],
    [{ sort: [{ price: { missing: 0 } }] }, 'missing: 0'],
    [{ sort: ['_doc'] }, 'a sort on [_doc]'],
    [{ _source: { includes: [1] } }, '[_source] with 1'],
  ])('in a search: %j', async (body, words) => {
    if (words === undefined) {
      expect((await ask(engine, 'POST', '/market/_search', body)).status).toBe(400);
      return;
    }
    expect(await refusal('POST', '/market/_search', body)).toContain(words);
  });

  it.each([
    [{ mappings: { properties: {} } }, 'mappings without "dynamic": false'],
    [{ mappings: { dynamic: false, properties: { a: { type: 'text' } } } }, 'the field type [text] of [a]'],
    [
      { mappings: { dynamic: false, properties: { a: { type: 'keyword', store: true } } } },
      'the parameter [store]',
    ],
    [
      { mappings: { dynamic: false, properties: { a: { type: 'date' } } } },
      'the format [default] of the date [a]',
    ],
    [{ mappings: { dynamic: false, runtime: {} } }, '[runtime] in mappings'],
    [{ settings: { analysis: { x: 1 } } }, 'the setting [index.analysis.x]'],
    [{ aliases: { a: { filter: {} } }, mappings: { dynamic: false } }, '[filter] in [the alias a]'],
  ])('in an index: %j', async (body, words) => {
    expect(await refusal('PUT', '/another', body)).toContain(words);
    expect((await ask(engine, 'HEAD', '/another')).status).toBe(404);
  });

  it.each([
    ['{"create":{"_id":"x"}}\n{}\n', 'the bulk action [create]'],
    ['{"update":{"_id":"x"}}\n{}\n', 'the bulk action [update]'],
    ['{"index":{}}\n{}\n', 'without an index and an _id'],
    ['{"index":{"_id":"x","pipeline":"p"}}\n{}\n', '[pipeline]'],
    ['{"index":{"_id":"x","version":1,"version_type":"external"}}\n{}\n', '"external"'],
  ])('in a bulk: %j', async (lines, words) => {
    expect(await refusal('POST', '/market/_bulk', lines)).toContain(words);
  });

  it.each([
    [{ price: [1, 2] }, 'several values of the number [price]'],
    [{ 'p.all': 1 }, 'dots in the names of fields'],
  ])('in a document: %j', async (body, words) => {
    const lines = `{"index":{"_id":"x","routing":"x"}}\n${JSON.stringify(body)}\n`;
    const reply = await ask(engine, 'POST', '/market/_bulk', lines);
    expect(reply.body).toMatchObject({ errors: true, items: [{ index: { status: 400 } }] });
    expect(reply.body.items[0].index.error.reason).toContain(words);
  });

  it.each([
    ['POST', '/_reindex'],
    ['GET', '/_cat/shards'],
    ['PUT', '/market/_doc/x'],
    ['DELETE', '/market*'],
  ])('as a route: %s %s', async (method, path) => {
    expect(await refusal(method, path)).toContain(path.slice(1, 7));
  });

  it('as a parameter, in the words of OpenSearch', async () => {
    const reply = await ask(engine, 'POST', '/market/_search?scroll=1m', {});
    expect(reply.body.error).toMatchObject({
      type: 'illegal_argument_exception',
      reason: 'request [/market/_search] contains unrecognized parameter: [scroll]',
    });
  });

  it('and JSON that is none', async () => {
    const reply = await ask(engine, 'POST', '/market/_search', '{"query":');
    expect(reply).toMatchObject({ status: 400, body: { error: { type: 'json_parse_exception' } } });
  });
});
