import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTail, encodeTail, extendTail } from '../../../../../domain/ranking/arrange/tail.ts';
import { arrangeables } from './support.ts';

const hash = fc.integer({ min: 0, max: 0xffffff });
const tails = fc.array(fc.record({ category: hash, seller: hash, group: hash }), { maxLength: 24 });

describe('the tail of what was shown', () => {
  it('comes out of a cursor as it went in, in at most 288 characters', () => {
    fc.assert(
      fc.property(tails, (tail) => {
        const text = encodeTail(tail);
        expect(text.length).toBeLessThanOrEqual(288);
        expect(decodeTail(text)).toEqual(tail);
      }),
    );
  });
  it.each(['x', 'abc!efghijkl', 'A'.repeat(300), ' '])('is not read from %j', (text) => {
    expect(decodeTail(text)).toBeUndefined();
  });
  it('holds the last 24 items, newest last, with 0 for what they have not', () => {
    const items = arrangeables([{ title: '', sellerId: 's' }, { title: 'cup' }]);
    const tail = extendTail(
      Array.from({ length: 24 }, () => ({ category: 1, seller: 1, group: 1 })),
      items,
      'leaf',
    );
    expect(tail).toHaveLength(24);
    expect(tail.at(-2)).toMatchObject({ group: 0, seller: expect.any(Number) });
    expect(tail.at(-1)!.seller).toBe(0);
    expect(tail.at(-1)!.group).toBeGreaterThan(0);
    expect(tail[0]).toEqual({ category: 1, seller: 1, group: 1 });
  });
});
