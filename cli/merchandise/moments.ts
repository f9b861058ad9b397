import { UsageError } from '../errors.ts';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const RELATIVE = /^\+(\d{1,5})([mhd])$/;
/** With its offset: what o'clock it is somewhere must not depend on where the command runs. */
const ABSOLUTE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * A moment as a merchandiser writes it: `+3d`, `+12h`, `+30m` from now, a day (its beginning in UTC) or a time with its offset.
 *
 * @param now milliseconds
 * @returns ISO 8601 in UTC with milliseconds, as documents have it
 * @throws UsageError
 */
export function momentOf(option: string, text: string, now: number): string {
  const relative = RELATIVE.exec(text);
  if (relative)
    return new Date(now + Number(relative[1]) * UNITS[relative[2] as keyof typeof UNITS]).toISOString();
  const time = ABSOLUTE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(time)) return new Date(time).toISOString();
  const allowed = 'a day like 2026-12-01, a time like 2026-12-01T09:00:00+09:00, or from now +3d, +12h, +30m';
  throw new UsageError(`${option} must be ${allowed}, got ${JSON.stringify(text)}`);
}

export interface Span {
  readonly from?: string;
  readonly until?: string;
}

/** From when until when something holds. @throws UsageError where that is never, or over already */
export function spanOf(flags: Span, now: number): Span {
  const from = flags.from === undefined ? undefined : momentOf('--from', flags.from, now);
  const until = flags.until === undefined ? undefined : momentOf('--until', flags.until, now);
  if (until !== undefined && Date.parse(until) <= now)
    throw new UsageError(`--until must be in the future, got ${until}`);
  if (from !== undefined && until !== undefined && until <= from)
    throw new UsageError(`--until must be later than --from ${from}, got ${until}`);
  return { ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
}
