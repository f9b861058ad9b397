import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrangeable } from '../../../../../domain/ranking/arrange/arrangeable.ts';
import { mmr, sharedPart } from '../../../../../domain/ranking/arrange/mmr.ts';
import { arrangeables, idsOf, pools } from './support.ts';

describe('maximal marginal relevance', () => {
  it('puts something different before more of the same', () => {
    const items = arrangeables([
      { category: 'a/x', score: 1 },
      { category: 'a/x', score: 0.9 },
      { category: 'b/y', score: 0.7 },
    ]);
    expect(idsOf(mmr(items, [0, 1, 2], { lambda: 0.5, size: 3, category: 1 }))).toEqual(['i0', 'i2', 'i1']);
  });
  it('puts one of a name group last, even where categories do not count', () => {
    const items = arrangeables([{ score: 1 }, { score: 0.9 }, { score: 0.7 }]);
    expect(idsOf(mmr(items, [0, 0, 2], { lambda: 0.5, size: 3, category: 0 }))).toEqual(['i0', 'i2', 'i1']);
  });
  it('measures paths by what they share from the general end', () => {
    expect(sharedPart(['a', 'b', 'c'], ['a', 'b', 'd'])).toBeCloseTo(2 / 3);
    expect(sharedPart(['a'], ['a', 'b'])).toBe(0.5);
    expect(sharedPart(['a', 'x'], ['b', 'x'])).toBe(0);
    expect(sharedPart([], [])).toBe(1);
  });

  const leadersFor = (items: readonly Arrangeable[]) => items.map((_, at) => (at % 5 === 4 ? at - 3 : at));

  it('changes nothing when only scores count', () => {
    fc.assert(
      fc.property(pools(30), (items) => {
        expect(mmr(items, leadersFor(items), { lambda: 1, size: 10, category: 0.5 })).toEqual(items);
      }),
    );
  });

  it('chooses what the formula chooses, and lets the others follow', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        pools(20),
        share,
        share,
        fc.integer({ min: 0, max: 25 }),
        (items, lambda, category, size) => {
          const leaders = leadersFor(items);
          const list = mmr(items, leaders, { lambda, size, category });
          const naive = naiveMmr(items, leaders, lambda, size, category);
          expect(idsOf(list)).toEqual([
            ...idsOf(naive),
            ...idsOf(items.filter((item) => !naive.includes(item))),
          ]);
        },
      ),
    );
  });
});

function naiveMmr(
  items: readonly Arrangeable[],
  leaders: readonly number[],
  lambda: number,
  size: number,
  category: number,
): Arrangeable[] {
  const best = Math.max(...items.map(({ score }) => score), Number.MIN_VALUE);
  const chosen: number[] = [];
  const alike = (a: number, b: number) =>
    leaders[a] === leaders[b] ? 1 : category * sharedPart(items[a]!.category, items[b]!.category);
  const value = (at: number) =>
    lambda * (items[at]!.score / best) - (1 - lambda) * Math.max(0, ...chosen.map((one) => alike(at, one)));
  while (chosen.length < Math.min(size, items.length)) {
    const waiting = items.map((_, at) => at).filter((at) => !chosen.includes(at));
    chosen.push(waiting.reduce((first, at) => (value(at) > value(first) ? at : first)));
  }
  return chosen.map((at) => items[at]!);
}
