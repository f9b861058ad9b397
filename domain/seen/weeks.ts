import { type FilterSize, withPrints } from './filter.ts';
import { dayOf, type Mark, printed, weekOf, weekStart } from './mark.ts';

/** What one actor saw in one week, packed: nothing is decoded before somebody asks. */
export interface SeenWeek {
  readonly week: number;
  readonly packed: Uint8Array;
}

/** How much of what was seen is kept; contract/limits.ts ACTOR_LIMITS has the numbers. */
export interface SeenLimits extends FilterSize {
  /** The running one and those before it. */
  readonly weeks: number;
}

/** The oldest week that is kept at `now`, ms. */
export const oldestWeek = (now: number, { weeks }: SeenLimits): number => weekOf(dayOf(now)) - weeks + 1;

/** When a week's filter is of no more use, ms. */
export const weekEnds = (week: number, { weeks }: SeenLimits): number => weekStart(week + weeks);

/** Prints of marks by their week, without weeks before `from`. */
export function printsByWeek(marks: readonly Mark[], from: number): Map<number, number[]> {
  const byWeek = new Map<number, number[]>();
  for (const { week, print } of marks.map(printed)) {
    if (week < from) continue;
    const prints = byWeek.get(week);
    if (prints) prints.push(print);
    else byWeek.set(week, [print]);
  }
  return byWeek;
}

/** Weeks with marks in them, newest first, without weeks before `from`; `stored` itself where nothing changes. */
export function uniteSeen(
  stored: readonly SeenWeek[],
  marks: readonly Mark[],
  limits: SeenLimits,
  from = Number.NEGATIVE_INFINITY,
): readonly SeenWeek[] {
  const weeks = new Map(stored.map(({ week, packed }) => [week, packed]));
  let isSame = true;
  for (const [week, prints] of printsByWeek(marks, from)) {
    const before = weeks.get(week);
    const after = withPrints(before, prints, limits);
    isSame &&= after === before;
    weeks.set(week, after);
  }
  return isSame ? stored : byNewest(weeks);
}

const byNewest = (weeks: ReadonlyMap<number, Uint8Array>): SeenWeek[] =>
  Array.from(weeks, ([week, packed]) => ({ week, packed })).sort((a, b) => b.week - a.week);
