import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundedRows,
  type FreshView,
  FreshViews,
  freshRows,
  ROBOT_ITEMS,
} from '../../../../domain/together/fresh.ts';

const view = (actor: string, itemId: string, time = 0): FreshView => ({
  ...{ key: `${actor}-${itemId}-${time}`, actor, itemId, time },
});
const all = (views: readonly FreshView[]) => {
  const set = new FreshViews();
  for (const one of views) set.add(one);
  return set;
};
const views = fc.array(
  fc.record({
    key: fc.constantFrom('1', '2', '3', '4', '5', '6', '7'),
    actor: fc.constantFrom('a', 'b'),
    itemId: fc.constantFrom('x', 'y', '김'),
    time: fc.integer({ min: 0, max: 5 }),
  }),
);

describe('the views of a window', () => {
  it('are a set: any order, grouping and storing ends in the same', () => {
    fc.assert(
      fc.property(views, fc.nat(20), (given, at) => {
        const once = all(given).columns();
        const [first, second] = [given.slice(at), given.slice(0, at)];
        const again = new FreshViews(all(first).columns());
        for (const one of [...second, ...first]) again.add(one);
        expect(again.columns()).toEqual(once);
      }),
    );
  });

  it('are kept by what passes, the newest of that', () => {
    const set = all([view('a', 'x', 1), view('a', 'y', 2), view('b', 'x', 3), view('b', 'y', 4)]);
    set.keep(({ time }) => time > 1, 2);
    expect(set.values().map(({ time }) => time)).toEqual([4, 3]);
    expect([set.oldest, new FreshViews().oldest]).toEqual([3, undefined]);
  });
});

describe('fresh rows', () => {
  it('count by hand what was viewed together, once is enough', () => {
    const rows = freshRows([
      ...[view('a', 'x', 1), view('a', 'y', 2), view('a', 'y', 3)],
      ...[view('b', 'x', 4), view('b', 'y', 5), view('b', 'z', 6)],
      view('c', 'alone', 7),
    ]);
    expect(rows).toEqual([
      {
        key: 'z',
        items: [
          ['x', 1 / (Math.sqrt(2) + 10), 1],
          ['y', 1 / (Math.sqrt(2) + 10), 1],
        ],
      },
      {
        key: 'y',
        items: [
          ['x', 2 / 12, 2],
          ['z', 1 / (Math.sqrt(2) + 10), 1],
        ],
      },
      {
        key: 'x',
        items: [
          ['y', 2 / 12, 2],
          ['z', 1 / (Math.sqrt(2) + 10), 1],
        ],
      },
    ]);
  });

  it('leave robots out, and of others count the last fifty items', () => {
    const history = (actor: string, size: number) =>
      Array.from({ length: size }, (_, at) => view(actor, `${actor}${String(at).padStart(3, '0')}`, at));
    const rows = freshRows([...history('robot', ROBOT_ITEMS + 1), ...history('busy', ROBOT_ITEMS)]);
    expect(rows).toHaveLength(50);
    expect(rows[0]!.key).toBe(`busy${ROBOT_ITEMS - 1}`);
    expect(rows[0]!.items).toHaveLength(20);
  });

  it('are published of the items viewed last, as many as a minute may write', () => {
    const pairs = Array.from({ length: 2000 }, (_, at) => [
      view(`u${at}`, `a${at}`, at),
      view(`u${at}`, `b${at}`, at),
    ]);
    const bounded = boundedRows(freshRows(pairs.flat()));
    expect([bounded.length, bounded[0]!.key, bounded.at(-1)!.key]).toEqual([3000, 'a1999', 'b500']);
  });

  it('of no views are none', () => {
    expect(freshRows([])).toEqual([]);
  });
});
