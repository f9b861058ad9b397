import type { FeedStore } from '../../../domain/ports.ts';

export interface MemoryFeeds extends FeedStore {
  readonly stored: Map<string, { readonly state: Uint8Array; readonly expiresAt: number }>;
}

export function memoryFeeds(): MemoryFeeds {
  const stored: MemoryFeeds['stored'] = new Map();
  return {
    stored,
    async put(id, state, expiresAt) {
      stored.set(id, { state: Uint8Array.from(state), expiresAt });
    },
    async read(id, now) {
      const row = stored.get(id);
      return row && now < row.expiresAt ? Uint8Array.from(row.state) : undefined;
    },
  };
}
