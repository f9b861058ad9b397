import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../domain/ports.ts';
import { fresh } from './samples.ts';

export function objectStoreSuite(implementation: string, open: () => ObjectStore) {
  const listed = (prefix: string) => Array.fromAsync(open().list(prefix));

  describe(`an object store: ${implementation}`, () => {
    it('answers what was put, bytes and text alike', async () => {
      const [a, b] = [fresh('a'), fresh('b')];
      await open().put(a, new Uint8Array([0, 255, 10]));
      await open().put(b, '유저 🛒', { contentType: 'text/plain' });
      expect([...(await open().get(a))!]).toEqual([0, 255, 10]);
      expect(Buffer.from((await open().get(b))!).toString()).toBe('유저 🛒');
    });

    it('answers nothing for an object that is not there, and refuses to stream it', async () => {
      expect(await open().get(fresh('none'))).toBeUndefined();
      await expect(open().stream(fresh('none'))).rejects.toMatchObject({ code: 'object-missing' });
    });

    it('overwrites', async () => {
      const key = fresh('key');
      await open().put(key, 'one');
      await open().put(key, 'two');
      expect(Buffer.from((await open().get(key))!).toString()).toBe('two');
    });

    it('streams a large object whole', async () => {
      const key = fresh('large');
      const body = Buffer.alloc(3_000_001, 'abcdefg');
      await open().put(key, body);
      const chunks = await Array.fromAsync(await open().stream(key));
      expect(Buffer.concat(chunks).equals(body)).toBe(true);
    });

    it('lists what lies under a prefix by key, with sizes and ETags that tell bodies apart', async () => {
      const prefix = `${fresh('folder')}/`;
      for (const name of ['b/2', 'a', 'b/1']) await open().put(prefix + name, `body of ${name}`);
      const objects = await listed(prefix);
      expect(objects.map(({ key, size }) => [key, size])).toEqual([
        [`${prefix}a`, 9],
        [`${prefix}b/1`, 11],
        [`${prefix}b/2`, 11],
      ]);
      expect(new Set(objects.map(({ etag }) => etag)).size).toBe(3);
      expect(objects[0]!.etag).toMatch(/^[0-9a-f]{32}/);
      expect(await listed(fresh('empty/'))).toEqual([]);
    });

    it('lists more than a thousand objects', { timeout: 60_000 }, async () => {
      const prefix = `${fresh('many')}/`;
      const keys = [...Array(1030).keys()].map((n) => `${prefix}${String(n).padStart(5, '0')}`);
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => open().put(key, 'x')));
      expect((await listed(prefix)).map(({ key }) => key)).toEqual(keys);
      await open().remove(keys);
      expect(await listed(prefix)).toEqual([]);
    });

    it('removes objects, and does not mind those that are gone', async () => {
      const key = fresh('key');
      await open().put(key, 'x');
      await open().remove([key, fresh('none')]);
      await open().remove([]);
      expect(await open().get(key)).toBeUndefined();
    });
  });
}
