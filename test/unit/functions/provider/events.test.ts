import { describe, expect, it } from 'vitest';
import type { EventsRecord } from '../../../../contract/stream.ts';
import { BROWSER_EVENT_TYPES, EVENT_TYPES } from '../../../../domain/events/event.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { at, DAY, MINUTE, testApi } from './support/api.ts';

let made = 0;
const event = (fields: Record<string, unknown> = {}) => ({
  eventId: `e${++made}`,
  type: 'view',
  userId: 'u1',
  itemId: 'i1',
  occurredAt: at(0),
  ...fields,
});
const sent = (api: ReturnType<typeof testApi>) => api.ports.stream.records() as EventsRecord[];

describe('POST /v1/events', () => {
  it('puts events on the stream by actor, with scope and time of arrival', async () => {
    const api = testApi();
    const events = [event(), event({ userId: undefined, cookieId: 'c1' }), event({ cookieId: 'c2' })];
    const answer = await api.server('POST', '/v1/events', { events });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 3, rejected: [] } });
    expect(api.ports.stream.entries.map(({ partitionKey }) => partitionKey)).toEqual(['u#u1', 'c#c1']);
    expect(sent(api)[0]).toMatchObject({ kind: 'events', scope: 'server', receivedAt: at(0) });
    expect(sent(api)[0]!.events).toHaveLength(2);
  });

  it('takes 500 events and refuses 501', async () => {
    const api = testApi();
    const many = (size: number) => ({ events: Array.from({ length: size }, () => event()) });
    expect(await api.server('POST', '/v1/events', many(500))).toMatchObject({
      status: 202,
      body: { accepted: 500 },
    });
    expect(await api.server('POST', '/v1/events', many(501))).toMatchObject({
      status: 400,
      body: { code: 'invalid-body' },
    });
  });

  it('splits what one actor sent into records below 200 KB', async () => {
    const api = testApi();
    const properties = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`p${n}`, '가'.repeat(15)]));
    const events = Array.from({ length: 500 }, () => event({ properties }));
    expect((await api.server('POST', '/v1/events', { events })).body.accepted).toBe(500);
    const sizes = api.ports.stream.entries.map(({ data }) => Buffer.byteLength(data));
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThan(202_000);
  });

  it('takes equal eventIds, in a body and across bodies: later stages count one', async () => {
    const api = testApi();
    const twice = event({ eventId: 'same' });
    expect((await api.server('POST', '/v1/events', { events: [twice, twice] })).body.accepted).toBe(2);
    expect((await api.server('POST', '/v1/events', { events: [twice] })).status).toBe(202);
  });

  it('answers 400 with every reason when all are invalid', async () => {
    const answer = await testApi().server('POST', '/v1/events', { events: [event({ price: -1 }), 7] });
    expect(answer).toMatchObject({ status: 400, body: { code: 'every-event-rejected' } });
    expect(answer.body.rejected).toHaveLength(2);
    expect(answer.body.rejected[0]).toMatchObject({ index: 0, code: 'invalid-event', retryable: false });
    expect(answer.body.rejected[0].detail).toMatch(/price.*got -1/);
  });

  it('takes the good ones when others are refused, each with its index', async () => {
    const events = [
      event({ type: 'stare' }),
      event(),
      event({ itemId: undefined }),
      event({ userId: undefined }),
    ];
    const answer = await testApi().server('POST', '/v1/events', { events });
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
    expect(answer.body.rejected.map(({ index }: { index: number }) => index)).toEqual([0, 2, 3]);
  });
});

describe('the time of an event', () => {
  const send = async (occurredAt: string, sentAt?: string) => {
    const api = testApi();
    const body = { events: [event({ occurredAt })], ...(sentAt && { sentAt }) };
    const answer = await api.server('POST', '/v1/events', body);
    return { answer, stored: sent(api)[0]?.events[0]?.occurredAt };
  };

  it('may be a year, or ten, ago', async () => {
    expect((await send(at(-365 * DAY))).stored).toBe(at(-365 * DAY));
    expect((await send(at(-3650 * DAY))).answer.status).toBe(202);
  });

  it('may be five minutes ahead, and no more', async () => {
    expect((await send(at(5 * MINUTE))).answer.status).toBe(202);
    const { answer } = await send(at(5 * MINUTE + 1));
    expect(answer.body.rejected[0]).toMatchObject({ code: 'occurred-in-future', retryable: false });
    expect(answer.body.rejected[0].detail).toContain(at(5 * MINUTE + 1));
  });

  it('is corrected by sentAt when clocks differ', async () => {
    expect((await send(at(60 * MINUTE - 10), at(60 * MINUTE))).stored).toBe(at(-10));
    expect((await send(at(-60 * MINUTE - 10), at(-60 * MINUTE))).stored).toBe(at(-10));
  });

  it('is left as it is when sentAt is off by network delay only', async () => {
    expect((await send(at(-100), at(-2000))).stored).toBe(at(-100));
  });

  it('must still be a time once corrected', async () => {
    const { answer } = await send('0000-01-01T00:00:00.000Z', at(10 * MINUTE));
    expect(answer).toMatchObject({ status: 400, body: { rejected: [{ code: 'invalid-event' }] } });
  });
});

