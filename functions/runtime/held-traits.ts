import type { StoredItem } from '../../domain/catalogue/item.ts';
import { type ItemTraits, traitsOf } from '../../domain/catalogue/traits.ts';
import { bandOf } from '../../domain/clusters/price-band.ts';
import type { Clock } from '../../domain/ports.ts';
import { within } from './budget.ts';
import type { ClusterModelReader } from './cluster-model.ts';
import { ExpiringMap } from './expiring-map.ts';

/** As long as documents and pointers are held (design §7). */
const HELD_MS = 30_000;
/** Some 20 MB at a kilobyte each. */
const MOST = 20_000;
/** A page does not wait for price bands. */
const BUDGET_MS = 100;

/** What items are, in memory for half a minute from when they were last read. */
export class HeldTraits {
  readonly #held = new ExpiringMap<string, ItemTraits>(MOST);
  readonly #clock: Clock;
  readonly #model: ClusterModelReader;

  /** @param model tells in which quintile a price is */
  constructor(clock: Clock, model: ClusterModelReader) {
    this.#clock = clock;
    this.#model = model;
  }

  /** Undefined for what is not held: it has to be read. */
  get(itemId: string): ItemTraits | undefined {
    return this.#held.get(itemId, this.#clock())?.value;
  }

  async keep(items: Iterable<StoredItem>): Promise<ItemTraits[]> {
    const { priceQuintiles = {} } = (await this.#learned()) ?? {};
    const until = this.#clock() + HELD_MS;
    const kept = Array.from(items, (item) => traitsOf(item, bandOf(item, priceQuintiles)));
    for (const traits of kept) this.#held.set(traits.itemId, traits, until);
    return kept;
  }

  async #learned() {
    return within(this.#model(), BUDGET_MS, 'the cluster model').catch(() => undefined);
  }
}
