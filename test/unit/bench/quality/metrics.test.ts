import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../bench/quality/metrics.ts';

const items = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: 30 });
const truths = fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 40 });

/** The protocol as it is written, place by place. */
function naive(list: readonly number[], truth: readonly number[]) {
  let [hits, precision, first] = [0, 0, 0];
  for (let place = 1; place <= Math.min(20, list.length); place++) {
    if (!truth.includes(list[place - 1]!)) continue;
    hits++;
    if (place <= 12) precision += hits / place;
    if (first === 0) first = place;
  }
  return {
    'HR@10': first > 0 && first <= 10 ? 1 : 0,
    'R@20': hits / truth.length,
    'MAP@12': precision / Math.min(12, truth.length),
    'MRR@20': first > 0 ? 1 / first : 0,
  };
}

describe('figures of a list', () => {
  it('of one worked by hand: hits at 2 and 4 of three', () => {
    const figures = figuresOf([9, 1, 8, 2], new Set([1, 2, 3]));
    expect(figures).toEqual({ 'HR@10': 1, 'R@20': 2 / 3, 'MAP@12': (1 / 2 + 2 / 4) / 3, 'MRR@20': 1 / 2 });
  });

  it('are nothing for an empty list', () => {
    expect(figuresOf([], new Set([1]))).toEqual({ 'HR@10': 0, 'R@20': 0, 'MAP@12': 0, 'MRR@20': 0 });
  });

  it('see 20 places, 12 for precision and 10 for the hit', () => {
    const at = (place: number) => {
      const list = Array.from({ length: 30 }, (_, index) => -index - 1);
      list[place - 1] = 5;
      return Object.values(figuresOf(list, new Set([5])));
    };
    expect(at(10)).toEqual([1, 1, 1 / 10, 1 / 10]);
    expect(at(12)).toEqual([0, 1, 1 / 12, 1 / 12]);
    expect(at(20)).toEqual([0, 1, 0, 1 / 20]);
    expect(at(21)).toEqual([0, 0, 0, 0]);
  });

  it('are those of the protocol for any list and truth', () => {
    fc.assert(
      fc.property(items, truths, (list, truth) => {
        const figures = Object.entries(figuresOf(list, new Set(truth)));
        const expected = Object.entries(naive(list, truth));
        expect(figures.map(([name]) => name)).toEqual(expected.map(([name]) => name));
        for (const [at, [, value]] of figures.entries()) expect(value).toBeCloseTo(expected[at]![1], 12);
      }),
    );
  });
});
