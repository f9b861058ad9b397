import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../local/events/schedule.ts';

const fires = (cron: string, time: string, timezone?: string) => {
  const schedule = parseSchedule(`cron(${cron})`, 'here', timezone);
  return 'matches' in schedule && schedule.matches(new Date(time));
};

describe('a schedule', () => {
  it('of a rate is an interval', () => {
    expect(parseSchedule('rate(1 minute)', 'here')).toEqual({ every: 60_000 });
    expect(parseSchedule('rate(12 hours)', 'here')).toEqual({ every: 43_200_000 });
    expect(parseSchedule('at(2026-05-06T07:08:09)', 'here')).toEqual({
      at: new Date('2026-05-06T07:08:09Z'),
    });
  });

  it.each([
    ['0 12 * * ? *', '2026-03-04T12:00:00Z', '2026-03-04T12:01:00Z'],
    ['0/15 8-10,20 * * ? *', '2026-03-04T20:45:00Z', '2026-03-04T20:50:00Z'],
    ['0 0 1 JAN,7 ? 2026-2027', '2027-07-01T00:00:00Z', '2028-07-01T00:00:00Z'],
    ['0 0 ? * MON-FRI *', '2026-11-23T00:00:00Z', '2026-11-22T00:00:00Z'],
    ['0 0 ? * 1 *', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['0 0 L * ? *', '2028-02-29T00:00:00Z', '2028-02-28T00:00:00Z'],
    ['0 0 ? * 6L *', '2026-11-27T00:00:00Z', '2026-11-20T00:00:00Z'],
    ['0 0 ? * TUE#2 *', '2026-11-10T00:00:00Z', '2026-11-03T00:00:00Z'],
    ['0 0 1W * ? *', '2026-08-03T00:00:00Z', '2026-08-01T00:00:00Z'],
    ['0 0 15W * ? *', '2026-11-16T00:00:00Z', '2026-11-15T00:00:00Z'],
  ])('cron(%s)', (cron, yes, no) => {
    expect(fires(cron, yes)).toBe(true);
    expect(fires(cron, no)).toBe(false);
  });

  it('follows a time zone', () => {
    expect(fires('0 9 * * ? *', '2026-11-23T00:00:00Z', 'Asia/Seoul')).toBe(true);
    expect(() => fires('0 9 * * ? *', '2026-11-23T00:00:00Z', 'Mars/Base')).toThrow(
      'got the time zone Mars/Base',
    );
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 parsecs)',
    'cron(* * * * *)',
    'cron(0 0 * * * *)',
    'cron(61 0 * * ? *)',
    'hourly',
  ])('that makes no sense is refused: %s', (expression) => {
    expect(() => parseSchedule(expression, 'here')).toThrow(`here: got the schedule ${expression}`);
  });
});
