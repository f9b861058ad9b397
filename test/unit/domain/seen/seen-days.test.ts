import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS } from '../../../../contract/limits.ts';
import { dayOf, type Mark, weekOf, weekStart } from '../../../../domain/seen/mark.ts';
import { NEVER_SEEN, seenDaysOf } from '../../../../domain/seen/seen-days.ts';
import { oldestWeek, uniteSeen } from '../../../../domain/seen/weeks.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 17, 9);
const iso = (ms: number): string => new Date(ms).toISOString();
const weeks = (marks: readonly Mark[]) => uniteSeen([], marks, ACTOR_LIMITS.seen);

const someMark = fc.record({
  itemId: fc.constantFrom('a', 'b', '유저'),
  occurredAt: fc.integer({ min: 0, max: 27 * 24 }).map((hours) => iso(NOW - hours * 3_600_000)),
});
const someMarks = fc.array(someMark, { maxLength: 40 });

/** Without filters and without false positives. */
const naive = (marks: readonly Mark[], itemId: string, within: number): number => {
  const today = Math.floor(NOW / DAY);
  const days = marks
    .filter((mark) => mark.itemId === itemId)
    .map(({ occurredAt }) => dayOf(Date.parse(occurredAt)));
  return new Set(days.filter((day) => day > today - within)).size;
};

describe('weeks', () => {
  it('begin on Mondays, also before 1970', () => {
    expect(iso(weekStart(0))).toBe('1969-12-29T00:00:00.000Z');
    for (const day of [-4, -3, 3, 4, 20_000]) {
      const start = weekStart(weekOf(day));
      expect(new Date(start).getUTCDay()).toBe(1);
      expect(day * DAY - start).toBeGreaterThanOrEqual(0);
      expect(day * DAY - start).toBeLessThan(7 * DAY);
    }
  });

  it('that are kept cover 28 days on any day of the week', () => {
    for (let day = 0; day < 7; day++) {
      const now = NOW + day * DAY;
      expect(weekStart(oldestWeek(now, ACTOR_LIMITS.seen))).toBeLessThanOrEqual((dayOf(now) - 27) * DAY);
    }
  });

  it('come newest first, and stay the same objects where nothing is new', () => {
    const marks = [30, 3, 9].map((days) => ({ itemId: 'a', occurredAt: iso(NOW - days * DAY) }));
    const stored = weeks(marks);
    expect(stored.map(({ week }) => week)).toEqual(stored.map(({ week }) => week).toSorted((a, b) => b - a));
    expect(uniteSeen(stored, marks, ACTOR_LIMITS.seen)).toBe(stored);
  });
});

describe('on how many days something was seen', () => {
  it('is what a list of all marks says', () => {
    fc.assert(
      fc.property(someMarks, fc.integer({ min: 1, max: 28 }), (marks, within) => {
        const seenDays = seenDaysOf([{ seen: weeks(marks) }]);
        for (const itemId of ['a', 'b', '유저', 'never'])
          expect(seenDays(itemId, within, NOW)).toBe(naive(marks, itemId, within));
      }),
    );
  });

  it('counts a day once that several timelines of a person saw', () => {
    fc.assert(
      fc.property(fc.array(someMarks, { maxLength: 4 }), (parts) => {
        const seenDays = seenDaysOf(parts.map((marks) => ({ seen: weeks(marks) })));
        expect(seenDays('a', 28, NOW)).toBe(naive(parts.flat(), 'a', 28));
      }),
    );
  });

  it('leaves out the days on which a timeline was somebody else’s', () => {
    const marks = [0, 1, 2, 3].map((days) => ({ itemId: 'a', occurredAt: iso(NOW - days * DAY) }));
    const isOwn = (from: number) => from < NOW - 2 * DAY;
    expect(seenDaysOf([{ seen: weeks(marks), isOwn }])('a', 14, NOW)).toBe(2);
  });

  it('decodes nothing before it is asked, and nothing that it is not asked about', () => {
    const broken = { week: weekOf(dayOf(NOW)) - 2, packed: new Uint8Array() };
    const seenDays = seenDaysOf([{ seen: [...weeks([{ itemId: 'a', occurredAt: iso(NOW) }]), broken] }]);
    expect(seenDays('a', 3, NOW)).toBe(1);
    expect(() => seenDays('a', 28, NOW)).toThrow();
  });

  it('is none for nobody', () => {
    expect(NEVER_SEEN('a', 14, NOW)).toBe(0);
    expect(seenDaysOf([{ seen: [] }])).toBe(NEVER_SEEN);
  });
});
