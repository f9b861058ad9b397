import type { Log } from './log.ts';

const DAY_MS = 86_400_000;
const QUANTILE = 0.85;

/** Training ends before `cut`, the truth before `until`: milliseconds. */
export interface Split {
  readonly cut: number;
  readonly until: number;
}

/** What each variant asks for: only what is new to the user; what was bought before counts too. */
export type Variant = 'ex' | 'in';

/** A user on both sides of a cut. */
export interface Judged {
  readonly user: number;
  /** Distinct items bought from the cut on. */
  readonly bought: ReadonlySet<number>;
  /** Those of them that were not bought before: the truth of the variant ex. */
  readonly fresh: ReadonlySet<number>;
  /** The last item before the cut; of simultaneous ones the last in the file. */
  readonly last: number;
}

/** The 0.85 quantile of the times (numpy's: linear between neighbours), back to midnight UTC. Times ascend. */
export function cutOf(times: Float64Array): number {
  const place = QUANTILE * (times.length - 1);
  const [low, high] = [times[Math.floor(place)]!, times[Math.ceil(place)]!];
  return midnight(low + (high - low) * (place - Math.floor(place)));
}

const midnight = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;

/** The first event at or after a time: so many events lie before it. */
export function firstFrom(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Weekly splits that tile the days from a moment on: each is trained on all before it and judged by the seven days that follow. */
export function weeksFrom(start: number, weeks: number): Split[] {
  return Array.from({ length: weeks }, (_, week) => ({
    cut: start + 7 * week * DAY_MS,
    until: start + 7 * (week + 1) * DAY_MS,
  }));
}

/** The users who bought on both sides of the cut, in the order of their numbers. */
export function judgedUsers(log: Log, { cut, until }: Split): Judged[] {
  const [middle, end] = [firstFrom(log.times, cut), firstFrom(log.times, until)];
  const before = itemsByUser(log, 0, middle);
  const after = itemsByUser(log, middle, end);
  const last = new Map<number, number>();
  for (let event = 0; event < middle; event++) last.set(log.users[event]!, log.items[event]!);
  return [...after]
    .filter(([user]) => before.has(user))
    .sort(([a], [b]) => a - b)
    .map(([user, bought]) => ({
      user,
      bought,
      fresh: bought.difference(before.get(user)!),
      last: last.get(user)!,
    }));
}

function itemsByUser({ users, items }: Log, from: number, to: number): Map<number, Set<number>> {
  const sets = new Map<number, Set<number>>();
  for (let event = from; event < to; event++) {
    const own = sets.get(users[event]!) ?? new Set();
    sets.set(users[event]!, own.add(items[event]!));
  }
  return sets;
}

/** Share of the new items' truth that was first sold after the cut, so that nobody can reach it. */
export function unreachable(log: Log, { cut }: Split, judged: readonly Judged[]): number {
  const sold = new Set(log.items.subarray(0, firstFrom(log.times, cut)));
  const pairs = judged.flatMap(({ fresh }) => [...fresh]);
  return pairs.filter((item) => !sold.has(item)).length / pairs.length;
}
