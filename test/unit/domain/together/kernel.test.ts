import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMatrix, encodeMatrix, type Matrix } from '../../../../domain/together/matrix.ts';
import { transpose } from '../../../../domain/together/pairs.ts';
import { countRows } from '../../../../domain/together/rows.ts';
import { likelihoodRatio, round9, scorer } from '../../../../domain/together/score.ts';
import { ascending, group, NONE } from '../../../../domain/together/sort.ts';
import { AT_ONCE, TopK } from '../../../../domain/together/top-k.ts';

const rules = { similarity: 'cosine', shrink: 0, minCount: 1, topK: 10 } as const;
const matrix = (...units: number[][]): Matrix => ({
  ids: ['a', 'b', 'c'],
  starts: Uint32Array.from([0, ...units.map((_, at) => units.slice(0, at + 1).flat().length)]),
  items: Uint32Array.from(units.flat()),
});
const rowsOf = (...parameters: Parameters<typeof countRows>) =>
  [...countRows(...parameters)].map((line) => JSON.parse(line));

describe('counting together', () => {
  /** Three actors: {a, b}, {a, b, c}, {b}: n = 2, 3, 1; pairs ab 2, ac 1, bc 1. */
  const table = matrix([0, 1], [0, 1, 2], [1]);

  it('gives the hand-worked table', () => {
    expect(rowsOf(table, 0, 3, rules)).toEqual([
      {
        key: 'a',
        items: [
          ['b', 2 / Math.sqrt(6), 2],
          ['c', 1 / Math.sqrt(2), 1],
        ],
      },
      {
        key: 'b',
        items: [
          ['a', 2 / Math.sqrt(6), 2],
          ['c', 1 / Math.sqrt(3), 1],
        ],
      },
      {
        key: 'c',
        items: [
          ['a', 1 / Math.sqrt(2), 1],
          ['b', 1 / Math.sqrt(3), 1],
        ],
      },
    ]);
  });

  it('drops pairs below minCount, cuts to topK, and fills rows only with targets', () => {
    expect(rowsOf(table, 0, 3, { ...rules, minCount: 2 })).toHaveLength(2);
    expect(rowsOf(table, 0, 1, { ...rules, topK: 1 })[0].items).toHaveLength(1);
    const targeted = { ...table, targets: Uint8Array.of(0, 0, 1) };
    expect(rowsOf(targeted, 0, 3, rules).map(({ key, items }) => [key, items.length])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('gives the same lines in ranges as in one', () => {
    const whole = [...countRows(table, 0, 3, rules)];
    expect([
      ...countRows(table, 0, 1, rules),
      ...countRows(table, 1, 2, rules),
      ...countRows(table, 2, 3, rules),
    ]).toEqual(whole);
  });

  it('survives its file', () => {
    const copy = decodeMatrix(
      encodeMatrix({ ...table, ids: ['자', '🚲', 'z'], targets: Uint8Array.of(1, 0, 1) }),
    );
    expect(copy).toEqual({ ...table, ids: ['자', '🚲', 'z'], targets: Uint8Array.of(1, 0, 1) });
    expect(transpose(copy, 3).starts).toEqual(Uint32Array.of(0, 2, 5, 6));
    expect(() => decodeMatrix(new Uint8Array(64))).toThrow('does not begin as one');
  });
});

describe('scores', () => {
  it('follow their formulas', () => {
    expect(scorer('cosine', 10, 0)(3, 4, 9)).toBe(3 / 16);
    expect(scorer('count', 10, 0)(3, 4, 9)).toBe(3);
    expect(scorer('jaccard', 10, 0)(3, 4, 9)).toBe(0.3);
    expect(scorer('lift', 10, 100)(3, 4, 9)).toBe(300 / 36);
  });

  it('give the likelihood ratio of a published table', () => {
    // Dunning 1993, table 2: "the swiss" 110, 2442, 111, 29114 gives −2 log λ = 270.72.
    expect(likelihoodRatio(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114)).toBeCloseTo(270.72, 2);
  });

  it('are rounded to nine digits as their text would be', () => {
    const halves = fc.integer({ min: 0, max: 2 ** 40 }).map((n) => (n + 0.5) / 1e9);
    const values = fc.oneof(fc.double({ noNaN: true, min: -1e7, max: 1e7 }), halves);
    fc.assert(
      fc.property(values, (value) => {
        expect(round9(value)).toBe(Number(value.toFixed(9)) + 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('find nothing in independent items, without a negative zero', () => {
    expect(Object.is(likelihoodRatio(1, 2, 2, 4), 0)).toBe(true);
  });
});

describe('the k best', () => {
  it('are those of a full sort, for any offers with ties', () => {
    const offer = fc.tuple(fc.constantFrom(0.1, 0.2, 0.3), fc.constantFrom(1, 2, 3));
    fc.assert(
      fc.property(fc.array(offer), fc.integer({ min: 1, max: 9 }), (offers, k) => {
        const best = new TopK(k);
        for (const [item, [score, count]] of offers.entries()) best.offer(score, count, item);
        best.sort();
        const taken = Array.from({ length: best.size }, (_, place) => [
          best.scores[place],
          best.counts[place],
          best.items[place],
        ]);
        const sorted = offers
          .map(([score, count], item) => [score, count, item])
          .sort((a, b) => b[0]! - a[0]! || b[1]! - a[1]! || a[2]! - b[2]!);
        expect(taken).toEqual(sorted.slice(0, k));
      }),
    );
  });
});

describe('the k best of many offers', () => {
  /** Scores of one value, of few, close together, far apart, and below 0. */
  const scores = fc.oneof(
    fc.constant(fc.constant(0.5)),
    fc.constant(fc.constantFrom(-1, 0, 0.25, 0.5)),
    fc.constant(fc.integer({ min: 0, max: 400 }).map((n) => 1 + n * 2 ** -40)),
    fc.constant(fc.double({ noNaN: true, min: -1e300, max: 1e300 })),
  );
  const offers = scores.chain((score) =>
    fc.array(fc.tuple(score, fc.integer({ min: 1, max: 3 })), { maxLength: 2_000, size: 'max' }),
  );

  it('are those of a full sort, offered in any order, alone or together, and after other rows', () => {
    const order = fc.constantFrom('ascending', 'descending', 'mixed');
    const best = new Map([1, 5, 100].map((k) => [k, new TopK(k)]));
    fc.assert(
      fc.property(offers, order, fc.constantFrom(1, 5, 100), fc.boolean(), (offers, order, k, isAlone) => {
        const items = offers.map((_, at) => (order === 'mixed' ? (at * 7_919) % 10_007 : at));
        if (order === 'descending') items.reverse();
        const entries = offers.map(([score, count], at) => [score, count, items[at]!] as const);
        const taken = takeBest(best.get(k)!, k, entries, isAlone ? 1 : AT_ONCE);
        const sorted = [...entries].sort((a, b) => b[0] - a[0] || b[1] - a[1] || a[2] - b[2]);
        expect(taken).toEqual(sorted.slice(0, k));
      }),
      { numRuns: 100 },
    );
  });
});

function takeBest(
  best: TopK,
  k: number,
  entries: readonly (readonly [number, number, number])[],
  atOnce: number,
): (readonly [number, number, number])[] {
  best.clear();
  for (let from = 0; from < entries.length; from += atOnce) {
    const some = entries.slice(from, from + atOnce);
    if (atOnce === 1) best.offer(...some[0]!);
    else
      best.offerAll(
        {
          scores: Float64Array.from(some, ([score]) => score),
          counts: Uint32Array.from(some, ([, count]) => count),
          items: Uint32Array.from(some, ([, , item]) => item),
        },
        some.length,
      );
    if (best.isFull && from % 500 < atOnce) {
      const offered = entries.slice(0, from + atOnce);
      expect(offered.filter(([score]) => score >= best.worst).length).toBeGreaterThanOrEqual(k);
    }
  }
  best.sort();
  return Array.from({ length: best.size }, (_, at) => [best.scores[at]!, best.counts[at]!, best.items[at]!]);
}

describe('sorting by numbers', () => {
  it('is stable and ascending for times of any century', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 47), max: 2 ** 47 })), (keys) => {
        const order = [...ascending(Float64Array.from(keys))];
        expect(order).toEqual(keys.map((_, at) => at).sort((a, b) => keys[a]! - keys[b]! || a - b));
      }),
    );
  });

  it('groups in order, and leaves out what has no group', () => {
    expect(group(Uint32Array.of(2, 0, NONE, 2, 0), 3)).toEqual({
      starts: Uint32Array.of(0, 2, 2, 4),
      members: Uint32Array.of(1, 4, 0, 3),
    });
  });
});
