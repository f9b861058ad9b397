import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../../../domain/events/event.ts';
import type { KeyStore, StoredKey } from '../../../domain/ports.ts';

export interface MemoryKeys extends KeyStore {
  readonly stored: Map<string, StoredKey>;
  /** Stores an API key, given in clear, as issue-key would. */
  issue(key: string, scope: Scope): void;
}

export function memoryKeys(): MemoryKeys {
  const stored = new Map<string, StoredKey>();
  const secrets = new Map<string, Uint8Array>();
  return {
    stored,
    issue(key, scope) {
      const hash = createHash('sha256').update(key).digest('hex');
      stored.set(hash, { scope, createdAt: '2026-01-01T00:00:00.000Z' });
    },
    read: async (hash) => stored.get(hash),
    async put(hash, key) {
      stored.set(hash, key);
    },
    async secret(name) {
      const secret = secrets.get(name) ?? randomBytes(32);
      secrets.set(name, secret);
      return secret;
    },
  };
}
