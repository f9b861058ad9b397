/** How often and how long to wait before an answer such as 429 or 503 is asked again. Milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** 200 ms doubling to 8 s: ten attempts wait up to 45 s, longer than a stream shard or a cold start needs. */
export const DEFAULT_RETRIES: RetryPolicy = {
  attempts: 10,
  baseMs: 200,
  capMs: 8000,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};

/** Statuses that say "not now": everything else is an answer. */
const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

export const isRetryableStatus = (status: number): boolean => RETRYABLE_STATUSES.has(status);

/**
 * Milliseconds to wait before attempt `attempt` + 1 (attempts count from 0): what Retry-After asks, or
 * exponential backoff with full jitter over its upper half, so that clients do not return in step.
 */
export function delayBefore(attempt: number, policy: RetryPolicy, retryAfter?: string | null): number {
  const asked = secondsOf(retryAfter);
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** attempt);
  const backoff = ceiling * (0.5 + policy.random() / 2);
  return asked === undefined ? backoff : Math.max(asked * 1000, backoff);
}

/** Retry-After in seconds; its date form and nonsense count as absent. At most a minute is believed. */
function secondsOf(header: string | null | undefined): number | undefined {
  if (!header || !/^\d+(\.\d+)?$/.test(header.trim())) return undefined;
  return Math.min(60, Number(header));
}
