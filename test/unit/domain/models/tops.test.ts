import { describe, expect, it } from 'vitest';
import { compareTops, overlapOf } from '../../../../domain/models/tops.ts';

describe('comparing tops', () => {
  it('counts rows of both, changed ones, and the items that stayed', () => {
    const before = new Map([
      ['same', ['a', 'b']],
      ['swapped', ['a', 'b']],
      ['half', ['a', 'b']],
      ['shorter', ['a', 'b', 'c', 'd']],
      ['gone', ['a']],
    ]);
    const now = new Map([
      ['same', ['a', 'b']],
      ['swapped', ['b', 'a']],
      ['half', ['a', 'c']],
      ['shorter', ['a']],
      ['new', ['a']],
    ]);
    const { rows, changed, overlap } = compareTops(now, before);
    expect({ rows, changed }).toEqual({ rows: 4, changed: 3 / 4 });
    expect(overlap).toBeCloseTo((1 + 1 + 1 / 2 + 1 / 4) / 4, 12);
  });

  it('finds nothing changed where no row is common', () => {
    expect(compareTops(new Map([['a', ['x']]]), new Map([['b', ['x']]]))).toEqual({
      ...{ rows: 0, changed: 0, overlap: 1 },
    });
    expect(overlapOf([], [])).toBe(1);
    expect(overlapOf([], ['a'])).toBe(0);
  });
});
