import { beforeAll, describe, expect, it } from 'vitest';
import { SEARCH } from '../../contract/search.ts';
import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { IndexDocument } from '../../domain/ports.ts';
import { childDocument, itemDocument } from '../../domain/search/document.ts';
import { childId, JOIN } from '../../domain/search/fields.ts';
import { waitingQuery } from '../../domain/search/listing-queries.ts';
import { popularQuery } from '../../domain/search/popular-query.ts';
import {
  ask,
  countOf,
  createIndex,
  hitsOf,
  type SearchEngineUrl,
  write,
  writeItems,
} from '../support/opensearch/client.ts';
import { NOW } from '../support/opensearch/market.ts';
import { HARD_IDS, item } from './samples.ts';

let made = 0;
/** Names of indices are lower case. */
const fresh = (name: string): string => `${name}-${++made}`;
const later = (millis: number): string => new Date(NOW + millis).toISOString();

const child = (itemId: string, version: number, all: number): IndexDocument =>
  childDocument({ itemId, version, topOf: ['all'], impressions: 3, popularity: { all } });
const parent = (itemId: string, more: Partial<StoredItem> = {}): IndexDocument =>
  itemDocument({ ...item(itemId), updatedAt: later(0), ...more });

const popular = popularQuery({
  factors: [{ facet: 'all', factor: 1 }],
  conditions: { now: NOW, adult: false },
  origin: NOW,
  listedHalfLifeDays: 30,
  part: 'whole',
  size: 100,
});

