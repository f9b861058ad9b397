import type { Clock } from '../../domain/ports.ts';

/** Fresh for 2 s: a run's models are served soon after it ends, and a busy instance reads a row or two a second. */
const FRESH_MS = 2_000;
/** What a failing store leaves us with may be this old (design §7). */
const STALE_MS = 30_000;

/** Keeps what `read` answered for 2 s (or as long as is said), and for 30 s where it fails. */
export function held<T>(read: () => Promise<T>, clock: Clock, freshMs = FRESH_MS): () => Promise<T> {
  let known: { readonly value: T; readonly at: number } | undefined;
  return async () => {
    // What is not there yet is looked for again soon.
    const fresh = known?.value === undefined ? Math.min(freshMs, FRESH_MS) : freshMs;
    if (known && clock() - known.at < fresh) return known.value;
    try {
      known = { value: await read(), at: clock() };
    } catch (error) {
      if (!known || clock() - known.at >= STALE_MS) throw error;
    }
    return known.value;
  };
}
