import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { within } from './budget.ts';
import { held } from './held.ts';
import { logger } from './logger.ts';

/** What is learned once a day: a minute's age is no harm. */
const HELD_MS = 60_000;

/**
 * A learned artefact, read once a minute and process. Where it cannot be read the last one goes on; undefined where none was learned
 * yet or none could ever be read. Never fails.
 *
 * @param what it is, for the log
 * @param budgetMs what a reader can wait, milliseconds: longer than that counts as a failure, and what comes later serves from then on
 */
export function heldArtefact<T>(
  what: string,
  read: (artefacts: ObjectStore) => Promise<T | undefined>,
  artefacts: () => ObjectStore,
  clock: Clock,
  budgetMs?: number,
): () => Promise<T | undefined> {
  let last: T | undefined;
  const orLast = async () => {
    const reading = read(artefacts()).then((found) => {
      last = found;
    });
    try {
      await (budgetMs === undefined ? reading : within(reading, budgetMs, what));
    } catch (error) {
      logger.error(`${what} could not be read`, { error: error as Error });
    }
    return last;
  };
  const fresh = held(orLast, clock, HELD_MS);
  // Many ask at once: one of them reads.
  let reading: Promise<T | undefined> | undefined;
  return () => {
    reading ??= fresh().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}
