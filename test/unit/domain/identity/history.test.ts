import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { toAction } from '../../../../domain/identity/fold.ts';
import { cookiesToRead, historyFor, nextToRead, readStates } from '../../../../domain/identity/history.ts';
import { compareMoments, type Link, owner } from '../../../../domain/identity/owner.ts';
import { NEVER_SEEN } from '../../../../domain/seen/seen-days.ts';
import { archived, minute, recordAll, someHistory } from './histories.ts';

const NOW = Date.parse(minute(500));
const view = (eventId: string, n: number, ids: { userId?: string; cookieId?: string }) =>
  archived({ eventId, occurredAt: minute(n), itemId: eventId, ...ids });
const items = (actions: readonly { readonly itemId?: string | undefined }[]) =>
  actions.map(({ itemId }) => itemId);
const historyOf = (visitor: { userId?: string; cookieId?: string }, events: readonly ArchivedEvent[]) =>
  historyFor(visitor, recordAll([events]), NOW);

describe('the history of a visitor', () => {
  const sharedComputer = [
    view('before-anna', 1, { cookieId: 'c' }),
    view('anna', 2, { userId: 'anna', cookieId: 'c' }),
    view('between', 3, { cookieId: 'c' }),
    view('bora', 4, { userId: 'bora', cookieId: 'c' }),
    view('after-bora', 5, { cookieId: 'c' }),
    view('anna-elsewhere', 6, { userId: 'anna' }),
  ];

  it('is empty when nobody is known', () => {
    const nothing = {
      owner: undefined,
      scoring: [],
      shown: [],
      purchases: [],
      shownPurchases: [],
      seenDays: NEVER_SEEN,
    };
    expect(historyOf({}, sharedComputer)).toEqual(nothing);
    expect(historyOf({ userId: 'new', cookieId: 'new' }, sharedComputer)).toEqual({
      ...nothing,
      owner: 'u#new',
    });
  });

  it('of a user is what it did itself, and what its cookies did before it logged in', () => {
    const { owner, scoring, shown } = historyOf({ userId: 'anna' }, sharedComputer);
    expect(owner).toBe('u#anna');
    expect(items(scoring)).toEqual(['before-anna', 'anna', 'anna-elsewhere']);
    expect(shown).toEqual(scoring);
  });

  it('of a cookie alone scores by its last user, and shows what it did since', () => {
    const { owner, scoring, shown } = historyOf({ cookieId: 'c' }, sharedComputer);
    expect(owner).toBe('u#bora');
    expect(items(scoring)).toEqual(['between', 'bora', 'after-bora']);
    expect(items(shown)).toEqual(['after-bora']);
  });

  it('of user and cookie is the user’s, whoever the cookie was linked to last', () => {
    const { owner, scoring, shown } = historyOf({ userId: 'anna', cookieId: 'c' }, sharedComputer);
    expect(owner).toBe('u#anna');
    expect(items(scoring)).toEqual(['before-anna', 'anna', 'anna-elsewhere']);
    expect(shown).toEqual(scoring);
  });

  it('of a cookie that never logged in is its own', () => {
    const { owner, scoring, shown } = historyOf({ cookieId: 'd' }, [view('x', 1, { cookieId: 'd' })]);
    expect([owner, items(scoring), items(shown)]).toEqual(['c#d', ['x'], ['x']]);
  });

  it('has purchases net of refunds, also across cookie and user', () => {
    const events = [
      archived({ eventId: 'p', type: 'purchase', cookieId: 'c', occurredAt: minute(1), quantity: 2 }),
      archived({
        eventId: 'q',
        type: 'purchase',
        userId: 'u',
        cookieId: 'c',
        itemId: 'j',
        occurredAt: minute(2),
      }),
      archived({ eventId: 'r', type: 'refund', userId: 'u', occurredAt: minute(3), quantity: 1 }),
    ];
    const { purchases } = historyOf({ userId: 'u' }, events);
    expect(purchases.map(({ itemId, quantity }) => [itemId, quantity])).toEqual([
      ['i1', 1],
      ['j', undefined],
    ]);
    expect(historyOf({ cookieId: 'c' }, events)).toMatchObject({ purchases, shownPurchases: [] });
  });

  it('is, for every user, exactly the events that owner() gives it', () => {
    fc.assert(
      fc.property(someHistory, (events) => {
        const states = recordAll([events]);
        for (const userId of ['u1', '__proto__'])
          expect(historyFor({ userId }, states, NOW).scoring).toEqual(ownedByHand(userId, events));
      }),
    );
  });
});

