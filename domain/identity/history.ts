import type { Timestamp } from '../events/event.ts';
import type { ActorStore } from '../ports.ts';
import { NEVER_SEEN, type SeenDays, type SeenPart, seenDaysOf } from '../seen/seen-days.ts';
import type { Action, ActorState } from './actor.ts';
import { emptyState, uniteActions } from './merge.ts';
import { type ActorKey, compareMoments, cookieKey, firstAtOrAfter, owner, userKey } from './owner.ts';
import { netPurchases } from './refunds.ts';

/** Who asks: at least one id, or nobody known. */
export interface Visitor {
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
}

/** Actions sorted by compareMoments, purchases net of refunds. */
export interface History {
  /** Whose history scores: the user; for a cookie alone the user it was last seen with, else the cookie. */
  readonly owner: ActorKey | undefined;
  readonly scoring: readonly Action[];
  /** What sections that show history may show: for a cookie alone only what it did since its last link. */
  readonly shown: readonly Action[];
  readonly purchases: readonly Action[];
  readonly shownPurchases: readonly Action[];
  /** What the owner saw, on all cookies, on the days on which they were the owner's. */
  readonly seenDays: SeenDays;
}

export type States = ReadonlyMap<ActorKey, ActorState>;

/** A user's most recently used cookies that are read for a page: one Query each. */
const COOKIES_READ = 20;

/** The first round: the actors that the request names. */
export function actorsToRead({ userId, cookieId }: Visitor): ActorKey[] {
  return [
    ...(userId === undefined ? [] : [userKey(userId)]),
    ...(cookieId === undefined ? [] : [cookieKey(cookieId)]),
  ];
}

/** The cookies of a user whose actions may be his: the round after his state. */
export function cookiesToRead(state: Pick<ActorState, 'cookies'>): ActorKey[] {
  return state.cookies.slice(0, COOKIES_READ).map(({ cookieId }) => cookieKey(cookieId));
}

/** What is still to be read before historyFor knows everything; empty when it does. At most three rounds. */
export function nextToRead(visitor: Visitor, states: States, now: number): ActorKey[] {
  const actor = ownerNow(visitor, states, now);
  const user = actor && states.get(actor);
  const wanted = [...actorsToRead(visitor), ...(actor ? [actor] : []), ...(user ? cookiesToRead(user) : [])];
  return [...new Set(wanted)].filter((key) => !states.has(key));
}

/** Reads all states that historyFor needs, round by round. `now` in milliseconds. */
export async function readStates(
  visitor: Visitor,
  actors: Pick<ActorStore, 'read'>,
  now: number,
): Promise<States> {
  const states = new Map<ActorKey, ActorState>();
  for (
    let next = nextToRead(visitor, states, now);
    next.length > 0;
    next = nextToRead(visitor, states, now)
  ) {
    const read = await actors.read(next);
    for (const key of next) states.set(key, read.get(key) ?? emptyState(key));
  }
  return states;
}

/**
 * The history of whoever asks, put together from states that are never merged in storage. `now` in
 * milliseconds. A user's id wins over what his cookie was last linked to. Missing states count as empty.
 */
export function historyFor(visitor: Visitor, states: States, now: number): History {
  const actor = ownerNow(visitor, states, now);
  if (!actor) return NOBODYS;
  const owned = ownedBy(actor, visitor, states);
  const seenDays = seenBy(actor, visitor, states);
  const [scoring, purchases] = [owned.recent, netPurchases(owned.purchases)];
  const { userId, cookieId } = visitor;
  if (userId !== undefined || cookieId === undefined || actor === cookieKey(cookieId))
    return { owner: actor, scoring, shown: scoring, purchases, shownPurchases: purchases, seenDays };
  const since = sinceLastLink(states.get(cookieKey(cookieId)));
  return {
    owner: actor,
    scoring,
    shown: since.recent,
    purchases,
    shownPurchases: netPurchases(since.purchases),
    seenDays,
  };
}

const NOBODYS: History = {
  owner: undefined,
  scoring: [],
  shown: [],
  purchases: [],
  shownPurchases: [],
  seenDays: NEVER_SEEN,
};

function ownerNow({ userId, cookieId }: Visitor, states: States, now: number): ActorKey | undefined {
  if (userId === undefined && cookieId === undefined) return undefined;
  const links = cookieId === undefined ? [] : states.get(cookieKey(cookieId))?.links;
  return owner({ userId, cookieId, occurredAt: new Date(now).toISOString() }, links);
}

type Timeline = Pick<ActorState, 'recent' | 'purchases'>;

/** An actor's own actions, and those of its cookies (and the visitor's) that are its by owner(). */
function ownedBy(actor: ActorKey, visitor: Visitor, states: States): Timeline {
  const { own, cookies } = statesOf(actor, visitor, states);
  const parts = cookies.map((state) => ownedPart(state, actor));
  return {
    recent: uniteActions(
      [],
      [own, ...parts].flatMap(({ recent }) => recent),
    ),
    purchases: uniteActions(
      [],
      [own, ...parts].flatMap(({ purchases }) => purchases),
    ),
  };
}

function statesOf(actor: ActorKey, { cookieId }: Visitor, states: States) {
  const own = states.get(actor) ?? emptyState(actor);
  const visiting = cookieId === undefined ? [] : [cookieKey(cookieId)];
  const cookies = new Set([...cookiesToRead(own), ...visiting].filter((cookie) => cookie !== actor));
  return { own, cookies: [...cookies].flatMap((cookie) => states.get(cookie) ?? []) };
}

function seenBy(actor: ActorKey, visitor: Visitor, states: States): SeenDays {
  const { own, cookies } = statesOf(actor, visitor, states);
  return seenDaysOf([own, ...cookies.map((cookie) => seenPart(cookie, actor))]);
}

/** A filter does not know when on a day something was seen: a cookie that was the actor's for a part of it counts for all of it. */
function seenPart({ seen, links, actor: cookie }: ActorState, actor: ActorKey): SeenPart {
  const cookieId = cookie.slice('c#'.length);
  const isAt = (occurredAt: Timestamp) => owner({ cookieId, occurredAt }, links) === actor;
  const isOwn = (from: number, to: number) => {
    const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
    if (isAt(first) || isAt(last)) return true;
    const within = links.slice(firstAtOrAfter(links, first), firstAtOrAfter(links, last));
    return within.some(({ userId }) => userKey(userId) === actor);
  };
  return { seen, isOwn };
}

/** A cookie keeps only what was done without a userId: whose that is, its links say. */
function ownedPart(cookie: ActorState, actor: ActorKey): Timeline {
  const cookieId = cookie.actor.slice('c#'.length);
  const isOwned = ({ occurredAt }: Action) => owner({ cookieId, occurredAt }, cookie.links) === actor;
  return { recent: cookie.recent.filter(isOwned), purchases: cookie.purchases.filter(isOwned) };
}

function sinceLastLink(cookie: ActorState | undefined): Timeline {
  const last: Timestamp = cookie?.links.at(-1)?.occurredAt ?? '';
  const isSince = ({ occurredAt }: Action) => occurredAt > last;
  return {
    recent: (cookie?.recent ?? []).filter(isSince).toSorted(compareMoments),
    purchases: (cookie?.purchases ?? []).filter(isSince),
  };
}
