import { describe, expect, it } from 'vitest';
import { chunks, mapBounded } from '../../../adapters/retry.ts';

describe('bounded work', () => {
  it('answers in order, with no more than so many at once', async () => {
    let [running, most] = [0, 0];
    const answers = await mapBounded([5, 1, 4, 2, 3, 0], 2, async (n) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, n));
      running--;
      return n * 10;
    });
    expect(answers).toEqual([50, 10, 40, 20, 30, 0]);
    expect(most).toBe(2);
  });

  it('fails with the first error', async () => {
    const work = async (n: number) => {
      if (n === 2) throw new Error('two');
    };
    await expect(mapBounded([1, 2, 3], 1, work)).rejects.toThrow('two');
  });
});

describe('chunks', () => {
  it('cut a list in order, the last one shorter', () => {
    expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunks([], 2)).toEqual([]);
  });
});
