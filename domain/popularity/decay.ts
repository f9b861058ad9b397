/**
 * Forward decay (Cormode et al. 2009): a contribution at an hour is worth 2^((hour − landmark) / half-life), so that as time passes all
 * fall alike and nothing need be rewritten. Values are whole numbers of 2⁻¹², so that their sums in doubles are exact, and do not
 * depend on the order of events.
 */
export const HALF_LIVES_HOURS = { popular: 72, trending: 12, base: 336 } as const;
export type ScoreKind = keyof typeof HALF_LIVES_HOURS;
export const SCORE_KINDS = Object.keys(HALF_LIVES_HOURS) as readonly ScoreKind[];

/** The landmark moves every so many half-lives: 2^10 · 2^12 · 16 leaves room for 2^27 contributions below 2^53. */
const LANDMARK_HALF_LIVES = 10;
const UNIT = 2 ** 12;
const HOUR_MS = 3_600_000;

export type Landmarks = Readonly<Record<ScoreKind, number>>;

/** The landmarks that hold at a time (milliseconds), in hours since 1970: on a fixed grid, so that all runs agree. */
export function landmarksAt(now: number): Landmarks {
  const of = (kind: ScoreKind) => {
    const step = HALF_LIVES_HOURS[kind] * LANDMARK_HALF_LIVES;
    return Math.floor(now / HOUR_MS / step) * step;
  };
  return { popular: of('popular'), trending: of('trending'), base: of('base') };
}

/** What a weight of 1 at an hour is worth: a whole number; 0 for what is more than some twelve half-lives before the landmark. */
export const worthAt = (kind: ScoreKind, hour: number, landmarks: Landmarks): number =>
  Math.round(2 ** ((hour - landmarks[kind]) / HALF_LIVES_HOURS[kind]) * UNIT);

/** The first day that can still count for a kind of score. */
export const horizonOf = (kind: ScoreKind, landmarks: Landmarks): string =>
  new Date((landmarks[kind] - HALF_LIVES_HOURS[kind] * 14) * HOUR_MS).toISOString().slice(0, 10);

/** The first day that can still count for anything. */
export const horizonDay = (landmarks: Landmarks): string =>
  SCORE_KINDS.map((kind) => horizonOf(kind, landmarks)).sort()[0]!;

/** How much all scores have fallen since the landmark: a stored number times this is the score of now, in halves of an action. */
export const fallenSince = (kind: ScoreKind, now: number, landmarks: Landmarks): number =>
  2 ** (-(now / HOUR_MS - landmarks[kind]) / HALF_LIVES_HOURS[kind]) / UNIT;
