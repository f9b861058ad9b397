import { describe, expect, it } from 'vitest';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import { hitsOf, type ProbedKind, probesOf } from '../../../../domain/models/probes.ts';
import { EventTable } from '../../../../domain/together/event-table.ts';
import type { Channel } from '../../../../domain/together/parameters.ts';
import { orderEvents, toColumns } from '../../../../domain/together/prepared.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
let next = 0;
/** One event `minute` minutes after the start. */
function event(minute: number, userId: string, itemId: string, more: Partial<Event> = {}): ArchivedEvent {
  const occurredAt = new Date(START + minute * 60_000).toISOString();
  const about = { eventId: `e${String(next++).padStart(6, '0')}`, type: 'view' as const, userId, itemId };
  return { scope: 'server', receivedAt: occurredAt, event: { ...about, occurredAt, ...more } };
}
function probes(files: readonly ArchivedEvent[][], kind: ProbedKind = 'view', channel: Channel = 'all') {
  const table = new EventTable();
  for (const [source, events] of files.entries()) table.add(toColumns(orderEvents(events)), source);
  const steps = probesOf(table, { kind, channel, from: START, to: START + 60 * 60_000 });
  return steps.map(({ from, next }) => `${from}${next}`);
}

describe('probes', () => {
  it('are steps from one item to another of one actor, the newest first', () => {
    const events = [
      ...[event(1, 'u', 'a'), event(2, 'v', 'x'), event(3, 'u', 'b'), event(4, 'u', 'b'), event(5, 'u', 'c')],
      ...[event(6, 'v', 'y'), event(7, 'v', 'z', { type: 'like' })],
    ];
    expect(probes([events])).toEqual(['xy', 'bc', 'ab']);
    expect(probes([events.slice(3), events.slice(0, 3)])).toEqual(['xy', 'bc', 'ab']);
  });

  it('lie in the window: after its start, up to its end', () => {
    expect(
      probes([[event(0, 'u', 'a'), event(1, 'u', 'b'), event(60, 'u', 'c'), event(61, 'u', 'd')]]),
    ).toEqual(['bc']);
  });

  it('are of the kind: purchases, or from a view to a purchase', () => {
    const bought = { type: 'purchase' as const };
    const events = [
      event(1, 'u', 'a'),
      event(2, 'u', 'a', bought),
      event(3, 'u', 'b'),
      event(4, 'u', 'c', bought),
    ];
    expect(probes([events], 'view')).toEqual(['ab']);
    expect(probes([events], 'buy')).toEqual(['ac']);
    expect(probes([events], 'basket')).toEqual(['ac']);
    expect(probes([events], 'view-buy')).toEqual(['bc']);
  });

  it('are of the channel', () => {
    const events = [
      event(1, 'u', 'a', { platform: 'ios' }),
      event(2, 'u', 'b', { platform: 'web' }),
      event(3, 'u', 'c', { platform: 'mweb' }),
    ];
    expect(probes([events], 'view', 'mobile')).toEqual(['ac']);
    expect(probes([events], 'view', 'all')).toEqual(['bc', 'ab']);
  });

  it('take the userId before the cookieId, and tell a user from a cookie of the same name', () => {
    const events = [
      event(1, 'u', 'a', { cookieId: 'c' }),
      event(2, 'u', 'b', { cookieId: 'd' }),
      event(3, 'x', 'c', { userId: undefined, cookieId: 'u' }),
      event(4, 'x', 'd', { userId: undefined, cookieId: 'u' }),
    ];
    expect(probes([events])).toEqual(['cd', 'ab']);
  });

  it('leave out an event whose versions contend', () => {
    const twice = [event(2, 'u', 'b', { eventId: 'same' }), event(2, 'u', 'x', { eventId: 'same' })];
    expect(
      probes([
        [event(1, 'u', 'a'), twice[0]!],
        [twice[1]!, event(3, 'u', 'c')],
      ]),
    ).toEqual(['ac']);
  });

  it('are at most twenty of an actor, and ten thousand in all', () => {
    const robot = Array.from({ length: 50 }, (_, at) => event(1 + at / 10, 'robot', `i${at}`));
    expect(probes([robot])).toEqual(Array.from({ length: 20 }, (_, at) => `i${48 - at}i${49 - at}`));
    const crowd = Array.from({ length: 11_000 }, (_, at) => [
      event(1, `u${at}`, 'a'),
      event(2, `u${at}`, 'b'),
    ]).flat();
    expect(probes([crowd])).toHaveLength(10_000);
  });
});

describe('hits', () => {
  it('are steps that a row foresaw', () => {
    const steps = [
      { from: 'a', next: 'b' },
      { from: 'a', next: 'c' },
      { from: 'none', next: 'b' },
    ];
    expect(hitsOf(steps, new Map([['a', ['x', 'b']]]))).toBe(1);
  });
});
