import { describe, expect, it } from 'vitest';
import type { DocumentPointer, RegistryHead, RegistryStore } from '../../domain/ports.ts';
import { commitOf, type Wish } from '../../domain/registry/commit.ts';
import { at, fresh } from './samples.ts';

const stored = (key: string, document: unknown): Wish => ({ key, state: 'stored', document });

export function registryStoreSuite(implementation: string, open: () => RegistryStore) {
  /** One change on top of a head; the store of a suite is shared, so its revision is whatever it is. */
  const change = async (wishes: readonly Wish[], from?: RegistryHead, note?: string) => {
    const { head, versions } = commitOf(from ?? (await open().head()), wishes, {
      id: fresh('change'),
      at: at(1),
      by: 'minji',
      note,
    });
    await open().commit(head, versions);
    return head;
  };
  const pointer = (head: RegistryHead, key: string): DocumentPointer => head.documents.get(key)!;
  const read = async (head: RegistryHead, key: string) =>
    (await open().read([{ key, pointer: pointer(head, key) }]))[0];

  describe(`a registry store: ${implementation}`, () => {
    it('begins with nothing at revision 0, or goes on from what is there', async () => {
      const head = await open().head();
      const moved = await change([stored(`pages/${fresh('p')}`, {})]);
      expect(moved.revision).toBe(head.revision + 1);
      expect(await open().head()).toEqual(moved);
    });

    it('keeps a document to the last key and number, whatever they are', async () => {
      const key = `pages/${fresh('p')}`;
      const document = JSON.parse('{"__proto__": 1, "constructor": [0.1, 1e-300], "유🛒": "\\u0000"}');
      const head = await change([stored(key, document)], undefined, '추석');
      const version = await read(head, key);
      expect(JSON.stringify(version!.document)).toBe(JSON.stringify(document));
      expect(version).toMatchObject({
        key,
        version: 1,
        state: 'stored',
        by: 'minji',
        at: at(1),
        note: '추석',
      });
    });

    it('moves many documents at once, over the size of one batch of writes', async () => {
      const keys = Array.from({ length: 60 }, () => `sections/${fresh('s')}`);
      const head = await change(keys.map((key, index) => stored(key, { index })));
      const versions = await open().read(keys.map((key) => ({ key, pointer: pointer(head, key) })));
      expect(versions.map((version) => (version!.document as { index: number }).index)).toEqual(
        keys.map((_, i) => i),
      );
    });

    it('lets one of two win who change it at once, and shows nothing of the other', async () => {
      const key = `pages/${fresh('p')}`;
      const before = await change([stored(key, 'first')]);
      const results = await Promise.allSettled([
        change([stored(key, 'a')], before),
        change([stored(key, 'b')], before),
      ]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
      expect(lost.reason).toMatchObject({ code: 'registry-moved' });
      const head = await open().head();
      const told = await open().history(key, pointer(head, key), 10);
      expect(told.map(({ version }) => version)).toEqual([2, 1]);
      expect(told[0]!.document).toBe(results[0]!.status === 'fulfilled' ? 'a' : 'b');
    });

    it('refuses a change to another name too when the head moved: references were judged by what was', async () => {
      const before = await open().head();
      await change([stored(`pages/${fresh('p')}`, 1)], before);
      await expect(change([stored(`pages/${fresh('q')}`, 1)], before)).rejects.toMatchObject({
        code: 'registry-moved',
      });
    });

    it('takes the same commit twice: an answer may have been lost', async () => {
      const key = `pages/${fresh('p')}`;
      const { head, versions } = commitOf(await open().head(), [stored(key, 1)], {
        id: fresh('change'),
        at: at(1),
        by: 'x',
      });
      for (const _ of [1, 2]) await open().commit(head, versions);
      expect((await open().head()).revision).toBe(head.revision);
    });

    it('tells the history newest first, deletions and resets included, as far as asked', async () => {
      const key = `providers/${fresh('v')}`;
      const wishes: Wish[] = [
        stored(key, 1),
        { key, state: 'deleted' },
        stored(key, 3),
        { key, state: 'reset' },
      ];
      for (const wish of wishes) await change([wish]);
      const head = await open().head();
      const told = await open().history(key, pointer(head, key), 10);
      expect(told.map(({ version, state }) => [version, state])).toEqual([
        [4, 'reset'],
        [3, 'stored'],
        [2, 'deleted'],
        [1, 'stored'],
      ]);
      expect(await open().history(key, pointer(head, key), 2)).toHaveLength(2);
      expect((await open().history(key, told[2]!, 10)).map(({ version }) => version)).toEqual([2, 1]);
    });

    it('tells a long history whole', async () => {
      const key = `providers/${fresh('v')}`;
      let head = await open().head();
      for (let version = 1; version <= 120; version++) head = await change([stored(key, version)], head);
      const told = await open().history(key, pointer(head, key), 1000);
      expect(told.map(({ document }) => document)).toEqual(Array.from({ length: 120 }, (_, i) => 120 - i));
    });

    it('answers undefined for a version that is not there', async () => {
      const gone = { version: 7, row: 'gone', state: 'stored', at: at(1), by: 'x' } as const;
      expect(await open().read([{ key: 'pages/gone', pointer: gone }])).toEqual([undefined]);
      expect(await open().read([])).toEqual([]);
    });
  });
}
