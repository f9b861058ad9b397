import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bootstrap } from '../../../../bench/quality/bootstrap.ts';
import { difference, meanOf, Tally } from '../../../../bench/quality/tally.ts';

const one = (users: number) => new Float64Array(users).fill(1);
const figures = (value: number) => ({ 'HR@10': value, 'R@20': 0, 'MAP@12': 0, 'MRR@20': 0 });

describe('a paired interval', () => {
  it('is a point where every user has the same difference', () => {
    const interval = new Bootstrap(40).interval(new Float64Array(40).fill(0.5), one(40));
    expect(interval).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
  });

  it('repeats exactly', () => {
    const differences = Float64Array.from({ length: 50 }, (_, user) => Math.sin(user));
    const again = () => new Bootstrap(50).interval(differences, one(50));
    expect(again()).toEqual(again());
  });

  it('is about as wide as the standard error says', () => {
    const differences = Float64Array.from({ length: 400 }, (_, user) => (user % 2 === 0 ? 1 : -1));
    const { low, high } = new Bootstrap(400).interval(differences, one(400));
    // ±1.96/√400 = ±0.098
    expect(high - low).toBeGreaterThan(0.16);
    expect(high - low).toBeLessThan(0.24);
  });

  it('has its mean inside, and nothing beyond the smallest and largest difference', () => {
    const many = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(many, (values) => {
        const { low, high } = new Bootstrap(values.length).interval(
          Float64Array.from(values),
          one(values.length),
        );
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12);
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('draws a user with all of their weeks', () => {
    // One user with three lists at 1, three users with one list each at 0: the mean is 1/2, of all lists alike.
    const interval = new Bootstrap(4).interval(Float64Array.of(3, 0, 0, 0), Float64Array.of(3, 1, 1, 1));
    expect(interval.mean).toBe(0.5);
    expect(interval.high).toBeLessThanOrEqual(1);
  });
});

describe('a tally', () => {
  it('has the mean over all lists, several of a user among them', () => {
    const tally = new Tally(3);
    tally.add(0, figures(1));
    tally.add(0, figures(0));
    tally.add(2, figures(1));
    expect(meanOf(tally.column('HR@10'))).toBeCloseTo(2 / 3, 12);
  });

  it('is compared only with one over the same lists', () => {
    const [some, others] = [new Tally(2), new Tally(2)];
    some.add(0, figures(1));
    others.add(1, figures(1));
    expect(() => difference(new Bootstrap(2), some.column('HR@10'), others.column('HR@10'))).toThrow(
      'two methods can be compared on the same lists only',
    );
  });
});
