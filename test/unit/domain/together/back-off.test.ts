import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelItem, ModelRow } from '../../../../domain/ports.ts';
import { decodeGroups, ENOUGH, encodeGroups, fillRows } from '../../../../domain/together/back-off.ts';
import { numberGroups } from '../../../../domain/together/groups.ts';
import type { Matrix } from '../../../../domain/together/matrix.ts';
import { countRows } from '../../../../domain/together/rows.ts';

const ITEMS = 12;
const RULES = { similarity: 'cosine', shrink: 10, minCount: 1, topK: 100 } as const;
type Sets = readonly (readonly number[])[];

function matrixOf(units: Sets, targets: readonly number[]): Matrix {
  const starts = [0];
  for (const unit of units) starts.push(starts.at(-1)! + unit.length);
  return {
    ids: Array.from({ length: ITEMS }, (_, item) => String.fromCharCode(97 + item)),
    starts: Uint32Array.from(starts),
    items: Uint32Array.from(units.flat()),
    targets: Uint8Array.from(targets),
  };
}

const parsed = (lines: Iterable<string>) =>
  new Map(Array.from(lines, (line) => JSON.parse(line) as ModelRow).map(({ key, items }) => [key, items]));

function filled(matrix: Matrix, names: readonly number[], leaves: readonly number[], from = 0, to = ITEMS) {
  const substitutes = [Uint32Array.from(names), Uint32Array.from(leaves)] as const;
  return parsed(fillRows(matrix, countRows(matrix, from, to, RULES), { from, to }, RULES, substitutes));
}

/** The best partners of a group, from plain sets: how many units with any of its items hold each target. */
function partners(
  units: Sets,
  targets: readonly number[],
  group: readonly number[],
  groups: number,
): string[] {
  const own = units.filter((unit) => unit.some((item) => group[item] === groups));
  const scores = Array.from({ length: ITEMS }, (_, item) => {
    const count = own.filter((unit) => unit.includes(item)).length;
    const all = units.filter((unit) => unit.includes(item)).length;
    return { item, count, score: count / (Math.sqrt(own.length * all) + RULES.shrink) };
  });
  return scores
    .filter(({ item, count }) => count > 0 && targets[item] === 1)
    .sort((a, b) => b.score - a.score || b.count - a.count || a.item - b.item)
    .map(({ item }) => String.fromCharCode(97 + item));
}

describe('rows with few live partners', () => {
  it('are filled from the name group, then from the leaf category, below their own and with the count 0', () => {
    // a and b are one thing, a to d one category; e, f, g and h can be bought.
    const units = [
      [0, 4],
      [0, 4],
      [1, 5],
      [2, 6],
      [3, 7],
    ];
    const targets = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0];
    const rows = filled(
      matrixOf(units, targets),
      [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    );
    const own = 2 / (2 + 10);
    const row = rows.get('a')!;
    expect(row.map(([itemId, , count]) => [itemId, count])).toEqual([
      ['e', 2],
      ['f', 0],
      ['g', 0],
      ['h', 0],
    ]);
    expect(row.slice(0, 3).map(([, score]) => score)).toEqual([own, own / 2, own / 4]);
  });

  it('take their group’s best in its order, and hold no item twice, nor the item itself, nor one that is sold', () => {
    const bit = fc.constantFrom(0, 1);
    const sets = fc.array(
      fc
        .uniqueArray(fc.nat(ITEMS - 1), { minLength: 1, maxLength: 6 })
        .map((unit) => unit.sort((a, b) => a - b)),
      { minLength: 1, maxLength: 25 },
    );
    const ofItems = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: ITEMS, maxLength: ITEMS });
    const groups = ofItems(fc.nat(3));
    fc.assert(
      fc.property(sets, ofItems(bit), groups, groups, (units, targets, names, leaves) => {
        const matrix = matrixOf(units, targets);
        const before = parsed(countRows(matrix, 0, ITEMS, RULES));
        const after = filled(matrix, names, leaves);
        for (const [item, key] of matrix.ids.entries()) {
          const own = before.get(key) ?? [];
          const row = after.get(key) ?? [];
          expect(row.slice(0, own.length)).toEqual(own);
          const expected = own.map(([itemId]) => itemId);
          for (const group of [names, leaves]) {
            if (group[item] === 0) continue;
            const found = partners(units, targets, group, group[item]!);
            for (const one of found)
              if (expected.length < ENOUGH && one !== key && !expected.includes(one)) expected.push(one);
          }
          expect(row.map(([itemId]) => itemId)).toEqual(expected);
          expect(row.slice(own.length).every(([, , count]) => count === 0)).toBe(true);
          expect(isFalling(row)).toBe(true);
        }
      }),
    );
  });

  it('come out the same in one range or several', () => {
    const units = Array.from({ length: 30 }, (_, unit) => [unit % 5, 5 + (unit % 7)]);
    const groups = [1, 1, 2, 2, 2, 1, 1, 1, 0, 0, 3, 3];
    const matrix = matrixOf(units, [0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1]);
    const whole = filled(matrix, groups, groups.toReversed());
    const cut = [0, 4, 5].map((from, index) =>
      filled(matrix, groups, groups.toReversed(), from, [4, 5, ITEMS][index]),
    );
    expect(new Map(cut.flatMap((rows) => [...rows]))).toEqual(whole);
  });
});

describe('groups of items', () => {
  it('are numbered from one; an item alone in its group, or without one, has none', () => {
    expect([...numberGroups(['x', undefined, 'y', 'z', 'x', 'z', undefined])]).toEqual([1, 0, 0, 2, 1, 2, 0]);
  });

  it('come back from their file', () => {
    const groups = [Uint32Array.of(1, 2, 0), Uint32Array.of(0, 7, 7)] as const;
    expect(decodeGroups(encodeGroups(groups))).toEqual(groups);
  });
});

const isFalling = (row: readonly ModelItem[]): boolean =>
  row.every(([, score], index) => index === 0 || score <= row[index - 1]![1]);
