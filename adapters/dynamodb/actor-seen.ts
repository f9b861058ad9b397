import { withPrints } from '../../domain/seen/filter.ts';
import type { Mark } from '../../domain/seen/mark.ts';
import type { SeenLimits, SeenWeek } from '../../domain/seen/weeks.ts';
import { printsByWeek, weekEnds } from '../../domain/seen/weeks.ts';
import type { RowPlan } from './actor-rows.ts';
import { bytes, number, type Row } from './rows.ts';

const PREFIX = 'seen#';
/** Weeks are counted down to the year 2161, so that a Query meets the newest first. */
const LAST_WEEK = 9999;

export const seenSortKey = (week: number): string => `${PREFIX}${String(LAST_WEEK - week).padStart(4, '0')}`;
const weekOfKey = (sk: string): number => LAST_WEEK - Number(sk.slice(PREFIX.length));

/** The `seen` rows that marks touch, without weeks before `from`. */
export function planSeen(marks: readonly Mark[], from: number, limits: SeenLimits): RowPlan[] {
  return Array.from(printsByWeek(marks, from), ([week, prints]) => ({
    sk: seenSortKey(week),
    next: (row: Row | undefined) => {
      const stored = row?.filter?.B;
      const packed = withPrints(stored, prints, limits);
      if (packed === stored) return undefined;
      const expiresAt = number(weekEnds(week, limits) / 1000);
      return { contents: { filter: bytes(packed), expiresAt }, dropped: 0 };
    },
  }));
}

/** What was seen, newest week first. */
export const seenFrom = (rows: readonly Row[]): SeenWeek[] =>
  rows
    .filter(({ sk }) => sk!.S!.startsWith(PREFIX))
    .map(({ sk, filter }) => ({ week: weekOfKey(sk!.S!), packed: Uint8Array.from(filter!.B!) }));
