import { filterTable } from './filter.ts';
import { DAY_MS, dayOf, itemHash, printOf, weekOf } from './mark.ts';
import type { SeenWeek } from './weeks.ts';

/**
 * On how many of the last days, today among them, an item was probably seen: never too few, and too many as seldom as the
 * filters' rate of false positives says. `now` in milliseconds; days and weeks are of UTC.
 */
export type SeenDays = (itemId: string, withinDays: number, now: number) => number;

/** Of whom nothing is known. */
export const NEVER_SEEN: SeenDays = () => 0;

/** What one timeline of a person saw, and on which days the timeline was that person's. */
export interface SeenPart {
  readonly seen: readonly SeenWeek[];
  /** Between two times, ms. Absent: always. */
  readonly isOwn?: ((from: number, to: number) => boolean) | undefined;
}

type Table = (print: number) => boolean;

/** All parts as one. Filters are decoded when a day of theirs is first asked for, once. */
export function seenDaysOf(parts: readonly SeenPart[]): SeenDays {
  const there = parts.filter(({ seen }) => seen.length > 0);
  if (there.length === 0) return NEVER_SEEN;
  const tableOn = tablesByDay(there);
  return (itemId, withinDays, now) => {
    const hash = itemHash(itemId);
    const today = dayOf(now);
    let days = 0;
    for (let day = today - withinDays + 1; day <= today; day++)
      if (tableOn(day)?.(printOf(hash, day))) days++;
    return days;
  };
}

/** The table to be asked about a day: of all timelines that were the person's on it. Days of the same filters share one. */
function tablesByDay(parts: readonly SeenPart[]): (day: number) => Table | undefined {
  const byDay = new Map<number, Table | undefined>();
  const byFilters = new Map<string, Table>();
  return (day) => {
    if (byDay.has(day)) return byDay.get(day);
    const owning = parts.flatMap((part, index) => (isOwnOn(part, day) ? [index] : []));
    const filters = owning.flatMap((index) => parts[index]!.seen.filter(({ week }) => week === weekOf(day)));
    const name = `${weekOf(day)}: ${owning.join()}`;
    const table = byFilters.get(name) ?? tableOver(filters);
    if (table) byFilters.set(name, table);
    byDay.set(day, table);
    return table;
  };
}

const isOwnOn = ({ isOwn }: SeenPart, day: number): boolean =>
  isOwn?.(day * DAY_MS, (day + 1) * DAY_MS - 1) ?? true;

const tableOver = (weeks: readonly SeenWeek[]): Table | undefined =>
  weeks.length === 0 ? undefined : filterTable(...weeks.map(({ packed }) => packed));
