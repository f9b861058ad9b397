import { eventKey } from '../events/deduplicate.ts';
import type { ArchivedEvent, Event } from '../events/event.ts';
import type { Mark } from '../seen/mark.ts';
import type { Action, ActorChange, KnownCookie } from './actor.ts';
import { type ActorKey, cookieKey, type Link, userKey } from './owner.ts';

/** Seen only, or kept as a link only: these are no actions of a timeline. */
const NOT_KEPT: ReadonlySet<Event['type']> = new Set(['impression', 'login']);
/** Whoever looks at an item's own page has seen it too. */
const SEEING: ReadonlySet<Event['type']> = new Set(['impression', 'view']);

/** Whose timeline an event is stored in: its user's, else its cookie's. @throws RangeError for neither */
export function timelineOf(event: Pick<Event, 'userId' | 'cookieId'>): ActorKey {
  if (event.userId !== undefined) return userKey(event.userId);
  if (event.cookieId !== undefined) return cookieKey(event.cookieId);
  throw new RangeError('an event needs a userId or a cookieId, got neither');
}

/** The actors that an event changes: one, or two when it links a cookie to a user. */
export function actorsOf(event: Pick<Event, 'userId' | 'cookieId'>): readonly ActorKey[] {
  const { userId, cookieId } = event;
  return userId !== undefined && cookieId !== undefined
    ? [userKey(userId), cookieKey(cookieId)]
    : [timelineOf(event)];
}

/** What a timeline keeps of an event. Absent fields are left out, for rows are paid by their size. */
export function toAction(archived: Pick<ArchivedEvent, 'scope' | 'event'>): Action {
  const { scope, event } = archived;
  const { itemId, platform, orderId, price, quantity, refundOf } = event;
  return {
    eventKey: eventKey(archived),
    type: event.type,
    occurredAt: event.occurredAt,
    ...(itemId !== undefined && { itemId }),
    ...(platform !== undefined && { platform }),
    ...(orderId !== undefined && { orderId }),
    ...(price !== undefined && { price }),
    ...(quantity !== undefined && { quantity }),
    ...(refundOf !== undefined && { refundOf: eventKey({ scope, event: { eventId: refundOf } }) }),
    ...(event.type === 'search' && event.query !== undefined && { query: event.query }),
    ...paidWithOf(event),
  };
}

const MAX_PAID_WITH = 64;

function paidWithOf({ type, properties }: Event): Pick<Action, 'paidWith'> {
  const given = type === 'purchase' ? properties?.paidWith : undefined;
  return typeof given === 'string' && given !== ''
    ? { paidWith: given.slice(0, MAX_PAID_WITH).toWellFormed().toLowerCase() }
    : {};
}

/**
 * What events add to the actors they touch: an event goes to its user's timeline, else to its cookie's;
 * one with both ids also links the cookie to the user and makes the cookie known to the user. Only
 * `wanted` actors are answered. O(events). Copies of an event are left in, for merge.ts lets one count:
 * so that any order, repetition and grouping of events ends in the same actors.
 */
export function foldEvents(
  events: Iterable<Pick<ArchivedEvent, 'scope' | 'event'>>,
  wanted: (actor: ActorKey) => boolean = () => true,
): Map<ActorKey, ActorChange> {
  const changes = new Map<ActorKey, MutableChange>();
  for (const archived of events) {
    for (const actor of actorsOf(archived.event).filter(wanted)) {
      const change = changes.get(actor) ?? emptyChange(actor);
      changes.set(actor, change);
      if (actor === timelineOf(archived.event)) {
        addAction(change, archived);
        addSeen(change, archived);
      }
      addLink(change, archived);
    }
  }
  return changes;
}

interface MutableChange extends ActorChange {
  readonly recent: Action[];
  readonly purchases: Action[];
  readonly links: Link[];
  readonly cookies: KnownCookie[];
  readonly seen: Mark[];
}

/** A change that adds nothing. */
export const emptyChange = (actor: ActorKey): MutableChange => ({
  actor,
  recent: [],
  purchases: [],
  links: [],
  cookies: [],
  seen: [],
});

function addAction(change: MutableChange, archived: Pick<ArchivedEvent, 'scope' | 'event'>): void {
  const { type } = archived.event;
  if (NOT_KEPT.has(type)) return;
  const action = toAction(archived);
  change.recent.push(action);
  if (type === 'purchase' || type === 'refund') change.purchases.push(action);
}

function addSeen(change: MutableChange, { event }: Pick<ArchivedEvent, 'event'>): void {
  const { type, itemId, occurredAt } = event;
  if (SEEING.has(type) && itemId !== undefined) change.seen.push({ itemId, occurredAt });
}

function addLink(change: MutableChange, archived: Pick<ArchivedEvent, 'scope' | 'event'>): void {
  const { userId, cookieId, occurredAt } = archived.event;
  if (userId === undefined || cookieId === undefined) return;
  if (change.actor === userKey(userId)) change.cookies.push({ cookieId, lastSeenAt: occurredAt });
  else change.links.push({ occurredAt, eventKey: eventKey(archived), userId });
}
