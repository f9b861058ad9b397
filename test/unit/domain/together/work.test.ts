import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../../domain/together/matrix.ts';
import { gatherRanges, pairsOf, rangesOf, workIn, workOf } from '../../../../domain/together/work.ts';

/** Items of each unit as a matrix of `items` items. */
function matrixOf(units: readonly (readonly number[])[], items: number): Matrix {
  const starts = [0];
  for (const unit of units) starts.push(starts.at(-1)! + unit.length);
  return {
    ids: Array.from({ length: items }, (_, item) => `i${item}`),
    starts: Uint32Array.from(starts),
    items: Uint32Array.from(units.flat()),
  };
}

describe('the work of a count', () => {
  it('is the sum of the lengths of the histories that hold an item, and ten for each entry of its row', () => {
    const work = workOf(matrixOf([[0, 1, 2], [0, 1], [2]], 4), 2);
    expect([...work]).toEqual([5 + 20, 5 + 20, 4 + 20, 0]);
  });

  it('is cut into ranges of at most the target that cover every item once, in order', () => {
    const works = fc.array(fc.integer({ min: 0, max: 30_000_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(works, fc.constantFrom(1, 100, 1000), (numbers, topK) => {
        const work = Float64Array.from(numbers);
        const ranges = rangesOf(work, topK, 0);
        expect(ranges.flatMap(({ from, to }) => numbers.slice(from, to))).toEqual(numbers);
        for (const range of ranges) {
          expect(range.to).toBeGreaterThan(range.from);
          if (range.to - range.from > 1) expect(workIn(work, range)).toBeLessThanOrEqual(20_000_000);
        }
      }),
    );
  });

  it('leaves an item with more work than a part alone, and its neighbours to theirs', () => {
    const work = Float64Array.from([1e6, 1e6, 9e8, 1e6, 1e6]);
    expect(rangesOf(work, 100, 0)).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 5 },
    ]);
  });

  it('makes parts larger rather than more than some two thousand', () => {
    const work = new Float64Array(100_000).fill(10_000_000);
    const ranges = rangesOf(work, 10, 0);
    expect(ranges).toHaveLength(1000);
    expect(workIn(work, ranges[0]!)).toBe(1e9);
  });

  it('makes parts of a large matrix count for longer than they read, but never for minutes because of it', () => {
    const work = new Float64Array(400).fill(10_000_000);
    expect(rangesOf(work, 10, 10_000_000)).toHaveLength(40);
    expect(rangesOf(work, 10, 10_000_000_000)).toHaveLength(4);
  });

  it('of a directed matrix is counted in the units that hold the partners', () => {
    const matrix = matrixOf([[1, 2], [0]], 3);
    const columns = { starts: Uint32Array.of(0, 2, 2, 3), members: Uint32Array.of(0, 1, 1) };
    const totals = new Uint32Array(3);
    const directed = { columns, rowTotals: totals, columnTotals: totals, units: 2 };
    expect([...workOf({ ...matrix, directed }, 100)]).toEqual([3 + 30, 0, 1 + 10]);
  });

  it('ends a part whose file would have more than two million entries', () => {
    expect(rangesOf(new Float64Array(5000), 1000, 0)).toEqual([
      { from: 0, to: 2000 },
      { from: 2000, to: 4000 },
      { from: 4000, to: 5000 },
    ]);
  });

  it('has no range where there is no item', () => {
    expect(rangesOf(new Float64Array(), 100, 0)).toEqual([]);
  });

  it('is, without its entries, the pairs that are counted', () => {
    expect([...pairsOf(matrixOf([[0, 1, 2], [0, 1], [2]], 4))]).toEqual([5, 5, 4, 0]);
  });

  it('of what changed is gathered into parts that have enough to do, and could count all they have in time', () => {
    const works = fc.array(fc.integer({ min: 0, max: 30_000_000 }), { maxLength: 100 });
    fc.assert(
      fc.property(works, fc.integer({ min: 1, max: 100 }), (numbers, times) => {
        const work = Float64Array.from(numbers);
        const full = work.map((one) => times * one);
        const ranges = rangesOf(full, 100, 0);
        const parts = gatherRanges(ranges, work, full, 0);
        expect(parts.flat()).toEqual(ranges);
        const sum = (part: typeof ranges, of: Float64Array) =>
          part.reduce((total, range) => total + workIn(of, range), 0);
        for (const [index, part] of parts.entries()) {
          if (part.length > 1) expect(sum(part, work)).toBeLessThanOrEqual(20_000_000);
          if (part.length > 1) expect(sum(part, full)).toBeLessThanOrEqual(2_000_000_000);
          const next = parts[index + 1]?.[0];
          if (next)
            expect(
              sum([...part, next], work) > 20_000_000 || sum([...part, next], full) > 2_000_000_000,
            ).toBe(true);
        }
      }),
    );
  });
});
