/**
 * Runs `work` over the inputs, at most `limit` at once, reading no further ahead than that. The first
 * failure stops the reading, waits for what is under way, and is thrown.
 */
export async function inParallel<T>(
  inputs: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (input: T) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const input of inputs) {
    const task = work(input)
      .catch((error) => void failures.push(error))
      .finally(() => underWay.delete(task));
    underWay.add(task);
    if (underWay.size >= limit) await Promise.race(underWay);
    if (failures.length > 0) break;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
