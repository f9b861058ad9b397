import { LIMITS } from '../limits.ts';

/** A state that grew beyond what Step Functions carries; no retrier or catcher of States.ALL takes it. */
export class DataLimitExceeded extends Error {
  constructor(what: string, size: number) {
    super(`the ${what} has ${size} bytes, allowed are ${LIMITS.states.payload}`);
    this.name = 'States.DataLimitExceeded';
  }
}

/** Throws when a value is larger than a state may be. Cheap for small ones. */
export function checkSize(value: unknown, what: string): void {
  const text = JSON.stringify(value) ?? '';
  if (text.length * 3 <= LIMITS.states.payload) return;
  const size = Buffer.byteLength(text);
  if (size > LIMITS.states.payload) throw new DataLimitExceeded(what, size);
}
