import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMatrix, encodeMatrix, type Matrix } from '../../../../domain/together/matrix.ts';
import type { Similarity } from '../../../../domain/together/parameters.ts';
import { countRows } from '../../../../domain/together/rows.ts';

const SIMILARITIES: readonly Similarity[] = ['cosine', 'count', 'jaccard', 'lift', 'llr'];

interface Rules {
  readonly similarity: Similarity;
  readonly shrink: number;
  readonly minCount: number;
  readonly topK: number;
}

interface World {
  readonly items: number;
  readonly units: readonly (readonly number[])[];
  readonly targets: readonly boolean[] | undefined;
}

/** Few items and many units make long rows, many items and few units short ones. */
const worlds: fc.Arbitrary<World> = fc.integer({ min: 1, max: 60 }).chain((items) =>
  fc.record({
    items: fc.constant(items),
    units: fc.array(
      fc
        .uniqueArray(fc.integer({ min: 0, max: items - 1 }), { minLength: 1, maxLength: 12 })
        .map((own) => own.sort((a, b) => a - b)),
      { minLength: 1, maxLength: 40 },
    ),
    targets: fc.option(fc.array(fc.boolean(), { minLength: items, maxLength: items }), { nil: undefined }),
  }),
);

const rules: fc.Arbitrary<Rules> = fc.record({
  similarity: fc.constantFrom(...SIMILARITIES),
  shrink: fc.constantFrom(0, 0.5, 10),
  minCount: fc.integer({ min: 1, max: 4 }),
  topK: fc.integer({ min: 1, max: 12 }),
});

const idOf = (item: number): string => `i${String(item).padStart(3, '0')}`;

function toMatrix({ items, units, targets }: World): Matrix {
  const starts = new Uint32Array(units.length + 1);
  for (const [unit, own] of units.entries()) starts[unit + 1] = starts[unit]! + own.length;
  return {
    ids: Array.from({ length: items }, (_, item) => idOf(item)),
    starts,
    items: Uint32Array.from(units.flat()),
    targets: targets && Uint8Array.from(targets, Number),
  };
}

/** n_i, n_j and the counts of every pair, however they come about. */
interface Counted {
  readonly count: (i: number, j: number) => number;
  readonly rowTotal: (i: number) => number;
  readonly columnTotal: (j: number) => number;
  readonly units: number;
}

function score(c: number, ni: number, nj: number, n: number, { similarity, shrink }: Rules): number {
  const g = (k: number, row: number, column: number) =>
    k <= 0 || row * column === 0 ? 0 : k * Math.log((k * n) / (row * column));
  if (similarity === 'cosine') return c / (Math.sqrt(ni * nj) + shrink);
  if (similarity === 'count') return c;
  if (similarity === 'jaccard') return c / (ni + nj - c);
  if (similarity === 'lift') return (c * n) / (ni * nj);
  const sum = g(c, ni, nj) + g(ni - c, ni, n - nj) + g(nj - c, n - ni, nj);
  return Number((2 * (sum + g(n - ni - nj + c, n - ni, n - nj))).toFixed(9)) || 0;
}

/** What every row must be, pair by pair, sorted as a whole. */
function oracle({ items, targets }: World, counted: Counted, rules: Rules): string[] {
  const all = Array.from({ length: items }, (_, item) => item);
  return all.flatMap((i) => {
    const row = all
      .filter((j) => j !== i && (targets?.[j] ?? true))
      .map((j) => ({ j, c: counted.count(i, j) }))
      .filter(({ c }) => c >= rules.minCount)
      .map(({ j, c }) => ({
        j,
        c,
        score: score(c, counted.rowTotal(i), counted.columnTotal(j), counted.units, rules),
      }))
      .sort((a, b) => b.score - a.score || b.c - a.c || a.j - b.j)
      .slice(0, rules.topK)
      .map(({ j, c, score }) => [idOf(j), score, c]);
    return row.length === 0 ? [] : [`${JSON.stringify({ key: idOf(i), items: row })}\n`];
  });
}

describe('counting rows', () => {
  it('is counting every pair and sorting, for any units, similarity, minCount, shrink, topK and targets', () => {
    fc.assert(
      fc.property(worlds, rules, (world, rules) => {
        const total = (item: number) => world.units.filter((unit) => unit.includes(item)).length;
        const counted = {
          count: (i: number, j: number) =>
            world.units.filter((unit) => unit.includes(i) && unit.includes(j)).length,
          rowTotal: total,
          columnTotal: total,
          units: world.units.length,
        };
        expect([...countRows(toMatrix(world), 0, world.items, rules)]).toEqual(oracle(world, counted, rules));
      }),
      { numRuns: 400 },
    );
  });

  it('is the same where a row meets its partners elsewhere than where it stands', () => {
    const directed = worlds.chain((world) =>
      fc.record({
        world: fc.constant(world),
        columns: fc.array(
          fc.uniqueArray(fc.integer({ min: 0, max: world.units.length - 1 }), { maxLength: 9 }),
          {
            minLength: world.items,
            maxLength: world.items,
          },
        ),
        more: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: world.items, maxLength: world.items }),
      }),
    );
    fc.assert(
      fc.property(directed, rules, ({ world, columns, more }, rules) => {
        const holding = (item: number) => world.units.filter((unit) => unit.includes(item)).length;
        const counted = {
          count: (i: number, j: number) =>
            columns[i]!.filter((unit) => world.units[unit]!.includes(j)).length,
          rowTotal: (i: number) => columns[i]!.length + more[i]!,
          columnTotal: (j: number) =>
            columns.filter((own) => own.some((unit) => world.units[unit]!.includes(j))).length + holding(j),
          units: 200,
        };
        const starts = new Uint32Array(world.items + 1);
        for (const [item, own] of columns.entries()) starts[item + 1] = starts[item]! + own.length;
        const totals = (of: (item: number) => number) => Uint32Array.from(columns, (_, item) => of(item));
        const matrix = {
          ...toMatrix(world),
          directed: {
            columns: { starts, members: Uint32Array.from(columns.flat()) },
            rowTotals: totals(counted.rowTotal),
            columnTotals: totals(counted.columnTotal),
            units: counted.units,
          },
        };
        const lines = [...countRows(decodeMatrix(encodeMatrix(matrix)), 0, world.items, rules)];
        expect(lines).toEqual(oracle(world, counted, rules));
      }),
      { numRuns: 200 },
    );
  });

  it('counts beyond what a narrow counter holds', () => {
    const units = 2 ** 16 + 3;
    const matrix: Matrix = {
      ids: ['a', 'b'],
      starts: Uint32Array.from({ length: units + 1 }, (_, unit) => 2 * unit),
      items: Uint32Array.from({ length: 2 * units }, (_, entry) => entry % 2),
    };
    const lines = [...countRows(matrix, 0, 1, { similarity: 'count', shrink: 0, minCount: 1, topK: 5 })];
    expect(lines).toEqual([`{"key":"a","items":[["b",${units},${units}]]}\n`]);
  });

  it('has no rows without items', () => {
    const matrix = { ids: [], starts: Uint32Array.of(0), items: new Uint32Array() };
    expect([...countRows(matrix, 0, 4096, { similarity: 'llr', shrink: 0, minCount: 1, topK: 5 })]).toEqual(
      [],
    );
  });
});
