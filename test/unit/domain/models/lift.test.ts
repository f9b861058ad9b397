import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedFigures, countedOf, liftOf } from '../../../../domain/models/lift.ts';
import { scorer } from '../../../../domain/together/score.ts';

describe('the lift of a pair', () => {
  it('is told from its cosine, its count and what was counted', () => {
    const counts = fc.record({
      ni: fc.integer({ min: 1, max: 1000 }),
      nj: fc.integer({ min: 1, max: 1000 }),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(counts, fc.constantFrom(0, 10, 2.5), ({ ni, nj, part }, shrink) => {
        const c = Math.max(1, Math.floor(part * Math.min(ni, nj)));
        const units = ni + nj;
        const found = liftOf(scorer('cosine', shrink, units)(c, ni, nj), c, { units, shrink });
        expect(found! / scorer('lift', 0, units)(c, ni, nj)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('is none for what never met, and for a score that no counts give', () => {
    const counted = { units: 100, shrink: 10 };
    expect(liftOf(0.3, 0, counted)).toBeUndefined();
    expect(liftOf(0, 5, counted)).toBeUndefined();
    expect(liftOf(0.9, 5, counted)).toBeUndefined();
  });

  it('needs a model that says what it counted', () => {
    const parameters = { similarity: 'cosine', shrink: 10, units: 500 };
    expect(countedOf(countedFigures(parameters))).toEqual({ units: 500, shrink: 10 });
    for (const wrong of [{ similarity: 'llr' }, { shrink: '10' }, { units: 0 }, { shrink: -1 }])
      expect(countedFigures({ ...parameters, ...wrong })).toEqual({});
    expect(countedOf(countedFigures())).toBeUndefined();
  });
});
