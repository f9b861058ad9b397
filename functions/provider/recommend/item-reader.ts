import type { StoredItem } from '../../../domain/catalogue/item.ts';
import { type ItemTraits, isSame } from '../../../domain/catalogue/traits.ts';
import type { ItemStore } from '../../../domain/ports.ts';
import type { HeldTraits } from '../../runtime/held-traits.ts';
import { unavailable } from '../../runtime/problems.ts';

/**
 * The items of one request, each read once and consistently: what leaves was true when it left. What items are comes from memory where
 * it is held.
 */
export class ItemReader {
  /** What was needed. */
  readonly items = new Map<string, StoredItem>();
  /** What those are that were to be known. */
  readonly traits = new Map<string, ItemTraits>();
  /** Read already, whether or not it was needed yet; undefined for what the catalogue does not know. */
  readonly #read = new Map<string, StoredItem | undefined>();
  /** How often something read was not what was held of it: what was made of that is to be made again. */
  changes = 0;
  readonly #store: () => ItemStore;
  readonly #held: HeldTraits;

  constructor(store: () => ItemStore, held: HeldTraits) {
    this.#store = store;
    this.#held = held;
  }

  /** Makes sure that these are among the items, those that exist. @throws Problem 503: unseen items must not leave */
  async need(itemIds: readonly string[]): Promise<void> {
    await this.readAhead(itemIds);
    for (const itemId of itemIds) {
      const item = this.#read.get(itemId);
      if (item) this.items.set(itemId, item);
    }
  }

  /**
   * Makes sure that the traits of these are known. What had to be read for it is not among the items: what is made of them must not depend on
   * what was held. @throws Problem 503
   */
  async know(itemIds: readonly string[]): Promise<void> {
    const unknown: string[] = [];
    for (const itemId of itemIds) {
      const traits = this.traits.get(itemId) ?? this.#held.get(itemId);
      if (traits) this.traits.set(itemId, traits);
      else unknown.push(itemId);
    }
    await this.readAhead(unknown);
  }

  hasRead(itemIds: readonly string[]): boolean {
    return itemIds.every((itemId) => this.#read.has(itemId));
  }

  /** Reads what will be needed soon. @throws Problem 503 */
  async readAhead(itemIds: readonly string[]): Promise<void> {
    const unread = [...new Set(itemIds)].filter((itemId) => !this.#read.has(itemId));
    if (unread.length === 0) return;
    const read = await this.#fetch(unread);
    for (const itemId of unread) this.#read.set(itemId, read.get(itemId));
    for (const traits of await this.#held.keep(read.values())) this.#learn(traits);
  }

  /** Items as they stand, for a ledger: nothing that is made afterwards is different for it. @throws Problem 503 */
  async peek(itemIds: readonly string[]): Promise<ReadonlyMap<string, StoredItem>> {
    const unread = itemIds.filter((itemId) => !this.#read.has(itemId));
    const fetched = unread.length > 0 ? await this.#fetch([...new Set(unread)]) : new Map();
    const known = itemIds.flatMap((itemId) => this.#read.get(itemId) ?? []);
    return new Map([...fetched, ...known.map((item) => [item.itemId, item] as const)]);
  }

  #learn(traits: ItemTraits): void {
    const held = this.traits.get(traits.itemId);
    if (held && !isSame(held, traits)) this.changes++;
    this.traits.set(traits.itemId, traits);
  }

  async #fetch(itemIds: readonly string[]): Promise<ReadonlyMap<string, StoredItem>> {
    try {
      return await this.#store().read(itemIds);
    } catch (cause) {
      throw unavailable('store', cause);
    }
  }
}
