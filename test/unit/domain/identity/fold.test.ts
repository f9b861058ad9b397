import { describe, expect, it } from 'vitest';
import { actorsOf, foldEvents, timelineOf, toAction } from '../../../../domain/identity/fold.ts';
import { archived, minute } from './histories.ts';

describe('folding events into actors', () => {
  it('gives an event to its user, else to its cookie', () => {
    const changes = foldEvents([
      archived({ eventId: 'a', userId: 'u' }),
      archived({ eventId: 'b', cookieId: 'c' }),
    ]);
    expect(
      [...changes].map(([actor, { recent }]) => [actor, recent.map(({ eventKey }) => eventKey)]),
    ).toEqual([
      ['u#u', ['a\tserver']],
      ['c#c', ['b\tserver']],
    ]);
  });

  it('links cookie and user by an event with both ids, which is the user’s action alone', () => {
    const changes = foldEvents([
      archived({ eventId: 'a', userId: 'u', cookieId: 'c', occurredAt: minute(3) }),
    ]);
    expect(changes.get('u#u')).toMatchObject({
      recent: [{ eventKey: 'a\tserver' }],
      links: [],
      cookies: [{ cookieId: 'c', lastSeenAt: minute(3) }],
    });
    expect(changes.get('c#c')).toMatchObject({
      recent: [],
      links: [{ userId: 'u', occurredAt: minute(3), eventKey: 'a\tserver' }],
      cookies: [],
    });
  });

  it('keeps impressions and logins out of the timeline, but takes the link of a login', () => {
    const changes = foldEvents([
      archived({ eventId: 'a', type: 'login', userId: 'u', cookieId: 'c' }),
      archived({ eventId: 'b', type: 'impression', userId: 'u' }),
    ]);
    expect(changes.get('u#u')).toMatchObject({ recent: [], cookies: [{ cookieId: 'c' }] });
    expect(changes.get('c#c')?.links).toHaveLength(1);
  });

  it('counts an item as seen by its impressions and views, in the timeline of who did', () => {
    const types = ['impression', 'view', 'click', 'cart', 'purchase'] as const;
    const changes = foldEvents(
      types.map((type) => archived({ eventId: type, type, userId: 'u', cookieId: 'c', itemId: type })),
    );
    expect(changes.get('u#u')?.seen).toEqual([
      { itemId: 'impression', occurredAt: minute(0) },
      { itemId: 'view', occurredAt: minute(0) },
    ]);
    expect(changes.get('c#c')?.seen).toEqual([]);
  });

  it('puts purchases and refunds with the purchases as well', () => {
    const types = ['view', 'purchase', 'refund', 'cart'] as const;
    const events = types.map((type) => archived({ eventId: type, type, userId: 'u' }));
    const { recent, purchases } = foldEvents(events).get('u#u')!;
    expect(recent.map(({ type }) => type)).toEqual(types);
    expect(purchases.map(({ type }) => type)).toEqual(['purchase', 'refund']);
  });

  it('answers only the actors that are wanted', () => {
    const events = [archived({ eventId: 'a', userId: 'u', cookieId: 'c' })];
    expect([...foldEvents(events, (actor) => actor === 'c#c').keys()]).toEqual(['c#c']);
  });

  it('refuses an event of nobody', () => {
    expect(() => timelineOf({})).toThrow('needs a userId or a cookieId');
    expect(() => actorsOf({})).toThrow('needs a userId or a cookieId');
  });
});

describe('an action', () => {
  it('keeps what recommendations need, and names a refunded purchase by its key', () => {
    const { event } = archived({
      eventId: 'r',
      type: 'refund',
      userId: 'u',
      refundOf: 'p',
      page: 'home',
      quantity: 2,
    });
    expect(toAction({ scope: 'admin', event })).toEqual({
      eventKey: 'r\tadmin',
      type: 'refund',
      itemId: 'i1',
      occurredAt: minute(0),
      quantity: 2,
      refundOf: 'p\tadmin',
    });
  });

  it('keeps the query of a search, and of nothing else', () => {
    const query = (type: 'search' | 'click') =>
      toAction(archived({ eventId: 'q', type, userId: 'u', query: '의자' })).query;
    expect([query('search'), query('click')]).toEqual(['의자', undefined]);
  });
});
