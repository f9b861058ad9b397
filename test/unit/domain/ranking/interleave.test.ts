import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import { interleave } from '../../../../domain/ranking/merges/pattern.ts';

const list = (...ids: string[]): Candidate[] =>
  ids.map((itemId, rank) => ({
    itemId,
    score: 10 - rank,
    tier: 'popular',
    personal: false,
    reason: 'popular',
  }));
const ids = (sources: readonly Candidate[][], pattern: number[]) =>
  interleave(sources, pattern).map(({ itemId }) => itemId);

describe('interleaving', () => {
  it('takes turns by the pattern, no item twice', () => {
    expect(ids([list('a', 'b', 'c', 'd'), list('b', 'x', 'y')], [0, 0, 1])).toEqual([
      'a',
      'b',
      'x',
      'c',
      'd',
      'y',
    ]);
  });
  it('goes on in the pattern where an earlier page stopped', () => {
    const sources = [list('a', 'b', 'c', 'd'), list('x', 'y')];
    const whole = interleave(sources, [0, 0, 1]).map(({ itemId }) => itemId);
    for (let before = 0; before < whole.length; before++) {
      const shown = new Set(whole.slice(0, before));
      const rest = sources.map((one) => one.filter(({ itemId }) => !shown.has(itemId)));
      expect(interleave(rest, [0, 0, 1], before).map(({ itemId }) => itemId)).toEqual(whole.slice(before));
    }
  });
  it('goes on with what is left when a source is dry', () => {
    expect(ids([list('a'), list('x', 'y', 'z')], [0, 1])).toEqual(['a', 'x', 'y', 'z']);
    expect(ids([[], []], [0, 1])).toEqual([]);
  });
});
