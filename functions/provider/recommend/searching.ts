import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { BrokenCircuitError, CountBreaker, circuitBreaker, ExponentialBackoff, handleWhen } from 'cockatiel';
import { METRICS } from '../../../contract/metrics.ts';
import type { Clock, ItemSearch, SearchFailure } from '../../../domain/ports.ts';
import type { Found, SearchRequest } from '../../../domain/search/search.ts';
import { ExpiringMap } from '../../runtime/expiring-map.ts';
import { logger } from '../../runtime/logger.ts';
import { metrics } from '../../runtime/metrics.ts';

/** What a search may take (design §7): then the snapshot serves. */
const BUDGET_MS = 150;
/** The first of a process opens the connection as well. */
const FIRST_BUDGET_MS = 1000;
/** Answers are kept by (clusters, preferences, filters), which is what their request consists of. */
const HELD_MS = 15_000;
const MOST_HELD = 500;
const LONGEST_HELD = 20_000;
/** Half of the last searches failing opens the circuit; then one at a time tries whether the engine is back. */
const BREAKER = { threshold: 0.5, size: 20, minimumNumberOfCalls: 5 };
const PAUSE = { initialDelay: 500, maxDelay: 10_000 };

/** The search engine as a page may use it: quick or not at all. */
export interface Searching {
  /** False in a stage without one: what it would find comes from snapshots, and that is no fallback. */
  readonly isThere: boolean;
  /** What each request finds; 'failed' where the engine does not answer in time. Never throws, never tries twice. */
  find(requests: readonly SearchRequest[]): Promise<readonly Found[]>;
}

export function searchingOf(engine: () => ItemSearch | undefined, clock: Clock): Searching {
  const held = new ExpiringMap<string, Promise<Found>>(MOST_HELD);
  const breaker = circuitBreaker(
    handleWhen((error) => (error as Partial<SearchFailure>).kind !== 'invalid'),
    { breaker: new CountBreaker(BREAKER), halfOpenAfter: new ExponentialBackoff(PAUSE) },
  );
  let hasAnswered = false;
  const search = async (request: SearchRequest): Promise<Found> => {
    const began = clock();
    try {
      const budget = hasAnswered ? BUDGET_MS : FIRST_BUDGET_MS;
      const hits = await breaker.execute(() => engine()!.search(request, budget));
      hasAnswered = true;
      metrics.addMetric(METRICS.searchTime, MetricUnit.Milliseconds, clock() - began);
      return hits;
    } catch (error) {
      report(error as Error);
      return 'failed';
    }
  };
  const findOne = (request: SearchRequest): Promise<Found> => {
    const key = JSON.stringify(request);
    // Asking about a list of items is nobody else's question.
    if (key.length > LONGEST_HELD) return search(request);
    const known = held.get(key, clock());
    if (known) return known.value;
    const answer = search(request);
    held.set(key, answer, clock() + HELD_MS);
    // A failure is not kept: the next request may be luckier, and the breaker decides whether it may try.
    void answer.then((found) => found === 'failed' && held.delete(key));
    return answer;
  };
  return {
    get isThere() {
      return engine() !== undefined;
    },
    find: (requests) => Promise.all(requests.map(findOne)),
  };
}

/** Logged with its kind. An open circuit is no new failure of the engine, and not logged each time. */
function report(error: Error): void {
  const isOpen = error instanceof BrokenCircuitError;
  const kind = isOpen ? 'circuit-open' : ((error as Partial<SearchFailure>).kind ?? 'unreachable');
  // A stage that is minutes old has no index yet.
  if (kind === 'missing-index') logger.info('there is no search index yet', { error });
  else if (!isOpen) logger.error('the search engine did not answer', { kind, error });
  metrics.addMetric(METRICS.searchFailures, MetricUnit.Count, 1);
}
