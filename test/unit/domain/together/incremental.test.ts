import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDifference, encodeDifference, toDifference } from '../../../../domain/together/difference.ts';
import { KeptCounts, KeptWriter } from '../../../../domain/together/kept-counts.ts';
import { KeptRows, leastKept } from '../../../../domain/together/kept-rows.ts';
import type { Matrix } from '../../../../domain/together/matrix.ts';
import type { Similarity } from '../../../../domain/together/parameters.ts';
import { countRows } from '../../../../domain/together/rows.ts';

const ROOM = 1 << 20;

/** Units by the ids of their items; of a directed one, who looks at which of them. */
interface World {
  readonly units: readonly (readonly string[])[];
  /** Rows of items and the units that they meet; undefined: every item those that hold it. */
  readonly directed?: readonly (readonly [item: string, unit: number])[] | undefined;
  readonly live?: readonly string[] | undefined;
}

const ITEMS = Array.from('abcdefghijklmnopqrstuvwxyz자🚲é', (letter) => `${letter}-1`);
const anyUnit = fc.uniqueArray(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: 9 });
const few = fc.uniqueArray(fc.constantFrom(...ITEMS.slice(0, 4)), { minLength: 1, maxLength: 4 });
const anyUnits = fc.array(fc.oneof(anyUnit, few), { minLength: 1, maxLength: 25 });

/** What happens to a unit: nothing mostly; it vanishes, comes twice, gains, loses. */
type Fate = 'stays' | 'goes' | 'doubles' | { readonly gains: string } | 'loses';
const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('stays' as const) },
  fc.constantFrom('goes' as const, 'doubles' as const, 'loses' as const),
  fc.record({ gains: fc.constantFrom(...ITEMS) }),
);

function meet(unit: readonly string[], fate: Fate): (readonly string[])[] {
  if (fate === 'goes') return [];
  if (fate === 'doubles') return [unit, unit];
  if (fate === 'loses') return unit.length > 1 ? [unit.slice(1)] : [];
  if (fate === 'stays') return [unit];
  return [[...new Set([...unit, fate.gains])]];
}

const evolve = (units: readonly (readonly string[])[], fates: readonly Fate[], more: readonly string[][]) => [
  ...more,
  ...units.flatMap((unit, index) => meet(unit, fates[index] ?? 'stays')),
];