/** Straight from the rule, over the events themselves. */
function ownedByHand(userId: string, events: readonly ArchivedEvent[]) {
  const linksOf = (cookieId: string | undefined): Link[] =>
    events
      .filter(({ event }) => event.cookieId === cookieId && event.userId !== undefined)
      .map(({ event }) => ({
        occurredAt: event.occurredAt,
        eventKey: `${event.eventId}\tserver`,
        userId: event.userId!,
      }))
      .sort(compareMoments);
  const kept = events.filter(({ event }) => event.type !== 'impression' && event.type !== 'login');
  const owned = kept.filter(({ event }) => owner(event, linksOf(event.cookieId)) === `u#${userId}`);
  return owned.map(toAction).sort(compareMoments);
}

describe('reading what a history needs', () => {
  const events = [view('a', 1, { userId: 'u', cookieId: 'c' }), view('b', 2, { userId: 'u', cookieId: 'd' })];
  const states = recordAll([events]);
  const rounds = async (visitor: { userId?: string; cookieId?: string }) => {
    const asked: string[][] = [];
    const read = async (actors: readonly `${'u' | 'c'}#${string}`[]) => {
      asked.push([...actors]);
      return new Map(actors.flatMap((actor) => (states.has(actor) ? [[actor, states.get(actor)!]] : [])));
    };
    const found = await readStates(visitor, { read }, NOW);
    expect(nextToRead(visitor, found, NOW)).toEqual([]);
    return asked;
  };

  it('asks for the user and then its cookies', async () => {
    expect(await rounds({ userId: 'u' })).toEqual([['u#u'], ['c#d', 'c#c']]);
  });

  it('asks for a cookie, its last user, and that user’s other cookies', async () => {
    expect(await rounds({ cookieId: 'c' })).toEqual([['c#c'], ['u#u'], ['c#d']]);
  });

  it('asks once for actors of whom nothing is known, and for nobody when nobody is named', async () => {
    expect(await rounds({ userId: 'x', cookieId: 'y' })).toEqual([['u#x', 'c#y']]);
    expect(await rounds({})).toEqual([]);
  });

  it('asks for the most recently used cookies only', () => {
    const cookies = [...Array(50).keys()].map((n) => ({ cookieId: `${n}`, lastSeenAt: minute(50 - n) }));
    expect(cookiesToRead({ cookies })).toHaveLength(20);
    expect(cookiesToRead({ cookies })[0]).toBe('c#0');
  });
});

describe('what a person has seen', () => {
  const DAY = 1440;
  const seen = (n: number, ids: { userId?: string; cookieId?: string }) =>
    archived({ eventId: `s${n}`, type: 'impression', occurredAt: minute(n), ...ids });
  const login = (n: number, userId: string) =>
    archived({ eventId: `l${n}`, type: 'login', userId, cookieId: 'c', occurredAt: minute(n) });
  const daysOf = (visitor: Parameters<typeof historyOf>[0], events: readonly ArchivedEvent[]) =>
    historyFor(visitor, recordAll([events]), Date.parse(minute(5 * DAY))).seenDays(
      'i1',
      14,
      Date.parse(minute(5 * DAY)),
    );

  it('is what the user saw, and what was seen on his cookies', () => {
    const events = [seen(1, { userId: 'u' }), seen(DAY, { cookieId: 'c' }), login(DAY + 9, 'u')];
    expect(daysOf({ userId: 'u' }, events)).toBe(2);
    expect(daysOf({ cookieId: 'c' }, events)).toBe(2);
    expect(daysOf({ userId: 'v' }, events)).toBe(0);
  });

  it('is not what was seen on his cookie on days that were all somebody else’s', () => {
    const events = [
      ...[seen(1, { cookieId: 'c' }), login(2, 'u')],
      ...[seen(DAY, { cookieId: 'c' }), login(DAY + 1, 'u')],
      ...[seen(2 * DAY, { cookieId: 'c' }), login(2 * DAY + 1, 'v')],
    ];
    expect(daysOf({ userId: 'u' }, events)).toBe(2);
    // The second day was v's from u's last login on: a filter knows no hours.
    expect(daysOf({ userId: 'v', cookieId: 'c' }, events)).toBe(2);
  });

  it('counts a day on which somebody else used the cookie before and after', () => {
    const day = [login(DAY, 'v'), login(DAY + 3, 'u'), login(DAY + 6, 'v'), login(3 * DAY, 'v')];
    const events = [login(1, 'v'), seen(DAY + 2, { cookieId: 'c' }), ...day];
    expect(daysOf({ userId: 'u' }, events)).toBe(1);
  });

  it('is nothing where nobody asks', () => {
    expect(daysOf({}, [seen(1, { userId: 'u' })])).toBe(0);
  });
});
