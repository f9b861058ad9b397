import { describe, expect, it } from 'vitest';
import type { KeyStore } from '../../domain/ports.ts';
import { at, fresh } from './samples.ts';

export function keyStoreSuite(implementation: string, open: () => KeyStore) {
  describe(`a key store: ${implementation}`, () => {
    it('answers what is stored for a hash, and nothing for another', async () => {
      const hash = fresh('hash');
      await open().put(hash, { scope: 'browser', createdAt: at(1) });
      expect(await open().read(hash)).toEqual({ scope: 'browser', createdAt: at(1) });
      expect(await open().read(fresh('hash'))).toBeUndefined();
    });

    it('takes a key again with another scope', async () => {
      const hash = fresh('hash');
      await open().put(hash, { scope: 'browser', createdAt: at(1) });
      await open().put(hash, { scope: 'server', createdAt: at(2) });
      expect(await open().read(hash)).toEqual({ scope: 'server', createdAt: at(2) });
    });

    it('makes a secret once, however many ask at once', async () => {
      const name = fresh('secret');
      const secrets = await Promise.all([1, 2, 3, 4].map(() => open().secret(name)));
      const texts = secrets.map((secret) => Buffer.from(secret).toString('hex'));
      expect(new Set(texts).size).toBe(1);
      expect(secrets[0]).toHaveLength(32);
      expect(await open().secret(fresh('secret'))).not.toEqual(secrets[0]);
    });
  });
}
