import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Engine, openSearchEngine } from '../../adapters/opensearch/client.ts';
import { openSearchIndex } from '../../adapters/opensearch/index.ts';
import { openSearchItems } from '../../adapters/opensearch/search.ts';
import { SEARCH } from '../../contract/search.ts';
import type { IndexDocument, ItemIndex, ItemSearch } from '../../domain/ports.ts';
import { childDocument, itemDocument } from '../../domain/search/document.ts';
import { childId } from '../../domain/search/fields.ts';
import type { Json } from '../../domain/search/search.ts';
import { at, item } from './samples.ts';

/** Longer than any engine under test takes on a busy machine. */
const BUDGET_MS = 20_000;
const FIRST = `${SEARCH.alias}-v${SEARCH.mapping}-0`;

const parent = (itemId: string, minute = 1, more: Parameters<typeof item>[1] = {}): IndexDocument =>
  itemDocument({ ...item(itemId, more), updatedAt: at(minute) });
const child = (itemId: string, version: number, popularity: Record<string, number>): IndexDocument =>
  childDocument({ itemId, version, topOf: ['all'], impressions: 0, popularity });

/** @param open the address of a running engine; the suite removes every index of ours there */
export function itemIndexSuite(implementation: string, open: () => string) {
  describe(`an item index: ${implementation}`, () => {
    let engine: Engine;
    let index: ItemIndex;
    let search: ItemSearch;

    const raw = async (method: string, path: string, body?: unknown) => {
      const headers = { 'content-type': 'application/json' };
      const text = body === undefined ? null : JSON.stringify(body);
      const reply = await fetch(`${open()}${path}`, { method, headers, body: text });
      return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
    };
    const found = async (query: Readonly<Record<string, Json>>): Promise<string[]> => {
      const hits = await search.search({ query, size: 50, sort: [{ itemId: 'asc' }] }, BUDGET_MS);
      return hits.map(({ itemId }) => itemId);
    };
    const seen = async (query: Readonly<Record<string, Json>>): Promise<string[]> => {
      await raw('POST', `/${SEARCH.alias}/_refresh`);
      return found(query);
    };
    const priced = (price: number) => ({ bool: { filter: [{ term: { price } }] } });
    const clear = async () => {
      const { current, next } = await index.describe();
      for (const name of [current, next].filter(Boolean)) await raw('DELETE', `/${name}`);
    };

    beforeAll(() => {
      vi.stubEnv('AWS_REGION', 'us-east-1');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    });
    beforeEach(async () => {
      vi.stubEnv('AWS_ENDPOINT_URL_OPENSEARCH', open());
      engine = openSearchEngine('unused.test');
      index = openSearchIndex(engine, { shards: 1, replicas: 0 });
      search = openSearchItems(engine);
      await clear();
    });
    afterEach(async () => {
      await clear();
      await engine.close();
    });

    it('makes the first index with its alias, however many do so at once', async () => {
      await Promise.all([1, 2, 3, 4].map(() => index.ensure()));
      await index.ensure();
      expect(await index.describe()).toEqual({
        current: FIRST,
        next: undefined,
        documents: { [FIRST]: 0 },
      });
    });

    it('names an index again whose alias somebody removed', async () => {
      await index.ensure();
      await index.write([parent('a')]);
      await raw('POST', '/_aliases', { actions: [{ remove: { index: FIRST, alias: SEARCH.alias } }] });
      await index.ensure();
      expect(await seen({ match_all: {} })).toEqual(['a']);
    });

    it('writes nothing where there is no index, and makes none by itself', async () => {
      expect(await index.write([parent('a')])).toEqual([expect.stringMatching(/^missing-index: /)]);
      expect((await index.describe()).current).toBeUndefined();
    });

    it('keeps parents and children apart, and counts the items only', async () => {
      await index.ensure();
      const documents = [parent('a'), child('a', 5, { all: 2 }), parent('b')];
      expect(await index.write(documents)).toEqual([undefined, undefined, undefined]);
      const popular = { has_child: { type: 'popularity', score_mode: 'none', query: { match_all: {} } } };
      expect(await seen(popular)).toEqual(['a']);
      expect((await index.describe()).documents).toEqual({ [FIRST]: 2 });
      expect(await search.count({ exists: { field: 'price' } }, BUDGET_MS)).toBe(2);
    });

    it('answers an older write as done and keeps the newer one, also within one bulk', async () => {
      await index.ensure();
      const [old, young] = [parent('a', 1, { price: 1 }), parent('a', 2, { price: 2 })];
      expect(await index.write([young, old])).toEqual([undefined, undefined]);
      expect(await index.write([old])).toEqual([undefined]);
      expect(await seen(priced(2))).toEqual(['a']);
      expect(await index.write([young])).toEqual([undefined]);
    });

    it('removes a child, also one that is not there, and a late older one does not come back', async () => {
      await index.ensure();
      const gone = { ...child('a', 9, {}), body: undefined };
      await index.write([parent('a'), child('a', 5, { all: 2 })]);
      expect(await index.write([gone, { ...gone, id: childId('b'), routing: 'b' }])).toEqual([
        undefined,
        undefined,
      ]);
      expect(await index.write([child('a', 7, { all: 3 })])).toEqual([undefined]);
      const any = { has_child: { type: 'popularity', score_mode: 'none', query: { match_all: {} } } };
      expect(await seen(any)).toEqual([]);
      expect(await seen({ term: { itemId: 'a' } })).toEqual(['a']);
    });

    it('says why it refuses a document for good, and takes the others', async () => {
      await index.ensure();
      const bad = parent('b');
      const [a, b, c] = await index.write([
        parent('a'),
        { ...bad, body: { ...bad.body, listedAt: 'yesterday' } },
        parent('c'),
      ]);
      expect([a, c]).toEqual([undefined, undefined]);
      expect(b).toMatch(/^invalid: 400 mapper_parsing_exception/);
      expect(await seen({ match_all: {} })).toEqual(['a', 'c']);
    });

    it('writes thousands of documents in bulks', async () => {
      await index.ensure();
      const ids = [...Array(2500).keys()].map((n) => `i${n}`);
      const reasons = await index.write(ids.map((id) => parent(id)));
      expect(reasons).toHaveLength(2500);
      expect(new Set(reasons)).toEqual(new Set([undefined]));
      await seen({ match_all: {} });
      expect(await search.count({ match_all: {} }, BUDGET_MS)).toBe(2500);
    });

    it('says of each document that the index is blocked', async () => {
      await index.ensure();
      await raw('PUT', `/${FIRST}/_settings`, { 'index.blocks.write': true });
      const [reason] = await index.write([parent('a')]).catch((error) => [`${error.kind}: ${error.message}`]);
      expect(reason).toMatch(/^blocked: /);
      await raw('PUT', `/${FIRST}/_settings`, { 'index.blocks.write': false });
      expect(await index.write([parent('a')])).toEqual([undefined]);
    });

    it('fills a next index beside the one that is served, and moves the alias to it', async () => {
      await index.ensure();
      await index.write([parent('a'), parent('b')]);
      const { index: next } = await index.beginNext('run-1');
      expect(await index.beginNext('run-1')).toEqual({ index: next });
      await index.write([parent('c')]);
      expect(await index.describe()).toMatchObject({ current: FIRST, next });
      expect(await seen({ match_all: {} })).toEqual(['a', 'b', 'c']);
      await index.write([parent('a'), parent('b')]);
      expect((await index.describe()).documents).toMatchObject({ [next]: 3 });
      expect(await index.finishNext(next)).toEqual({ removed: [FIRST] });
      expect(await index.finishNext(next)).toEqual({ removed: [] });
      expect(await index.describe()).toEqual({ current: next, next: undefined, documents: { [next]: 3 } });
      expect(await seen({ match_all: {} })).toEqual(['a', 'b', 'c']);
      await index.ensure();
      expect((await index.describe()).current).toBe(next);
    });

    it('replaces a next index that a dead run left, and does not move to that one any more', async () => {
      await index.ensure();
      const dead = await index.beginNext('dead');
      await index.write([parent('a')]);
      const { index: next } = await index.beginNext('alive');
      expect(await index.describe()).toEqual({
        current: FIRST,
        next,
        documents: { [FIRST]: expect.any(Number), [next]: 0 },
      });
      await expect(index.finishNext(dead.index)).rejects.toThrow(
        `index ${dead.index} is not the one being filled; ${next} is`,
      );
    });

    it('serves on while the next index refuses everything, and says so', async () => {
      await index.ensure();
      const { index: next } = await index.beginNext('blocked');
      await raw('PUT', `/${next}/_settings`, { 'index.blocks.write': true });
      const [reason] = await index.write([parent('a')]);
      expect(reason).toMatch(/^blocked: /);
      expect(await seen({ match_all: {} })).toEqual(['a']);
      await raw('PUT', `/${next}/_settings`, { 'index.blocks.write': false });
    });

    it('goes on behind a hit, with its score', async () => {
      await index.ensure();
      await index.write(['a', 'b', 'c'].map((id) => parent(id)));
      await seen({ match_all: {} });
      const request = { query: { match_all: {} }, size: 2, sort: [{ _score: 'desc' }, { itemId: 'asc' }] };
      const page = await search.search(request, BUDGET_MS);
      expect(page).toEqual([
        { itemId: 'a', score: 1, sort: [1, 'a'] },
        { itemId: 'b', score: 1, sort: [1, 'b'] },
      ]);
      const more = await search.search({ ...request, search_after: page[1]!.sort }, BUDGET_MS);
      expect(more.map(({ itemId }) => itemId)).toEqual(['c']);
    });

    it('says what a wrong query is, and that there is no index', async () => {
      await expect(search.count({ match_all: {} }, BUDGET_MS)).rejects.toMatchObject({
        kind: 'missing-index',
      });
      await index.ensure();
      await expect(found({ wrong_query: {} })).rejects.toMatchObject({ kind: 'invalid' });
    });
  });
}
