import { describe, expect, it } from 'vitest';
import type { FeedStore } from '../../domain/ports.ts';
import { fresh } from './samples.ts';

const EXPIRY = Date.UTC(2026, 5, 2, 12, 0, 0, 500);

export function feedStoreSuite(implementation: string, open: () => FeedStore) {
  describe(`a feed store: ${implementation}`, () => {
    it('answers nothing for an id never written', async () => {
      expect(await open().read(fresh('feed'), 0)).toBeUndefined();
    });

    it('keeps every byte of a state', async () => {
      const id = fresh('feed');
      const state = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
      await open().put(id, state, EXPIRY);
      expect(await open().read(id, EXPIRY - 1)).toEqual(state);
    });

    it('lets go of a state to the millisecond', async () => {
      const id = fresh('feed');
      await open().put(id, Uint8Array.of(1), EXPIRY);
      expect(await open().read(id, EXPIRY - 1)).toEqual(Uint8Array.of(1));
      expect(await open().read(id, EXPIRY)).toBeUndefined();
    });

    it('takes the same state again', async () => {
      const id = fresh('feed');
      for (const _ of [1, 2]) await open().put(id, Uint8Array.of(7), EXPIRY);
      expect(await open().read(id, 0)).toEqual(Uint8Array.of(7));
    });
  });
}
