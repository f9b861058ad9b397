import { canonicalJson } from '../events/deduplicate.ts';
import type { Timestamp } from '../events/event.ts';
import { type SeenLimits, uniteSeen } from '../seen/weeks.ts';
import type { Action, ActorChange, ActorState, KnownCookie } from './actor.ts';
import { type ActorKey, compareMoments, type Link } from './owner.ts';

/** How much of an actor is kept; contract/limits.ts ACTOR_LIMITS has the numbers. */
export interface ActorLimits {
  readonly recentActions: number;
  readonly links: number;
  readonly cookies: number;
  readonly seen: SeenLimits;
}

/** An actor of whom nothing is known. */
export const emptyState = (actor: ActorKey): ActorState => ({
  actor,
  profile: {},
  preferences: {},
  recent: [],
  purchases: [],
  links: [],
  cookies: [],
  seen: [],
});

/**
 * Unites sets of actions: of equal eventKeys the smallest (occurredAt, canonical JSON) stays. Sorted by
 * compareMoments. Answers `stored` itself when `added` changes nothing. O(n log n).
 */
export function uniteActions(stored: readonly Action[], added: readonly Action[]): readonly Action[] {
  return sameOr(stored, unite(stored, added, compareActionVersions));
}

/** What people do without deciding anything: it must never push out a hide, a like or a cart. */
const PASSING: ReadonlySet<Action['type']> = new Set(['view', 'click', 'search']);

/** uniteActions, of which the newest `limit` of those in passing and the newest `limit` of the others stay. */
export function uniteRecent(
  stored: readonly Action[],
  added: readonly Action[],
  limit: number,
): readonly Action[] {
  const united = unite(stored, added, compareActionVersions);
  if (united.length <= limit) return sameOr(stored, united);
  const passing = newest(
    united.filter(({ type }) => PASSING.has(type)),
    limit,
  );
  const decided = newest(
    united.filter(({ type }) => !PASSING.has(type)),
    limit,
  );
  return sameOr(stored, [...passing, ...decided].sort(compareMoments));
}

const newest = (actions: readonly Action[], limit: number): readonly Action[] =>
  actions.slice(Math.max(0, actions.length - limit));

/**
 * Unites a cookie's links. Above `limit` a run of one user's links shrinks to its first and last: for an
 * event before, within or after the run the user of the link at or after it, and of the last one before
 * it, stay the same, so owner() answers as before (but for a link that arrives late, into the middle of
 * a shrunk run). What is still too many loses its oldest.
 */
export function uniteLinks(stored: readonly Link[], added: readonly Link[], limit: number): readonly Link[] {
  const united = unite(stored, added, compareLinkVersions);
  if (united.length <= limit) return sameOr(stored, united);
  const shrunk = shrinkRuns(united);
  return sameOr(stored, shrunk.slice(Math.max(0, shrunk.length - limit)));
}

/** Unites a user's cookies: last seen is the maximum; the most recently seen `limit` stay, newest first. */
export function uniteCookies(
  stored: readonly KnownCookie[],
  added: readonly KnownCookie[],
  limit: number,
): readonly KnownCookie[] {
  const newest = new Map<string, KnownCookie>();
  for (const cookie of [...stored, ...added]) {
    const known = newest.get(cookie.cookieId);
    if (!known || known.lastSeenAt < cookie.lastSeenAt) newest.set(cookie.cookieId, cookie);
  }
  return sameOr(stored, [...newest.values()].sort(compareCookies).slice(0, limit));
}

/** The later of two times at which something was listed, as the set of one that a row keeps. */
export function uniteListed(stored: readonly Timestamp[], added: readonly Timestamp[]): readonly Timestamp[] {
  const latest = [...stored, ...added].sort().slice(-1);
  return sameOr(stored, latest);
}

/** Actions by the month of their event, `YYYY-MM`. */
export function byMonth(actions: readonly Action[]): Map<string, Action[]> {
  return Map.groupBy(actions, ({ occurredAt }) => monthOf(occurredAt));
}

/** A state with a change united into it: what every store does, row by row. `fromWeek`: the oldest week of `seen` that is kept. */
export function applyChange(
  state: ActorState,
  change: ActorChange,
  limits: ActorLimits,
  fromWeek?: number,
): ActorState {
  return {
    ...state,
    recent: uniteRecent(state.recent, change.recent, limits.recentActions),
    purchases: uniteActions(state.purchases, change.purchases),
    links: uniteLinks(state.links, change.links, limits.links),
    cookies: uniteCookies(state.cookies, change.cookies, limits.cookies),
    seen: uniteSeen(state.seen, change.seen ?? [], limits.seen, fromWeek),
    ...lastListed(state, change),
  };
}

function lastListed({ lastListedAt }: ActorState, { listedAt }: ActorChange): Partial<ActorState> {
  const [latest] = uniteListed(timesOf(lastListedAt), timesOf(listedAt));
  return latest === undefined ? {} : { lastListedAt: latest };
}

/** An optional time as a set. */
export const timesOf = (time: Timestamp | undefined): readonly Timestamp[] =>
  time === undefined ? [] : [time];

interface Moment {
  readonly eventKey: string;
  readonly occurredAt: Timestamp;
}

function unite<T extends Moment>(
  stored: readonly T[],
  added: readonly T[],
  compareVersions: (a: T, b: T) => number,
): T[] {
  const smallest = new Map<string, T>();
  for (const candidate of [...stored, ...added]) {
    const known = smallest.get(candidate.eventKey);
    if (!known || compareVersions(candidate, known) < 0) smallest.set(candidate.eventKey, candidate);
  }
  return [...smallest.values()].sort(compareMoments);
}

/** As compareVersions of events, on what an action keeps of them: `refundOf` is compared without its scope. */
function compareActionVersions(a: Action, b: Action): number {
  return compareText(a.occurredAt, b.occurredAt) || compareText(canonicalAction(a), canonicalAction(b));
}

const canonicalAction = (action: Action): string =>
  canonicalJson({ ...action, refundOf: action.refundOf?.split('\t')[0] });

function compareLinkVersions(a: Link, b: Link): number {
  return compareText(a.occurredAt, b.occurredAt) || compareText(a.userId, b.userId);
}

function compareCookies(a: KnownCookie, b: KnownCookie): number {
  return compareText(b.lastSeenAt, a.lastSeenAt) || compareText(a.cookieId, b.cookieId);
}

const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const shrinkRuns = (links: readonly Link[]): Link[] =>
  links.filter(
    ({ userId }, index) => userId !== links[index - 1]?.userId || userId !== links[index + 1]?.userId,
  );

const monthOf = (time: Timestamp): string => time.slice(0, 7);

function sameOr<T>(stored: readonly T[], united: readonly T[]): readonly T[] {
  const same = stored.length === united.length && stored.every((element, at) => element === united[at]);
  return same ? stored : united;
}
