import { describe, expect, it } from 'vitest';
import { groupRows } from '../../../../domain/together/groups.ts';
import type { Matrix } from '../../../../domain/together/matrix.ts';

const RULES = { similarity: 'count', shrink: 0, minCount: 1, topK: 16 } as const;

describe('rows of groups', () => {
  it('count each history once, however many of the group’s items it holds', () => {
    const matrix: Matrix = {
      ids: ['a', 'b', 'x'],
      starts: Uint32Array.of(0, 3, 5),
      items: Uint32Array.of(0, 1, 2, 0, 2),
    };
    const rows = groupRows(matrix, Uint32Array.of(1, 1, 0), [1], RULES);
    expect(rows).toEqual(
      new Map([
        [
          1,
          [
            ['a', 2, 2],
            ['x', 2, 2],
            ['b', 1, 1],
          ],
        ],
      ]),
    );
  });

  it('take 2,000 histories evenly spread of a large group', () => {
    const units = 5000;
    const matrix: Matrix = {
      ids: ['a', 'early', 'late'],
      starts: Uint32Array.from({ length: units + 1 }, (_, unit) => 2 * unit),
      items: Uint32Array.from({ length: 2 * units }, (_, entry) =>
        entry % 2 === 0 ? 0 : entry < units ? 1 : 2,
      ),
    };
    const row = groupRows(matrix, Uint32Array.of(1, 0, 0), [1], RULES).get(1)!;
    expect(row[0]).toEqual(['a', 2000, 2000]);
    expect(row.slice(1).map(([, , count]) => count)).toEqual([1000, 1000]);
  });

  it('are those that were asked for, of a group with partners', () => {
    const matrix: Matrix = { ids: ['a', 'b'], starts: Uint32Array.of(0, 1), items: Uint32Array.of(0) };
    const rows = groupRows({ ...matrix, targets: Uint8Array.of(0, 1) }, Uint32Array.of(2, 1), [2], RULES);
    expect(rows).toEqual(new Map());
  });
});