describe('a browser key', () => {
  it.each(EVENT_TYPES)('may send %s only when it is one of the public types', async (type) => {
    const answer = await testApi().browser('POST', '/v1/events', {
      events: [event({ type, cookieId: 'c', userId: undefined })],
    });
    if (BROWSER_EVENT_TYPES.has(type)) expect(answer.status).toBe(202);
    else expect(answer.body.rejected[0]).toMatchObject({ code: 'type-not-allowed', retryable: false });
  });

  const tokenOf = async (api: ReturnType<typeof testApi>, userId: string, expiresIn = 60) =>
    (await api.server('POST', '/v1/user-tokens', { userId, expiresIn })).body.token as string;
  const both = () => ({ events: [event({ cookieId: 'c1' })] });

  it('speaks for a user with that user’s token', async () => {
    const api = testApi();
    const answer = await api.browser('POST', '/v1/events', both(), {
      'x-user-token': await tokenOf(api, 'u1'),
    });
    expect(answer.headers['x-user-token']).toBeUndefined();
    expect(sent(api)[0]).toMatchObject({ scope: 'browser', events: [{ userId: 'u1', cookieId: 'c1' }] });
  });

  it('cannot link its cookie to a user without a token, or with another’s', async () => {
    const api = testApi();
    await api.browser('POST', '/v1/events', both());
    await api.browser('POST', '/v1/events', both(), { 'x-user-token': await tokenOf(api, 'u2') });
    expect(api.ports.stream.entries.map(({ partitionKey }) => partitionKey)).toEqual(['c#c1', 'c#c1']);
    expect(sent(api).every(({ events }) => events.every(({ userId }) => userId === undefined))).toBe(true);
  });

  it('is told when its token is expired or forged, and its events go to the cookie', async () => {
    const api = testApi();
    const token = await tokenOf(api, 'u1');
    const forged = `${Buffer.from('{"user":"u1","until":9e15,"key":"user-tokens-1"}').toString('base64url')}.${token.split('.')[1]}`;
    for (const wrong of [forged, 'x', 'a.b', `${token}.x`, token.slice(0, -1)]) {
      const answer = await api.browser('POST', '/v1/events', both(), { 'x-user-token': wrong });
      expect(answer).toMatchObject({ status: 202, headers: { 'x-user-token': 'invalid' } });
    }
    api.time.now += 60_000;
    const late = await api.browser('POST', '/v1/events', both(), { 'x-user-token': token });
    expect(late.headers['x-user-token']).toBe('expired');
    expect(api.ports.stream.entries.every(({ partitionKey }) => partitionKey === 'c#c1')).toBe(true);
  });

  it('is refused an event that has nothing but an unproven userId', async () => {
    const answer = await testApi().browser('POST', '/v1/events', { events: [event()] });
    expect(answer).toMatchObject({
      status: 400,
      body: { rejected: [{ code: 'user-not-verified', retryable: false }] },
    });
  });
});

describe('a stream that fails', () => {
  it('answers 503 with Retry-After and every index when it took nothing', async () => {
    const api = testApi();
    failNext(api.ports.stream, 'put', new Error('connection refused at 10.0.0.1'));
    const answer = await api.server('POST', '/v1/events', { events: [event(), event({ userId: 'u2' })] });
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'stream-unavailable' },
    });
    expect(answer.body.rejected).toHaveLength(2);
    expect(JSON.stringify(answer)).not.toContain('10.0.0.1');
  });

  it('answers 202 with retryable rejections for the records it did not take', async () => {
    const api = testApi();
    api.ports.stream.refuse = ({ partitionKey }) => (partitionKey === 'u#u2' ? 'throttled' : undefined);
    const events = [event(), event({ userId: 'u2' }), event({ price: 'x' })];
    const answer = await api.server('POST', '/v1/events', { events });
    expect(answer).toMatchObject({
      status: 202,
      body: {
        accepted: 1,
        rejected: [
          { index: 1, code: 'stream-unavailable', retryable: true },
          { index: 2, code: 'invalid-event', retryable: false },
        ],
      },
    });
  });

  it('answers 503, not 400, when what is valid could not be taken', async () => {
    const api = testApi();
    api.ports.stream.refuse = () => 'throttled';
    const answer = await api.server('POST', '/v1/events', { events: [event(), 7] });
    expect(answer.status).toBe(503);
  });
});
