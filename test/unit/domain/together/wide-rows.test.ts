import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mulberry } from '../../../../domain/random.ts';
import { type CountRules, RowCounter } from '../../../../domain/together/count.ts';
import { MatrixTooLargeError, toMemory } from '../../../../domain/together/kernel.ts';
import type { Matrix } from '../../../../domain/together/matrix.ts';
import { toPairs } from '../../../../domain/together/pairs.ts';
import type { Similarity } from '../../../../domain/together/parameters.ts';
import { scorer } from '../../../../domain/together/score.ts';

/** Units × items, with items drawn so that the low numbers are common and most are rare. */
interface Shape {
  readonly items: number;
  readonly units: number;
  /** Items of a unit at most. */
  readonly length: number;
}

const rules: fc.Arbitrary<CountRules> = fc.record({
  similarity: fc.constantFrom<Similarity>('cosine', 'count', 'jaccard', 'lift', 'llr'),
  shrink: fc.constantFrom(0, 0.5, 10),
  minCount: fc.integer({ min: 1, max: 3 }),
  topK: fc.constantFrom(1, 7, 100, 500),
});

function draw({ items, units, length }: Shape, seed: number, isTargeted: boolean): Matrix {
  const random = mulberry(seed);
  // Numbers say nothing of how common an item is: the order of ids and of ranks differ.
  const scattered = (draw: number) => (Math.floor(items * draw ** 4) * 7_919) % items;
  const own = Array.from({ length: units }, () => {
    const size = 1 + Math.floor(length * random());
    return [...new Set(Array.from({ length: size }, () => scattered(random())))].sort((a, b) => a - b);
  });
  const starts = new Uint32Array(units + 1);
  for (const [unit, { length }] of own.entries()) starts[unit + 1] = starts[unit]! + length;
  return {
    ids: new Array<string>(items).fill(''),
    starts,
    items: Uint32Array.from(own.flat()),
    targets: isTargeted ? Uint8Array.from({ length: items }, () => (random() < 0.3 ? 1 : 0)) : undefined,
  };
}

type Entry = readonly [item: number, score: number, count: number];

/** A row by counting each pair in a map, and sorting them all. */
function expected({ starts, items, targets }: Matrix, item: number, rules: CountRules): Entry[] {
  const counts = new Map<number, number>();
  const totals = new Map<number, number>();
  for (let unit = 0; unit < starts.length - 1; unit++) {
    const own = items.subarray(starts[unit], starts[unit + 1]);
    for (const other of own) totals.set(other, (totals.get(other) ?? 0) + 1);
    if (own.includes(item)) for (const other of own) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  counts.delete(item);
  const score = scorer(rules.similarity, rules.shrink, starts.length - 1);
  const ni = totals.get(item) ?? 0;
  return [...counts]
    .filter(([other, count]) => count >= rules.minCount && (targets?.[other] ?? 1) === 1)
    .map(([other, count]) => [other, score(count, ni, totals.get(other)!), count] as const)
    .sort((a, b) => b[1] - a[1] || b[2] - a[2] || a[0] - b[0])
    .slice(0, rules.topK);
}

function counted(counter: RowCounter, item: number): Entry[] {
  const { size, items, scores, counts } = counter.row(item);
  return Array.from({ length: size }, (_, place) => [items[place]!, scores[place]!, counts[place]!]);
}

/** The commonest, which come first among the units' items, and a few others. */
function sample({ items, ids }: Matrix): number[] {
  const common = [...new Set(items.subarray(0, 2_000))].slice(0, 12);
  return [...common, 0, 1, ids.length - 1];
}

function holds(shape: Shape, runs: number): void {
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), rules, (seed, isTargeted, rules) => {
      const matrix = draw(shape, seed, isTargeted);
      const counter = new RowCounter(toPairs(matrix, rules.similarity), rules);
      for (const item of sample(matrix))
        expect(counted(counter, item)).toEqual(expected(matrix, item, rules));
    }),
    { numRuns: runs },
  );
}

describe('rows of many partners are counting every pair and sorting', () => {
  it('where a byte holds each count', () => {
    holds({ items: 1_500, units: 60, length: 400 }, 30);
  });

  it('where counts pass 255, in items that fill their last block', () => {
    holds({ items: 1_024, units: 600, length: 120 }, 15);
  });

  it('where counts pass 65,535', () => {
    holds({ items: 300, units: 70_000, length: 6 }, 2);
  });

  it('where ranks pass 65,535, in rows that touch few blocks and many', () => {
    holds({ items: 70_001, units: 40, length: 40 }, 10);
    holds({ items: 70_001, units: 30, length: 4_000 }, 4);
  });

  it('whatever rows were counted before, and by whom in the same memory', () => {
    const rules = { similarity: 'cosine', shrink: 0, minCount: 1, topK: 100 } as const;
    const matrix = draw({ items: 2_000, units: 300, length: 90 }, 7, false);
    const pairs = toPairs(matrix, 'cosine', 2);
    const counters = [new RowCounter(pairs, rules, 0), new RowCounter(pairs, rules, 1)];
    for (const item of [3, 0, 3, 1_999, 3])
      for (const counter of counters) expect(counted(counter, item)).toEqual(expected(matrix, item, rules));
  });
});

describe('the memory of a matrix', () => {
  it('is refused above 4 GiB, in words', () => {
    expect(() => toMemory([2 ** 31, 2 ** 31])).toThrow(MatrixTooLargeError);
    expect(() => toMemory([2 ** 31, 2 ** 31])).toThrow('4294967296 bytes of memory at most');
  });
});
