import { event as eventSchema, type Rejection } from '../../contract/api/events.ts';
import { API_LIMITS } from '../../contract/limits.ts';
import { BROWSER_EVENT_TYPES, type Event, type Scope } from '../../domain/events/event.ts';
import { fieldErrors, inWords, preview } from '../runtime/problems.ts';

/** Network delay, or a retry: clocks that differ less than this are taken to agree. */
const CLOCK_TOLERANCE_MS = 2_000;

export interface Judging {
  readonly scope: Scope;
  /** The user a valid x-user-token names. */
  readonly tokenUser: string | undefined;
  readonly now: number;
  /** How far the sender's clock is behind ours, in milliseconds (see clockOffset). */
  readonly offset: number;
}

/** How far the sender's clock is behind ours, the way of the request included; 0 without sentAt. Milliseconds. */
export function clockOffset(sentAt: string | undefined, now: number): number {
  return sentAt === undefined ? 0 : now - Date.parse(sentAt);
}

export type Judgement = { readonly event: Event } | { readonly rejection: Rejection };

/** Whether one element of the request's events is taken, and in what form. Never throws. */
export function judgeEvent(raw: unknown, index: number, judging: Judging): Judgement {
  const read = eventSchema.safeParse(raw);
  if (!read.success) return reject(index, 'invalid-event', inWords(fieldErrors(read.error, raw)));
  if (judging.scope === 'browser' && !BROWSER_EVENT_TYPES.has(read.data.type))
    return reject(index, 'type-not-allowed', notAllowed(read.data.type));
  const named = verified(read.data, judging);
  if (!named) return reject(index, 'user-not-verified', notVerified(read.data.userId));
  return inTime(named, index, judging);
}

const reject = (index: number, code: string, detail: string): Judgement => ({
  rejection: { index, code, detail, retryable: false },
});

const notAllowed = (type: string): string =>
  `type: must be one of ${[...BROWSER_EVENT_TYPES].join(', ')} with a browser key, got "${type}"`;

const notVerified = (userId: string | undefined): string =>
  `userId: needs a valid x-user-token for this user, or a cookieId beside it, got ${preview(userId)}`;

/** A browser's userId counts only with that user's token; else the event belongs to its cookie. */
function verified(event: Event, { scope, tokenUser }: Judging): Event | undefined {
  if (scope !== 'browser' || event.userId === undefined || event.userId === tokenUser) return event;
  if (event.cookieId === undefined) return undefined;
  const { userId: _unverified, ...anonymous } = event;
  return anonymous;
}

function inTime(event: Event, index: number, { now, offset }: Judging): Judgement {
  const time = Date.parse(event.occurredAt) + offset;
  if (time > now + API_LIMITS.futureMinutes * 60_000)
    return reject(index, 'occurred-in-future', tooLate(event.occurredAt));
  // Within the tolerance it is the network's delay, no wrong clock: a retry keeps its time.
  if (Math.abs(offset) <= CLOCK_TOLERANCE_MS) return { event };
  if (time < EARLIEST)
    return reject(index, 'invalid-event', `occurredAt: is before the year 0 once corrected`);
  return { event: { ...event, occurredAt: new Date(time).toISOString() } };
}

const EARLIEST = Date.parse('0000-01-01T00:00:00.000Z');

const tooLate = (got: string): string =>
  `occurredAt: must be at most ${API_LIMITS.futureMinutes} minutes ahead of our clock, got "${got}"`;
