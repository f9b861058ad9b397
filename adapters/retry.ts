import { setTimeout as sleep } from 'node:timers/promises';

/** Waits before try `attempt` (0, 1, …): between 0 and min(cap, base · 2^attempt) ms, so that rivals part. */
export async function backOff(attempt: number, baseMs = 25, capMs = 1000): Promise<void> {
  await sleep(Math.random() * Math.min(capMs, baseMs * 2 ** attempt));
}

/** `work` over all, at most `atOnce` at a time; answers in the order given. The first error ends it. */
export async function mapBounded<In, Out>(
  values: Iterable<In>,
  atOnce: number,
  work: (value: In) => Promise<Out>,
): Promise<Out[]> {
  const queue = [...values].entries();
  const answers: Out[] = [];
  const worker = async () => {
    for (const [at, value] of queue) answers[at] = await work(value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** Consecutive slices of at most `size`. */
export function chunks<T>(values: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, at) =>
    values.slice(at * size, (at + 1) * size),
  );
}
