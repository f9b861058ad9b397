import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packItems, unpackItems } from '../../../../domain/models/pack.ts';

const item = fc.tuple(
  fc.string({ minLength: 1, maxLength: 128, unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.option(fc.maxSafeNat(), { nil: undefined }),
);

describe('packed rows', () => {
  it('give back every item exactly, whatever its script, score or count', () => {
    fc.assert(
      fc.property(fc.array(item), (drawn) => {
        const items = drawn.map(([id, score, count]) =>
          count === undefined || count === Number.MAX_SAFE_INTEGER
            ? ([id, score] as const)
            : ([id, score, count] as const),
        );
        const unpacked = unpackItems(packItems(items));
        expect(unpacked).toEqual(items);
        for (const [index, [, score]] of items.entries())
          expect(Object.is(unpacked[index]![1], score)).toBe(true);
      }),
    );
  });

  it('are read from any place within a larger buffer', () => {
    const packed = packItems([['자전거', 0.1, 7]]);
    const inside = new Uint8Array(packed.length + 3);
    inside.set(packed, 3);
    expect(unpackItems(inside.subarray(3))).toEqual([['자전거', 0.1, 7]]);
  });

  it('take little more than half of the JSON they stand for', () => {
    const items = Array.from(
      { length: 100 },
      (_, at) => [`item-${100_000 + at}`, 1 / (at + 3), 100 - at] as const,
    );
    expect(packItems(items).length).toBeLessThan(JSON.stringify(items).length * 0.6);
  });

  it('refuse another format and bytes cut short', () => {
    const packed = packItems([
      ['a', 1, 2],
      ['b', 0.5],
    ]);
    expect(() => unpackItems(Uint8Array.of(9, 0))).toThrow('format 9, must be 1');
    for (let size = 1; size < packed.length; size++)
      expect(() => unpackItems(packed.subarray(0, size))).toThrow('a packed row cannot be read');
  });
});
