import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facet } from '../../../../domain/clusters/facet.ts';
import { facetFactors } from '../../../../domain/popularity/blend.ts';

const FACETS: readonly Facet[] = ['sex=female', 'platform=ios', 'category=shoes'];
const world = fc.record({
  all: fc.integer({ min: 100, max: 1e6 }),
  totals: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 3 }),
  weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
  numbers: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4, maxLength: 4 }),
});

describe('the blend of facets', () => {
  it('is Dirichlet back-off, facet by facet, as the formula is written', () => {
    fc.assert(
      fc.property(world, ({ all, totals, weights, numbers }) => {
        const backOff = all * 0.02;
        const known = Object.fromEntries(FACETS.map((facet, at) => [facet, totals[at]!]));
        const facets = FACETS.map((facet, at) => ({ facet, weight: weights[at]! }));
        const g = numbers[3]!;
        let expected = g / all;
        FACETS.forEach((_, at) => {
          expected += (weights[at]! * (numbers[at]! + (backOff * g) / all)) / (totals[at]! + backOff);
        });
        const factors = facetFactors(facets, { totals: { ...known, all }, backOff });
        const number = new Map<Facet, number>([
          ['all', g],
          ...FACETS.map((facet, at) => [facet, numbers[at]!] as const),
        ]);
        const got = factors.reduce((sum, { facet, factor }) => sum + factor * number.get(facet)!, 0);
        expect(got).toBeCloseTo(expected, 9);
      }),
    );
  });

  it('of a facet never counted is everybody, and of nothing counted nothing', () => {
    const factors = facetFactors([{ facet: 'sex=female', weight: 1 }], { totals: { all: 10 }, backOff: 1 });
    expect(factors.map(({ facet }) => facet)).toEqual(['all']);
    expect(facetFactors([], { totals: {}, backOff: 0 })).toEqual([]);
  });
});
