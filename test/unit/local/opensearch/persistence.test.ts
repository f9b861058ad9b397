import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { INDEX_MAPPING } from '../../../../contract/search.ts';
import { SearchEngine } from '../../../../local/opensearch/engine.ts';
import { search } from '../../../../local/opensearch/search.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'search-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => new SearchEngine(folder);
const mappings = structuredClone(INDEX_MAPPING) as never;
const file = () => join(folder, 'market.ndjson');
const lines = () => readFileSync(file(), 'utf8').trimEnd().split('\n');
const source = (itemId: string) => JSON.stringify({ relation: 'item', itemId });

function withItems(...ids: string[]): SearchEngine {
  const engine = open();
  engine.create('market', { mappings, aliases: { now: {} } });
  for (const [at, id] of ids.entries()) engine.one('market').put(id, id, source(id), at + 1);
  engine.one('market').flush();
  return engine;
}

describe('an engine over a folder', () => {
  it('has its indices, aliases, settings, documents and versions again', () => {
    const engine = withItems('유저-1', 'b');
    engine.configure('market', { 'index.blocks.write': true });
    engine.close();
    const again = open().one('now');
    expect(again.definition).toEqual(engine.one('market').definition);
    expect(again.documents.get('유저-1')).toEqual(engine.one('market').documents.get('유저-1'));
    expect(search(again, { query: { term: { itemId: 'b' } }, sort: ['itemId'] })).toMatchObject({
      hits: { hits: [{ _id: 'b' }] },
    });
  });

  it('has what was acknowledged when it was killed, and drops half a line', () => {
    // Not closed: as after a kill.
    withItems('a', 'b');
    appendFileSync(file(), '{"id":"c","v":9,"s":{"rel');
    const again = open();
    expect(
      again
        .one('market')
        .documents.all()
        .map(({ id }) => id),
    ).toEqual(['a', 'b']);
    again.one('market').put('d', 'd', source('d'), 1);
    again.one('market').flush();
    expect(open().one('market').documents.size).toBe(3);
  });

  it('refuses an older version behind a removal also after a restart', () => {
    const engine = withItems('a');
    engine.one('market').remove('a', 50, Date.now());
    engine.one('market').flush();
    const again = open().one('market');
    expect(() => again.put('a', 'a', source('a'), 49)).toThrow(/current version \[50\] is higher/);
    expect(again.put('a', 'a', source('a'), 50).result).toBe('created');
  });

  it('forgets removals of long ago', () => {
    const engine = withItems('a');
    engine.one('market').remove('a', 50, Date.now() - 61_000);
    engine.one('market').flush();
    expect(open().one('market').put('a', 'a', source('a'), 1).version).toBe(1);
  });

  it('keeps one line a document, however often it was written', () => {
    const engine = withItems('a');
    for (let version = 2; version < 50; version++) engine.one('market').put('a', 'a', source('a'), version);
    engine.one('market').flush();
    expect(lines()).toHaveLength(49);
    engine.close();
    open().close();
    expect(lines()).toHaveLength(1);
    expect(open().one('market').documents.get('a')?.version).toBe(49);
  });

  it('leaves nothing of an index that was dropped', () => {
    const engine = withItems('a');
    engine.drop('market');
    expect(open().all()).toEqual([]);
    open().create('market', { mappings });
    expect(open().one('market').documents.size).toBe(0);
  });
});
