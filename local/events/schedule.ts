import { LocalError } from '../errors.ts';

/** When something is to happen: every so often, at a time, or whenever the minute matches. */
export type Schedule = { every: number } | { at: Date } | { matches: (minute: Date) => boolean };

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(5 minutes)`, `cron(0 12 * * ? *)` and `at(2026-01-01T00:00:00)`. */
export function parseSchedule(expression: string, where: string, timezone = 'UTC'): Schedule {
  const [, kind, inner] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return { every: rate(inner ?? '', expression, where) };
  if (kind === 'cron') return { matches: cron(inner ?? '', expression, where, timezone) };
  if (kind === 'at' && timezone === 'UTC' && !Number.isNaN(Date.parse(`${inner}Z`)))
    return { at: new Date(`${inner}Z`) };
  throw bad(where, expression, 'rate(…), cron(…) or at(…) in UTC');
}

const bad = (where: string, expression: string, allowed: string) =>
  new LocalError('BadSchedule', `${where}: got the schedule ${expression}, allowed is ${allowed}`);

function rate(inner: string, expression: string, where: string): number {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(inner.trim()) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(ms > 0)) throw bad(where, expression, 'rate(N minutes|hours|days) with N of at least 1');
  return ms;
}

interface Moment {
  minute: number;
  hour: number;
  day: number;
  month: number;
  /** 1 = Sunday, as AWS counts. */
  weekday: number;
  year: number;
  lastDay: number;
}

type Test = (moment: Moment) => boolean;

function cron(inner: string, expression: string, where: string, timezone: string): (minute: Date) => boolean {
  const fields = inner.trim().split(/\s+/);
  const [minute, hour, day, month, weekday, year] = fields;
  if (fields.length !== 6 || (day === '?') === (weekday === '?')) {
    throw bad(
      where,
      expression,
      'six fields (minute hour day month weekday year) with ? in exactly one of day and weekday',
    );
  }
  const number = (text: string, from: number, to: number, names: readonly string[] = []) =>
    range(text, from, to, names, () => bad(where, expression, `${from}–${to} in its fields`));
  const tests: Test[] = [
    is((m) => m.minute, number(minute as string, 0, 59)),
    is((m) => m.hour, number(hour as string, 0, 23)),
    is((m) => m.month, number(month as string, 1, 12, MONTHS)),
    is((m) => m.year, number(year as string, 1970, 2199)),
    dayTest(day as string, number),
    weekdayTest(weekday as string, number),
  ];
  const clock = clockIn(timezone, where);
  return (date) => {
    const moment = clock(date);
    return tests.every((test) => test(moment));
  };
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

type Numbers = (text: string, from: number, to: number, names?: readonly string[]) => Set<number>;

const is =
  (read: (moment: Moment) => number, allowed: Set<number>): Test =>
  (moment) =>
    allowed.has(read(moment));

/** Values, ranges, steps and lists of one field. */
function range(
  text: string,
  from: number,
  to: number,
  names: readonly string[],
  wrong: () => Error,
): Set<number> {
  const value = (part: string) => {
    const named = names.indexOf(part.toUpperCase());
    const number = named >= 0 ? named + 1 : Number(part);
    if (!Number.isInteger(number) || number < from || number > to || part === '') throw wrong();
    return number;
  };
  const allowed = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', step] = part.split('/');
    const [low, high] =
      span === '*'
        ? [from, to]
        : span.includes('-')
          ? span.split('-').map(value)
          : [value(span), step === undefined ? value(span) : to];
    const by = step === undefined ? 1 : Number(step);
    if (!(by >= 1)) throw wrong();
    for (let n = low as number; n <= (high as number); n += by) allowed.add(n);
  }
  return allowed;
}

function dayTest(text: string, number: Numbers): Test {
  if (text === '?') return () => true;
  if (text === 'L') return (moment) => moment.day === moment.lastDay;
  const nearest = /^(\d+)W$/.exec(text);
  if (nearest !== null) return (moment) => moment.day === nearestWeekday(Number(nearest[1]), moment);
  return is((moment) => moment.day, number(text, 1, 31));
}

/** The working day next to a day of the same month. */
function nearestWeekday(day: number, moment: Moment): number {
  const wanted = Math.min(day, moment.lastDay);
  const weekday = ((((moment.weekday - 1 + wanted - moment.day) % 7) + 7) % 7) + 1;
  if (weekday === 7) return wanted === 1 ? 3 : wanted - 1;
  if (weekday === 1) return wanted === moment.lastDay ? wanted - 2 : wanted + 1;
  return wanted;
}

function weekdayTest(text: string, number: Numbers): Test {
  if (text === '?') return () => true;
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth !== null) {
    const days = number(nth[1] as string, 1, 7, DAYS);
    return (moment) => days.has(moment.weekday) && Math.ceil(moment.day / 7) === Number(nth[2]);
  }
  const last = /^(\w+)L$/.exec(text);
  if (last !== null) {
    const days = number(last[1] as string, 1, 7, DAYS);
    return (moment) => days.has(moment.weekday) && moment.day > moment.lastDay - 7;
  }
  return is((moment) => moment.weekday, number(text === 'L' ? '7' : text, 1, 7, DAYS));
}

function clockIn(timezone: string, where: string): (date: Date) => Moment {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch (error) {
    throw new LocalError(
      'BadSchedule',
      `${where}: got the time zone ${timezone}, allowed are IANA names`,
      error,
    );
  }
  return (date) => {
    const part = Object.fromEntries(
      format.formatToParts(date).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
    const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
    return {
      minute,
      hour,
      day,
      month,
      year,
      weekday,
      lastDay: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    };
  };
}
