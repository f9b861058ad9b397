import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayStay, SERVED_TOP } from '../../../../domain/models/tolerance.ts';
import type { ModelItem } from '../../../../domain/ports.ts';

const row = (...scores: number[]): ModelItem[] => scores.map((score, at) => [`i${at}`, score, at]);
/** `size` items from 1 downwards, with another item and score in one place. */
const long = (size: number, at = -1, item: ModelItem = ['x', 0]): ModelItem[] =>
  row(...Array.from({ length: size }, (_, index) => 1 - index / 1000)).map((one, index) =>
    index === at ? item : one,
  );

describe('a stored row stays', () => {
  it('without tolerance only when it is equal to the last bit', () => {
    expect(mayStay(row(0.5, 0.25), row(0.5, 0.25), 0)).toBe(true);
    expect(mayStay(row(0.5, 0.25), row(0.5, 0.25 + Number.EPSILON), 0)).toBe(false);
    expect(mayStay(row(0.5), row(0.5, 0.25), 0)).toBe(false);
    expect(mayStay([['a', 1, 2]], [['a', 1, 3]], 0)).toBe(false);
    expect(mayStay([['a', 1]], [['b', 1]], 0)).toBe(false);
  });

  it('while no score moves by more than the tolerance, up or down', () => {
    expect(mayStay(row(1, 0.5), row(0.981, 0.5), 0.02)).toBe(true);
    expect(mayStay(row(0.981, 0.5), row(1, 0.5), 0.02)).toBe(true);
    expect(mayStay(row(1, 0.5), row(0.979, 0.5), 0.02)).toBe(false);
    expect(mayStay(row(1, 0.5), row(1, 0.511), 0.02)).toBe(false);
    expect(mayStay(row(1, -0.5), row(1, -0.505), 0.02)).toBe(true);
    expect(mayStay(row(1, 0.1), row(1, -0.1), 1)).toBe(false);
    expect(mayStay(row(1, 0), row(1, 0), 0.02)).toBe(true);
  });

  it('while the order of its served top is the same, however near the scores are', () => {
    const [a, b]: ModelItem[] = [
      ['a', 0.5],
      ['b', 0.4999],
    ];
    expect(mayStay([a!, b!], [b!, a!], 0.5)).toBe(false);
    const [stored, swapped] = [long(SERVED_TOP + 2), long(SERVED_TOP + 2)];
    const last = swapped.splice(SERVED_TOP, 2);
    expect(mayStay(stored, [...swapped, last[1]!, last[0]!], 0.02)).toBe(true);
  });

  it('while what comes or goes was at its end', () => {
    const size = SERVED_TOP + 10;
    const [end, score] = [size - 1, 1 - (size - 1) / 1000];
    expect(mayStay(long(size), long(size, end, ['x', score * 1.01]), 0.02)).toBe(true);
    expect(mayStay(long(size), long(size, end, ['x', score * 1.03]), 0.02)).toBe(false);
    expect(mayStay(long(size), long(size + 1), 0.02)).toBe(false);
    expect(mayStay(long(size + 1), long(size), 0.02)).toBe(false);
  });

  it('and is empty, when both are', () => {
    expect(mayStay([], [], 0.02)).toBe(true);
    expect(mayStay([], row(0.5), 0.02)).toBe(false);
  });
});

describe('the tolerance', () => {
  const items = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 40 })), {
      selector: ([item]) => item,
      maxLength: 30,
    })
    .map((pairs) => pairs.map(([item, score]): ModelItem => [`i${item}`, score / 40]))
    .map((pairs) => pairs.toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));

  it('says the same in both directions, and of an equal row yes', () => {
    fc.assert(
      fc.property(items, items, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, tolerance) => {
        expect(mayStay(a, b, tolerance)).toBe(mayStay(b, a, tolerance));
        expect(mayStay(a, a, tolerance)).toBe(true);
      }),
    );
  });

  it('lets a row stay at a larger one when it stays at a smaller', () => {
    const tolerance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(items, items, tolerance, tolerance, (a, b, one, other) => {
        if (mayStay(a, b, Math.min(one, other))) expect(mayStay(a, b, Math.max(one, other))).toBe(true);
      }),
    );
  });
});
