import type { StoredItem } from '../../../domain/catalogue/item.ts';
import type { ItemStore } from '../../../domain/ports.ts';
import { unavailable } from '../../runtime/problems.ts';

/** The items of one request, each read once and consistently: what leaves was true when it left. */
export class ItemReader {
  readonly items = new Map<string, StoredItem>();
  readonly #asked = new Set<string>();
  readonly #store: () => ItemStore;

  constructor(store: () => ItemStore) {
    this.#store = store;
  }

  /** Makes sure these were asked for. @throws Problem 503: unseen items must not leave */
  async need(itemIds: readonly string[]): Promise<void> {
    const unknown = [...new Set(itemIds)].filter((itemId) => !this.#asked.has(itemId));
    if (unknown.length === 0) return;
    try {
      for (const [itemId, item] of await this.#store().read(unknown)) this.items.set(itemId, item);
    } catch (cause) {
      throw unavailable('store', cause);
    }
    for (const itemId of unknown) this.#asked.add(itemId);
  }
}