const history = anyUnits.chain((first) =>
  fc
    .array(fc.tuple(fc.array(fate, { maxLength: 30 }), fc.array(anyUnit, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    })
    .map((steps) => {
      const worlds: (readonly (readonly string[])[])[] = [first];
      for (const [fates, more] of steps) worlds.push(evolve(worlds.at(-1)!, fates, more));
      return worlds;
    }),
);
const rules = fc.record({
  similarity: fc.constantFrom<Similarity[]>('cosine', 'count', 'jaccard', 'lift', 'llr'),
  shrink: fc.constantFrom(0, 0.5, 10),
  minCount: fc.integer({ min: 1, max: 4 }),
  topK: fc.integer({ min: 1, max: 12 }),
});

function toMatrix({ units, directed, live }: World): Matrix {
  const ids = [...new Set([...units.flat(), ...(directed ?? []).map(([item]) => item)])].sort();
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const starts = new Uint32Array(units.length + 1);
  for (const [unit, own] of units.entries()) starts[unit + 1] = starts[unit]! + own.length;
  const items = units.flatMap((own) => own.map((id) => numbers.get(id)!).sort((a, b) => a - b));
  return {
    ids,
    starts,
    items: Uint32Array.from(items),
    targets: live && Uint8Array.from(ids, (id) => (live.includes(id) ? 1 : 0)),
    directed: directed && columnsOf(ids, units, directed),
  };
}

function columnsOf(
  ids: readonly string[],
  units: readonly (readonly string[])[],
  directed: readonly (readonly [string, number])[],
) {
  const columns = ids.map((id) => directed.filter(([item]) => item === id).map(([, unit]) => unit));
  const ends = columns.map((_, item) => columns.slice(0, item + 1).flat().length);
  const holding = (id: string) => units.filter((unit) => unit.includes(id)).length;
  return {
    columns: { starts: Uint32Array.from([0, ...ends]), members: Uint32Array.from(columns.flat()) },
    rowTotals: Uint32Array.from(columns, ({ length }) => length + 1),
    columnTotals: Uint32Array.from(ids, (id) => directed.length + holding(id)),
    units: directed.length + units.length,
  };
}

/** Each unit is met by items that its own contents name, so that a unit that stays may be met by others. */
const withRows = (units: readonly (readonly string[])[], seed: number): World => ({
  units,
  directed: units.flatMap((unit, number) =>
    ITEMS.filter((_, item) => (item * 7 + unit.length * 3 + unit[0]!.charCodeAt(0) + seed) % 5 === 0).map(
      (item) => [item, number] as const,
    ),
  ),
});

type Rules = Parameters<typeof leastKept>[0] & ConstructorParameters<typeof KeptRows>[1];

/** Ranges of three items, so that old and new ones overlap anyhow. */
const rangesOf = (matrix: Matrix) =>
  Array.from({ length: Math.ceil(matrix.ids.length / 3) }, (_, part) => ({
    from: 3 * part,
    to: Math.min(matrix.ids.length, 3 * part + 3),
  }));

interface Counted {
  readonly lines: readonly string[];
  readonly files: readonly Uint8Array[];
}

function count(
  matrix: Matrix,
  rules: Rules,
  one: (counter: KeptRows, range: { from: number; to: number }, writer: KeptWriter) => string[],
): Counted {
  const counter = new KeptRows(matrix, rules);
  const counted = rangesOf(matrix).map((range) => {
    const writer = new KeptWriter({ matrix: 'm', ...range, least: leastKept(rules) }, ROOM);
    return { lines: one(counter, range, writer), file: writer.toFile() };
  });
  return { lines: counted.flatMap(({ lines }) => lines), files: counted.map(({ file }) => file) };
}

const inFull = (matrix: Matrix, rules: Rules): Counted =>
  count(matrix, rules, (counter, range, writer) => counter.countAll(range, writer));

function fromKept(old: Matrix, kept: Counted, next: Matrix, rules: Rules): Counted {
  const bytes = encodeDifference(toDifference(old, next), { from: 'old', to: 'next' });
  const difference = decodeDifference(bytes);
  const files = kept.files.map((file) => new KeptCounts(file));
  return count(next, rules, (counter, range, writer) =>
    counter.countChanges(range, { difference, kept: files }, writer),
  );
}

function checkChain(worlds: readonly World[], rules: Rules, firstRules = rules): void {
  const matrices = worlds.map(toMatrix);
  let [old, kept] = [matrices[0]!, inFull(matrices[0]!, firstRules)];
  for (const next of matrices.slice(1)) {
    const counted = fromKept(old, kept, next, rules);
    expect(counted.lines).toEqual([...countRows(next, 0, next.ids.length, rules)]);
    expect(counted).toEqual(inFull(next, rules));
    [old, kept] = [next, counted];
  }
}

describe('counting what changed', () => {
  it('gives the rows of a full count, and keeps the counts of one, run after run', () => {
    fc.assert(
      fc.property(history, rules, fc.option(fc.subarray(ITEMS)), (worlds, rules, live) => {
        checkChain(
          worlds.map((units) => ({ units, live: live ?? undefined })),
          rules,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('does where rows meet their partners elsewhere than where they stand', () => {
    fc.assert(
      fc.property(history, rules, fc.nat(4), (worlds, rules, seed) => {
        checkChain(
          worlds.map((units, step) => withRows(units, seed + (step >> 1))),
          rules,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('does from counts that were kept for fewer meetings than are asked for now', () => {
    fc.assert(
      fc.property(history, rules, fc.integer({ min: 1, max: 3 }), (worlds, rules, less) => {
        const minCount = Math.max(1, rules.minCount - less);
        checkChain(
          worlds.slice(0, 2).map((units) => ({ units })),
          rules,
          { ...rules, minCount },
        );
      }),
      { numRuns: 150 },
    );
  });

  it('does where nothing of the earlier matrix is left', () => {
    const rules = { similarity: 'cosine', shrink: 0, minCount: 1, topK: 5 } as const;
    checkChain(
      [
        {
          units: [
            ['a', 'c'],
            ['c', 'd'],
          ],
        },
        { units: [['b', 'e']] },
        { units: [['a', 'c', 'd']] },
      ],
      rules,
    );
  });

  it('counts counts beyond 16 bits, and numbers of items beyond 7', () => {
    const many = Array.from({ length: 70_000 }, () => ['a', 'z']);
    const wide = Array.from({ length: 300 }, (_, item) => `i${item}`);
    const rules = { similarity: 'count', shrink: 0, minCount: 1, topK: 5 } as const;
    checkChain([{ units: [...many, wide, ['a', ...wide]] }, { units: [...many.slice(1), wide] }], rules);
  });
});

describe('a difference between matrices', () => {
  const matrixOf = (units: readonly (readonly string[])[]) => toMatrix({ units });

  it('is nothing where the units are the same, in whatever order', () => {
    const units = [['a', 'b'], ['c'], ['a', 'b'], ['b', 'c', 'd']];
    const difference = toDifference(matrixOf(units), matrixOf([...units].reverse()));
    expect(difference).toMatchObject({ increments: 0, changedUnits: 0 });
  });

  it('of a long history that gained an item is that item, not all of the history again', () => {
    const long = Array.from({ length: 100 }, (_, item) => `i${item}`);
    const others = [
      ['i1', 'i2'],
      ['i3', 'new'],
    ];
    const difference = toDifference(matrixOf([long, ...others]), matrixOf([[...long, 'new'], ...others]));
    // The new one meets 101, itself too, and each of the hundred meets it.
    expect(difference).toMatchObject({ increments: 201, changedUnits: 2 });
  });
});

describe('counts that were kept', () => {
  const rules = { similarity: 'cosine', shrink: 0, minCount: 2, topK: 5 } as const;
  const [ab, bc, ac] = [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
  ];
  const old = toMatrix({ units: [ab, ab, ab, bc, bc] });
  const next = toMatrix({ units: [ab, bc, bc, bc] });
  const countWith =
    (kept: Counted, from = old) =>
    () =>
      fromKept(from, kept, next, rules);

  it('are refused when they cannot be those of the matrix that they name', () => {
    const others = toMatrix({ units: [ac, ac, bc, bc] });
    expect(countWith(inFull(old, rules))).not.toThrow();
    expect(countWith(inFull(others, rules))).toThrow(expect.objectContaining({ code: 'counts-differ' }));
    expect(countWith({ lines: [], files: [] })).toThrow('no file has the counts of item');
  });

  it('are refused by a row that is counted again, where nothing else could tell', () => {
    const [a, b] = [
      ['a', 'b', 'c'],
      ['a', 'b', 'd'],
    ];
    const more = toMatrix({ units: [a, a, b, b, b] });
    const less = toMatrix({ units: [a, a, a, b, b] });
    expect(() => fromKept(more, inFull(less, rules), more, rules)).toThrow('is another when counted');
  });

  it('say when a file of them is none, or of other rows', () => {
    expect(() => new KeptCounts(new Uint8Array(3))).toThrow('a file of columns cannot be read');
  });

  it('are given up beyond the room there is', () => {
    const writer = new KeptWriter({ matrix: 'm', from: 0, to: 3, least: 1 }, 10);
    const row = { size: 3, partners: Uint32Array.of(1, 2, 3), counts: Uint32Array.of(1, 1, 1) };
    writer.add(row, 0);
    expect(writer.isFull).toBe(false);
    writer.add(row, 0);
    expect(writer.isFull).toBe(true);
  });
});
