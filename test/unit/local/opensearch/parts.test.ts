import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWords } from '../../../../local/opensearch/columns.ts';
import { shortest } from '../../../../local/opensearch/single.ts';
import { type Ranked, Top } from '../../../../local/opensearch/top.ts';

describe('keywords', () => {
  it('are in the order of their UTF-8 bytes', () => {
    const word = fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed());
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(Math.sign(compareWords(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
    expect(compareWords('\uffff', '🛒')).toBeLessThan(0);
  });
});

describe('scores', () => {
  it('are written as a decimal that leads back to the float, and no longer than nine digits', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), (float) => {
        expect(Math.fround(shortest(float))).toBe(float);
      }),
    );
    expect(shortest(Math.fround(1.3))).toBe(1.3);
  });
});

describe('the top', () => {
  it('is what sorting all would give', () => {
    const compare = (a: Ranked, b: Ranked) => b.score - a.score || a.slot - b.slot;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 })),
        fc.integer({ min: 0, max: 30 }),
        (scores, size) => {
          const all = scores.map((score, slot) => ({ slot, score }));
          const top = new Top(size, compare);
          for (const one of all) top.offer(one);
          expect(top.sorted()).toEqual(all.toSorted(compare).slice(0, size));
        },
      ),
    );
  });
});
