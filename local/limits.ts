const KB = 1024;
const MB = 1024 * KB;

/** Service quotas that the laptop enforces as AWS does. Sizes in bytes, times in milliseconds. */
export const LIMITS = {
  lambda: {
    /** Request and response of a synchronous invocation. */
    payload: 6 * MB,
    /** Payload of an asynchronous invocation. */
    eventPayload: 1 * MB,
    /** All variables of a function together. */
    environment: 4 * KB,
    /** Time that a new instance has for loading its module. */
    init: 10_000,
  },
  states: { payload: 256 * KB, history: 25_000 },
  kinesis: { recordsPerSecond: 1_000, bytesPerSecond: 1 * MB, batchBytes: 6 * MB },
  http: { headers: 10_240, body: 10 * MB, integration: 30_000 },
} as const;
