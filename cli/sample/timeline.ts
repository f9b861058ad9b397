const HOUR = 3_600_000;
const SEOUL_HOURS = 9;

/** How busy each hour of the day in Seoul is: quiet nights, a lunch break, the evening on the phone. */
const HOURS = [
  30, 16, 9, 6, 5, 7, 14, 28, 42, 46, 50, 56, 72, 62, 54, 52, 54, 60, 72, 84, 98, 112, 100, 64,
] as const;
/** Sunday to Saturday. */
const WEEKDAYS = [1.4, 0.95, 0.9, 0.92, 0.95, 1.05, 1.35] as const;

/** Maps [0, 1) onto a stretch of time so that uniform numbers fall as people do. */
export interface Timeline {
  readonly from: number;
  readonly until: number;
  /** Milliseconds since 1970; grows with `share`. */
  at(share: number): number;
}

/**
 * The `days` before `until`, with Seoul's day rhythm and weekends and slowly growing traffic. Only the times
 * depend on `until`: the same shares in the same order always fall in the same order.
 */
export function timelineOf(until: number, days: number): Timeline {
  const hours = days * 24;
  const from = until - hours * HOUR;
  const cumulative = new Float64Array(hours + 1);
  for (let hour = 0; hour < hours; hour++) {
    cumulative[hour + 1] =
      cumulative[hour]! + intensity(from + (hour + 0.5) * HOUR) * (1 + (0.5 * hour) / hours);
  }
  return { from, until, at: (share) => from + Math.floor(inverse(cumulative, share) * HOUR) };
}

function intensity(time: number): number {
  const seoul = new Date(time + SEOUL_HOURS * HOUR);
  return HOURS[seoul.getUTCHours()]! * WEEKDAYS[seoul.getUTCDay()]!;
}

/** The place, in hours with a fraction, at which the cumulative share is reached. */
function inverse(cumulative: Float64Array, share: number): number {
  const target = share * cumulative.at(-1)!;
  let [low, high] = [0, cumulative.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! <= target) low = middle;
    else high = middle;
  }
  return low + (target - cumulative[low]!) / (cumulative[high]! - cumulative[low]!);
}
