import type { Clock, SearchCluster } from '../../domain/ports.ts';
import { memoryActors } from './memory/actors.ts';
import { memoryFeeds } from './memory/feeds.ts';
import type { MemoryIndex } from './memory/item-index.ts';
import type { MemorySearch } from './memory/item-search.ts';
import { memoryItems } from './memory/items.ts';
import { memoryKeys } from './memory/keys.ts';
import { memoryModels } from './memory/models.ts';
import { memoryObjects } from './memory/objects.ts';
import { memoryRegistry } from './memory/registry.ts';
import { memoryRuns } from './memory/runs.ts';
import { memoryStream } from './memory/stream.ts';
import { memoryWorkflows } from './memory/workflows.ts';

/** A stage with `search: none` where neither is given. */
export interface SearchEngine {
  readonly search?: MemorySearch;
  readonly index?: MemoryIndex;
}

/** The system's clock where none is given. */
interface Times {
  readonly clock?: Clock;
}

/**
 * Every port in memory, each with what a test wants to look at: `stream.entries`, `archive.objects`,
 * `workflows.started`, `items.stored` … The contract suites (test/contract/) hold them to what the real
 * adapters do. Make one behave badly with `failNext`.
 */
export function memoryPorts({ search, index, clock }: SearchEngine & Times = {}) {
  return {
    actors: memoryActors(clock),
    items: memoryItems(),
    models: memoryModels(),
    runs: memoryRuns(),
    keys: memoryKeys(),
    feeds: memoryFeeds(),
    registry: memoryRegistry(),
    workflows: memoryWorkflows(),
    stream: memoryStream(),
    archive: memoryObjects(),
    artefacts: memoryObjects(),
    search,
    index,
    cluster: undefined as SearchCluster | undefined,
  };
}
export type MemoryPorts = ReturnType<typeof memoryPorts>;

/** The next `times` calls of a port's method reject with `error`; after them it works again. */
export function failNext<Port extends object, Method extends keyof Port>(
  port: Port,
  method: Method,
  error: Error = new Error(`${String(method)} failed, as the test asked`),
  times = 1,
): void {
  const original = port[method];
  let left = times;
  const failing = (...args: unknown[]) => {
    if (left-- <= 0) port[method] = original;
    else return Promise.reject(error);
    return (original as (...args: unknown[]) => unknown).apply(port, args);
  };
  port[method] = failing as Port[Method];
}
