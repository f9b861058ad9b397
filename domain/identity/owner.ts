import type { Event, Timestamp } from '../events/event.ts';

/** Whose timeline something belongs to: `u#` + userId or `c#` + cookieId (no id contains `#`). */
export type ActorKey = `u#${string}` | `c#${string}`;

/** A time at which a cookie was seen together with a user: an event with both ids. */
export interface Link {
  readonly occurredAt: Timestamp;
  /** eventKey of the event: orders links of one millisecond by eventId. */
  readonly eventKey: string;
  readonly userId: string;
}

export const userKey = (userId: string): ActorKey => `u#${userId}`;
export const cookieKey = (cookieId: string): ActorKey => `c#${cookieId}`;

/** Total order of links and events: by time, then by event identity. */
export function compareMoments(
  a: { readonly occurredAt: Timestamp; readonly eventKey: string },
  b: { readonly occurredAt: Timestamp; readonly eventKey: string },
): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1;
  return a.eventKey === b.eventKey ? 0 : a.eventKey < b.eventKey ? -1 : 1;
}

/**
 * Whose an event is: its userId; else the user of the smallest link at or after it on its cookie; else
 * of the largest link before it; else the cookie itself. `links` are that cookie's, sorted by
 * compareMoments. O(log links). "At or after" compares times: a link of the same millisecond counts as at.
 *
 * @throws RangeError when the event has neither id
 */
export function owner(
  event: Pick<Event, 'userId' | 'cookieId' | 'occurredAt'>,
  links: readonly Link[] = [],
): ActorKey {
  if (event.userId !== undefined) return userKey(event.userId);
  if (event.cookieId === undefined)
    throw new RangeError('an event needs a userId or a cookieId, got neither');
  const linked = links[firstAtOrAfter(links, event.occurredAt)] ?? links.at(-1);
  return linked ? userKey(linked.userId) : cookieKey(event.cookieId);
}

/** Index of the first link not before `time`; links.length when all are before it. */
export function firstAtOrAfter(links: readonly Link[], time: Timestamp): number {
  let [low, high] = [0, links.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (links[middle]!.occurredAt < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
