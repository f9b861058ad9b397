import { describe, expect, it } from 'vitest';
import { toLog } from '../../../../bench/quality/log.ts';
import { cutOf, firstFrom, judgedUsers, unreachable, weeksFrom } from '../../../../bench/quality/split.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const line = (user: string, item: string, days: number) => ({
  user,
  item,
  order: `${user}-${days}`,
  time: START + days * DAY,
});
const logOf = (...lines: ReturnType<typeof line>[]) => toLog(lines, new Map());
const split = { cut: START + 5 * DAY, until: START + 10 * DAY };

describe('the log', () => {
  it('lies in order of time, simultaneous lines as in the file, and numbers in order of first sight', () => {
    const log = logOf(line('b', 'y', 1), line('a', 'z', 0), line('c', 'x', 1));
    expect([...log.users].map((user) => log.userIds[user])).toEqual(['a', 'b', 'c']);
    expect(log.userIds).toEqual(['a', 'b', 'c']);
    expect(log.itemIds).toEqual(['z', 'y', 'x']);
  });

  it('has a bare item on sale for what no catalogue knows', () => {
    expect(logOf(line('a', 'z', 0)).catalogue.get('z')).toMatchObject({ status: 'on_sale', categories: [] });
  });
});

describe('the cut', () => {
  it('is the 0.85 quantile, linear between neighbours, back to midnight UTC', () => {
    // Place 0.85 · 4 = 3.4: between days 6 and 16 it is day 10.
    const times = Float64Array.from([0, 1, 2, 6.5, 16.5], (days) => START + days * DAY);
    expect(new Date(cutOf(times)).toISOString()).toBe('2026-03-11T00:00:00.000Z');
  });

  it('belongs to the days after it', () => {
    expect(firstFrom(Float64Array.from([1, 2, 2, 3]), 2)).toBe(1);
    expect(firstFrom(Float64Array.from([1, 2]), 3)).toBe(2);
    expect(firstFrom(new Float64Array(0), 3)).toBe(0);
  });
});

describe('who is judged', () => {
  const log = logOf(
    line('both', 'tea', 1),
    line('both', 'cup', 2),
    line('both', 'pot', 2),
    line('before', 'tea', 1),
    line('after', 'tea', 6),
    line('both', 'tea', 5),
    line('both', 'new', 7),
    line('both', 'late', 10),
  );
  const named = (items: ReadonlySet<number>) => [...items].map((item) => log.itemIds[item]);

  it('bought on both sides of the cut, and before the end', () => {
    expect(judgedUsers(log, split).map(({ user }) => log.userIds[user])).toEqual(['both']);
  });

  it('is judged by all that was bought, and by what of it is new', () => {
    const [judged] = judgedUsers(log, split);
    expect(named(judged!.bought)).toEqual(['tea', 'new']);
    expect(named(judged!.fresh)).toEqual(['new']);
  });

  it('has as last item the last in the file of those bought at once', () => {
    expect(log.itemIds[judgedUsers(log, split)[0]!.last]).toBe('pot');
  });

  it('cannot be given what was first sold after the cut', () => {
    expect(unreachable(log, split, judgedUsers(log, split))).toBe(1);
    const sold = logOf(line('a', 'x', 0), line('b', 'y', 0), line('a', 'y', 6), line('a', 'z', 6));
    expect(unreachable(sold, split, judgedUsers(sold, split))).toBe(0.5);
  });
});

it('weekly splits follow one another without gap or overlap', () => {
  const weeks = weeksFrom(START, 3);
  expect(weeks.map(({ cut, until }) => [(cut - START) / DAY, (until - START) / DAY])).toEqual([
    [0, 7],
    [7, 14],
    [14, 21],
  ]);
});
