import { Problem } from '../../runtime/problems.ts';

export type Pause = (ms: number) => Promise<unknown>;

/** Half a second doubling to 16 s: half a minute in all, longer than a table throttles while it grows. */
const PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000];

/** Work that nobody waits for: what a store could not do now (503) is tried again. @throws its last error */
export async function patiently<T>(work: () => Promise<T>, pause: Pause): Promise<T> {
  for (const ms of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 503) throw error;
      await pause(ms);
    }
  }
  return work();
}
