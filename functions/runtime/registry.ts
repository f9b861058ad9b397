import { setTimeout as sleep } from 'node:timers/promises';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRICS } from '../../contract/metrics.ts';
import type { Clock, RegistryStore } from '../../domain/ports.ts';
import { defaultRegistry } from '../../domain/registry/registry.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';
import { RegistryLoader, type ServedRegistry } from './registry-loader.ts';

/** A change is live within 30 s: looked for every 5 s, so that a slow or failed look leaves time for others. */
const LOOK_MS = 5_000;
/** Sooner while nothing was ever read: until then pages are the shipped ones. */
const FIRST_LOOK_MS = 1_000;
/** What is older than that is not what we promise, and is called so. */
const STALE_MS = 30_000;
/** What a page waits for a look; the look goes on, for the next page. With nothing in hand it is worth more. */
const WAIT_MS = 200;
const FIRST_WAIT_MS = 2_000;

type Pause = (ms: number) => Promise<unknown>;
const pauseOf: Pause = (ms) => sleep(ms, undefined, { ref: false });

/** What the store said last, as far as it was any good. */
interface Held {
  readonly commit: string;
  readonly served: ServedRegistry;
}

/**
 * The documents that serve, held in memory. The store is asked for its head every 5 s, and for the versions that are new in it. While it
 * does not answer, or holds what this release cannot serve, the last good ones serve; where there are none, the shipped ones.
 */
export function registryReader(
  store: () => RegistryStore,
  clock: Clock,
  pause: Pause = pauseOf,
): () => Promise<ServedRegistry> {
  const holder = new Holder(store, clock);
  return async () => {
    const looking = holder.look();
    if (looking) await Promise.race([looking, pause(holder.isEmpty ? FIRST_WAIT_MS : WAIT_MS)]);
    return holder.served();
  };
}

class Holder {
  readonly #store: () => RegistryStore;
  readonly #clock: Clock;
  readonly #loader = new RegistryLoader();
  #held: Held | undefined;
  #heldAt = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #shipped: ServedRegistry | undefined;

  constructor(store: () => RegistryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get isEmpty(): boolean {
    return this.#held === undefined;
  }

  /** The look that is under way, or is due; undefined where what is held is fresh. */
  look(): Promise<void> | undefined {
    const every = this.isEmpty ? FIRST_LOOK_MS : LOOK_MS;
    if (this.#looking || this.#clock() - this.#lookedAt < every) return this.#looking;
    this.#lookedAt = this.#clock();
    this.#looking = this.#tryLook(this.#lookedAt).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  served(): ServedRegistry {
    if (!this.#held) {
      this.#shipped ??= { registry: defaultRegistry(), revision: 0, degraded: true };
      return this.#shipped;
    }
    const { served } = this.#held;
    return { ...served, degraded: served.degraded || this.#clock() - this.#heldAt >= STALE_MS };
  }

  async #tryLook(at: number): Promise<void> {
    try {
      const store = this.#store();
      const head = await store.head();
      if (this.#held?.commit !== head.commit) {
        const served = await this.#loader.load(store, head, this.#held?.served);
        this.#held = { commit: head.commit, served };
      }
      this.#heldAt = at;
    } catch (error) {
      metrics.addMetric(METRICS.registryFailures, MetricUnit.Count, 1);
      const serves = this.#held?.served.revision ?? 0;
      logger.error('the registry could not be read', { serves, error: error as Error });
    }
  }
}
