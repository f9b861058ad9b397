import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS, SERVICE_LIMITS } from '../../../../contract/limits.ts';
import {
  type FilterSize,
  filterTable,
  packFilter,
  unpackFilter,
  withPrints,
} from '../../../../domain/seen/filter.ts';
import { itemHash, printOf } from '../../../../domain/seen/mark.ts';
import { decodeRice, encodeRice, riceBound } from '../../../../domain/seen/rice.ts';

const somePrint = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const somePrints = fc.array(somePrint, { maxLength: 300 });
/** So small that it is folded again and again. */
const TINY: FilterSize = { falsePositives: 0.01, keys: 1000, bytes: 60 };
const SIZES = [ACTOR_LIMITS.seen, TINY];

const prints = (from: number, count: number, day = 20_000): number[] =>
  Array.from({ length: count }, (_, n) => printOf(itemHash(`item-${from + n}`), day));
const share = (packed: Uint8Array, asked: readonly number[]): number => {
  const has = filterTable(packed);
  return asked.filter(has).length / asked.length;
};

describe('the code of ascending numbers', () => {
  it('gives back any distinct numbers, in no more bytes than it says', () => {
    const numbers = fc
      .integer({ min: 1, max: 32 })
      .chain((bits) =>
        fc.tuple(
          fc.constant(bits),
          fc.uniqueArray(fc.integer({ min: 0, max: 2 ** bits - 1 }), { maxLength: Math.min(2 ** bits, 400) }),
        ),
      );
    fc.assert(
      fc.property(numbers, ([bits, values]) => {
        const ascending = Uint32Array.from(values).sort();
        const bytes = encodeRice(ascending, bits);
        expect(bytes.length).toBeLessThanOrEqual(riceBound(bits, values.length));
        expect(decodeRice(bytes, bits, values.length)).toEqual(ascending);
      }),
    );
  });

  it('never needs less for more numbers, which is why folding does not depend on the order', () => {
    for (let count = 1; count < 5000; count++)
      expect(riceBound(13, count)).toBeGreaterThanOrEqual(riceBound(13, count - 1));
  });
});

describe('a filter of what was seen', () => {
  it('says yes to everything that was put in, folded or not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SIZES), somePrints, (size, seen) => {
        const has = filterTable(withPrints(undefined, seen, size));
        expect(seen.every(has)).toBe(true);
      }),
    );
  });

  it('is the same in any order, repetition and grouping', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SIZES),
        fc.array(somePrints, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (size, groups, order) => {
          const all = groups.flat();
          const shuffled = [...groups, groups[0]!].sort(() => (order.next().value! % 3) - 1);
          const whole = withPrints(undefined, all, size);
          let grown: Uint8Array | undefined;
          for (const group of shuffled) grown = withPrints(grown, group, size);
          expect(grown).toEqual(whole);
          expect(withPrints(whole, all, size)).toBe(whole);
        },
      ),
    );
  });

  it('says yes to others exactly as often as its share of ones', () => {
    const seen = prints(0, 4000);
    const size: FilterSize = { falsePositives: 0.01, keys: 4000, bytes: 1e6 };
    const packed = withPrints(undefined, seen, size);
    const { bits, ones } = unpackFilter(packed);
    const rate = ones.length / 2 ** bits;
    expect(rate).toBeGreaterThan(0.005);
    expect(rate).toBeLessThanOrEqual(0.01);
    const asked = 200_000;
    const measured = share(packed, prints(1_000_000, asked));
    // Five standard deviations of a fair draw.
    expect(Math.abs(measured - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / asked));
  });

  it('keeps the rate that ACTOR_LIMITS says at all the keys it is made for, and fits a row', () => {
    const {
      seen,
      seen: { keys, falsePositives },
    } = ACTOR_LIMITS;
    const packed = withPrints(undefined, prints(0, keys), seen);
    const { bits, ones } = unpackFilter(packed);
    expect(ones.length / 2 ** bits).toBeLessThanOrEqual(falsePositives);
    expect(packed.length).toBeLessThan(SERVICE_LIMITS.dynamoItem / 2);
  });

  it('goes on with far too many keys: folded, it still fits and forgets nothing', () => {
    const all = prints(0, 1_000_000);
    const packed = withPrints(undefined, all, ACTOR_LIMITS.seen);
    expect(packed.length).toBeLessThanOrEqual(ACTOR_LIMITS.seen.bytes);
    expect(share(packed, all)).toBe(1);
    expect(share(packed, prints(5_000_000, 10_000))).toBeLessThan(0.5);
  });

  it('takes a few hundred bytes for a hundred keys', () => {
    expect(withPrints(undefined, prints(0, 100), ACTOR_LIMITS.seen).length).toBeLessThan(320);
  });

  it('answers a filter of nothing, and one read from the middle of a buffer', () => {
    const empty = packFilter({ bits: 27, ones: new Uint32Array() });
    expect(filterTable(empty)(123)).toBe(false);
    const one = withPrints(undefined, [123], ACTOR_LIMITS.seen);
    const buffer = new Uint8Array(one.length + 9);
    buffer.set(one, 7);
    expect(filterTable(buffer.subarray(7, 7 + one.length))(123)).toBe(true);
  });
});

describe('the print of an item on a day', () => {
  it('differs between items of any script, and between days', () => {
    const ids = ['a', 'b', 'ab', 'ba', '__proto__', '유저', '🛒', 'x'.repeat(128), ...Array(5000).keys()].map(
      String,
    );
    const all = ids.flatMap((id) => [0, 1, 20_000, 20_001].map((day) => printOf(itemHash(id), day)));
    // 20,032 of 2^32: 0.05 pairs are expected to meet by chance.
    expect(new Set(all).size).toBeGreaterThanOrEqual(all.length - 1);
  });

  it('spreads over all bits', () => {
    const all = prints(0, 20_000);
    for (let bit = 0; bit < 32; bit++) {
      const ones = all.filter((print) => (print >>> bit) & 1).length;
      expect(Math.abs(ones - 10_000)).toBeLessThan(400);
    }
  });
});
