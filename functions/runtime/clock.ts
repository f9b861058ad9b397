import type { Clock } from '../../domain/ports.ts';

/** The machine's clock: handed to functions by their shells, so that tests can pass their own. */
export const systemClock: Clock = () => Date.now();
