import type { StoredItem } from '../../../domain/catalogue/item.ts';
import {
  decidePatch,
  decidePut,
  decideRemove,
  type ItemDecision,
} from '../../../domain/catalogue/write-order.ts';
import type { ItemStore } from '../../../domain/ports.ts';
import { encodedFor } from '../../../domain/titles/encoded.ts';

export interface MemoryItems extends ItemStore {
  readonly stored: Map<string, StoredItem>;
}

export function memoryItems(): MemoryItems {
  const stored = new Map<string, StoredItem>();
  const signatures = new Map<string, string>();
  const carryOut = ({ result, write }: ItemDecision) => {
    if (write) {
      const former = {
        title: stored.get(write.itemId)?.title,
        titleSignature: signatures.get(write.itemId),
      };
      signatures.set(write.itemId, encodedFor(write.title, former));
      stored.set(write.itemId, write);
    }
    return result;
  };
  return {
    stored,
    put: async (item, now) => carryOut(decidePut(stored.get(item.itemId), item, now)),
    patch: async (itemId, change, now) => carryOut(decidePatch(stored.get(itemId), change, now)),
    remove: async (itemId, now) => carryOut(decideRemove(stored.get(itemId), now)),
    async read(itemIds) {
      const found = itemIds.flatMap((itemId) => stored.get(itemId) ?? []);
      return new Map(
        found.map((item) => [item.itemId, { ...item, titleSignature: signatures.get(item.itemId) }]),
      );
    },
    async *scan(segment, segments) {
      yield [...stored.values()].filter((_, at) => at % segments === segment);
    },
  };
}