/** What the product relies on of a search engine, said over HTTP. */
export function searchEngineSuite(implementation: string, engine: () => SearchEngineUrl) {
  const call = (method: string, path: string, body?: object | string) => ask(engine(), method, path, body);
  const ids = async (index: string) => (await hitsOf(engine(), index, popular)).map((hit) => hit._id);
  const source = async (index: string, id: string, routing: string) =>
    (await call('GET', `/${index}/_doc/${encodeURIComponent(id)}?routing=${encodeURIComponent(routing)}`))
      .body._source;

  describe(`writing documents: ${implementation}`, () => {
    let index: string;
    beforeAll(async () => {
      index = fresh('written');
      await createIndex(engine(), index);
    });
    const put = (...documents: IndexDocument[]) => write(engine(), index, documents);

    it('takes the newest of several versions, in whatever order they come', async () => {
      const [old, middle, newest] = [0, 1000, 2000].map((millis) =>
        parent('ordered', { updatedAt: later(millis), price: millis }),
      );
      expect(await put(middle!, old!, newest!, middle!)).toEqual([201, 409, 200, 409]);
      expect(await source(index, 'ordered', 'ordered')).toMatchObject({ price: 2000 });
    });

    it('takes the same version again', async () => {
      expect(await put(parent('twice'), parent('twice'))).toEqual([201, 200]);
    });

    it('refuses an older one behind a removal, and takes a newer one', async () => {
      const gone = { ...child('removed', 20, 1), body: undefined };
      expect(await put(parent('removed'), child('removed', 10, 1), gone)).toEqual([201, 201, 200]);
      expect(await put(child('removed', 15, 1), { ...gone, version: 15 })).toEqual([409, 409]);
      expect(await put(child('removed', 21, 1))).toEqual([201]);
    });

    it('remembers the removal of what never was', async () => {
      const never = { ...child('never', 20, 1), body: undefined };
      expect(await put(never, child('never', 19, 1))).toEqual([404, 409]);
    });

    it('keeps a child while its parent changes, and the other way about', async () => {
      const market = fresh('apart');
      await createIndex(engine(), market);
      await write(engine(), market, [parent('x'), child('x', 1, 5)]);
      const [{ _score: before } = { _score: 0 }] = await hitsOf(engine(), market, popular);
      await write(engine(), market, [parent('x', { updatedAt: later(1), title: 'Another' })]);
      expect(await hitsOf(engine(), market, popular)).toMatchObject([{ _id: 'x', _score: before }]);
      await write(engine(), market, [child('x', 2, 10)]);
      const [hit] = await hitsOf(engine(), market, popular);
      expect(hit!._score / before).toBeCloseTo(2, 5);
      await write(engine(), market, [{ ...child('x', 3, 0), body: undefined }]);
      expect(await ids(market)).toEqual([]);
    });

    it('finds no item by its popularity until the item is there', async () => {
      const market = fresh('orphan');
      await createIndex(engine(), market);
      await write(engine(), market, [child('late', 1, 5)]);
      expect(await ids(market)).toEqual([]);
      await write(engine(), market, [parent('late')]);
      expect(await ids(market)).toEqual(['late']);
    });

    it('takes every id that the product takes', async () => {
      const market = fresh('hard');
      await createIndex(engine(), market);
      await write(
        engine(),
        market,
        HARD_IDS.flatMap((id) => [parent(id), child(id, 1, 1)]),
      );
      expect((await ids(market)).toSorted()).toEqual(HARD_IDS.toSorted());
    });

    it.each([
      ['a child without routing', { _id: childId('x') }, { [JOIN.field]: { name: JOIN.child, parent: 'x' } }],
      ['a join that is none', { _id: 'x', routing: 'x' }, { [JOIN.field]: 'neither' }],
      ['a date in another form', { _id: 'x', routing: 'x' }, { [JOIN.field]: JOIN.parent, listedAt: '2026' }],
      ['a price that is none', { _id: 'x', routing: 'x' }, { [JOIN.field]: JOIN.parent, price: 'dear' }],
    ])('refuses %s, and nothing else of the bulk', async (_, place, body) => {
      const good = { index: { _id: 'good', routing: 'good' } };
      const lines = [{ index: place }, body, good, { [JOIN.field]: JOIN.parent }];
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      const [bad, taken] = await writeItems(engine(), index, text);
      expect(bad).toMatchObject({ index: { status: 400, error: { type: 'mapper_parsing_exception' } } });
      expect(taken!.index.status).toBeLessThan(300);
    });

    it('refuses more fields than the index may have, and leaves them all out', async () => {
      const small = fresh('small');
      await createIndex(engine(), small, { settings: { 'index.mapping.total_fields.limit': 22 } });
      const facets = (count: number) =>
        childDocument({
          itemId: 'x',
          version: count,
          topOf: [],
          impressions: 0,
          popularity: Object.fromEntries(Array.from({ length: count }, (_, at) => [`learned=${at}`, 1])),
        });
      expect(await write(engine(), small, [facets(10)])).toEqual([400]);
      expect(await write(engine(), small, [facets(1)])).toEqual([201]);
    });

    it('refuses a bulk that is none', async () => {
      expect(await call('POST', '/_bulk', '{"index":{}}')).toMatchObject({ status: 400 });
      const frobbed = '{"frob":{"_index":"x","_id":"y"}}\n{}\n';
      expect(await call('POST', '/_bulk', frobbed)).toMatchObject({
        status: 400,
        body: { error: { type: 'illegal_argument_exception' } },
      });
    });
  });

  describe(`blocks: ${implementation}`, () => {
    it.each([
      ['index.blocks.write', 403],
      ['index.blocks.read_only_allow_delete', 429],
    ])('%s refuses writes with %i and lets searches through', async (block, status) => {
      const index = fresh('blocked');
      await createIndex(engine(), index);
      await write(engine(), index, [parent('x'), child('x', 1, 1)]);
      await call('PUT', `/${index}/_settings`, { [block]: true });
      const [refused] = await writeItems(engine(), index, '{"index":{"_id":"y","routing":"y"}}\n{}\n');
      expect(refused).toMatchObject({ index: { status, error: { type: 'cluster_block_exception' } } });
      expect(await ids(index)).toEqual(['x']);
      await call('PUT', `/${index}/_settings`, { [block]: null });
      expect(await write(engine(), index, [parent('y')])).toEqual([201]);
    });
  });

  describe(`indices and aliases: ${implementation}`, () => {
    it('makes an index with its alias once, however many try', async () => {
      const [index, alias] = [fresh('rivals'), fresh('alias')];
      const body = { mappings: {}, aliases: { [alias]: {} } };
      const mappings = { dynamic: false, properties: { itemId: { type: 'keyword' } } };
      const replies = await Promise.all([1, 2, 3].map(() => call('PUT', `/${index}`, { ...body, mappings })));
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 400, 400]);
      const refused = replies.find(({ status }) => status === 400);
      expect(refused!.body.error.type).toBe('resource_already_exists_exception');
      expect((await call('GET', `/_alias/${alias}`)).body).toEqual({ [index]: { aliases: { [alias]: {} } } });
    });

    it('moves an alias and drops what it named in one step', async () => {
      const [old, next, alias] = [fresh('old'), fresh('next'), fresh('moving')];
      await createIndex(engine(), old, { aliases: { [alias]: {} } });
      await createIndex(engine(), next);
      await write(engine(), next, [parent('x'), child('x', 1, 1)]);
      expect(await ids(alias)).toEqual([]);
      const actions = [{ add: { index: next, alias } }, { remove_index: { index: old } }];
      expect((await call('POST', '/_aliases', { actions })).status).toBe(200);
      expect(await ids(alias)).toEqual(['x']);
      expect((await call('HEAD', `/${old}`)).status).toBe(404);
      expect((await call('HEAD', `/${next}`)).status).toBe(200);
    });

    it('changes nothing when one action cannot be done', async () => {
      const [index, alias] = [fresh('kept'), fresh('kept-alias')];
      await createIndex(engine(), index, { aliases: { [alias]: {} } });
      const actions = [{ remove: { index, alias } }, { add: { index: fresh('nowhere'), alias } }];
      expect(await call('POST', '/_aliases', { actions })).toMatchObject({
        status: 404,
        body: { error: { type: 'index_not_found_exception' } },
      });
      expect((await call('HEAD', `/_alias/${alias}`)).status).toBe(200);
      expect((await call('HEAD', `/_alias/${fresh('none')}`)).status).toBe(404);
    });

    it('makes no index by a write that wants an alias', async () => {
      const name = fresh('absent');
      const lines = '{"index":{"_id":"x","routing":"x"}}\n{}\n';
      const { body } = await call('POST', `/${name}/_bulk?require_alias=true`, lines);
      expect(body.items[0].index).toMatchObject({
        status: 404,
        error: { type: 'index_not_found_exception' },
      });
      expect((await call('HEAD', `/${name}`)).status).toBe(404);
    });

    it('answers 404 for what is not there', async () => {
      const name = fresh('unknown');
      for (const path of [`/${name}/_count`, `/${name}/_doc/x`, `/${name}/_search`])
        expect(await call('GET', path)).toMatchObject({
          status: 404,
          body: { error: { type: 'index_not_found_exception' } },
        });
      expect((await call('DELETE', `/${name}`)).status).toBe(404);
      expect((await call('GET', '/_cluster/health')).body).toMatchObject({ timed_out: false });
    });
  });

  describe(`searching: ${implementation}`, () => {
    let index: string;
    beforeAll(async () => {
      index = fresh(SEARCH.alias);
      await createIndex(engine(), index);
      await write(engine(), index, [parent('a'), child('a', 1, 2), parent('b'), parent('c', { price: 3 })]);
    });
    const search = (body: object) => call('POST', `/${index}/_search`, body);

    it('gives the fields that are asked for', async () => {
      const query = { constant_score: { filter: { ids: { values: [childId('a')] } } } };
      const shown = async (_source: unknown) => (await search({ query, _source })).body.hits.hits[0]._source;
      expect(await shown(false)).toBeUndefined();
      expect(await shown(['itemId', 'p.*'])).toEqual({ itemId: 'a', p: { all: 2 } });
      expect(await shown({ includes: ['p', 'itemId'], excludes: ['p.all'] })).toMatchObject({ itemId: 'a' });
    });

    it('reads several documents at once', async () => {
      const docs = ['a', 'none'].map((_id) => ({ _index: index, _id, routing: _id }));
      const { body } = await call('POST', '/_mget', { docs });
      expect(body.docs).toMatchObject([
        { _id: 'a', found: true },
        { _id: 'none', found: false },
      ]);
    });

    it('counts hits, exactly when asked', async () => {
      const query = { bool: { filter: [{ term: { status: 'on_sale' } }] } };
      expect((await search({ query, size: 0, track_total_hits: true })).body.hits).toMatchObject({
        total: { value: 3, relation: 'eq' },
        hits: [],
      });
      expect((await search({ query, track_total_hits: false })).body.hits.total).toBeUndefined();
      expect(await countOf(engine(), index, query)).toBe(3);
      const waiting = { conditions: { now: NOW, adult: false }, withinDays: 1000 };
      expect(await countOf(engine(), index, waitingQuery({ ...waiting, guarantee: 3 }))).toBe(2);
    });

    it.each([
      ['a sort on what is not mapped', { sort: [{ nowhere: 'asc' }] }, 400],
      ['a decay on what is not mapped', functionScore({ exp: { nowhere: { origin: 0, scale: 1 } } }), 400],
      ['a factor of what is missing', functionScore({ field_value_factor: { field: 'price' } }), 500],
      ['a factor of what is not mapped', functionScore({ field_value_factor: { field: 'nowhere' } }), 400],
      [
        'a negative factor',
        functionScore({ field_value_factor: { field: 'price', factor: -1, missing: 1 } }),
        400,
      ],
      ['a child of no such type', { query: { has_child: { type: 'none', query: { match_all: {} } } } }, 400],
      ['search_after of another length', { sort: [{ price: 'asc' }], search_after: [1, 2] }, 400],
      ['more hits than a window holds', { size: 10_001 }, 400],
      ['a boolean that is none', { query: { bool: { filter: { term: { adult: 'maybe' } } } } }, 400],
    ])('refuses %s', async (_, body, status) => {
      const reply = await search(body);
      expect(reply).toMatchObject({ status, body: { error: { type: 'search_phase_execution_exception' } } });
    });

    it('finds nothing by a field that is not mapped', async () => {
      for (const query of [{ term: { nowhere: 1 } }, { range: { nowhere: { gte: 1 } } }])
        expect((await search({ query: { bool: { filter: query } } })).body.hits.hits).toEqual([]);
    });
  });
}

const functionScore = (one: object) => ({
  query: { function_score: { query: { match_all: {} }, functions: [one], boost_mode: 'replace' } },
});
