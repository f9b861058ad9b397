import fc from 'fast-check';
import { ACTOR_LIMITS } from '../../../../contract/limits.ts';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import type { ActorState } from '../../../../domain/identity/actor.ts';
import { foldEvents } from '../../../../domain/identity/fold.ts';
import { type ActorLimits, applyChange, emptyState } from '../../../../domain/identity/merge.ts';
import type { ActorKey } from '../../../../domain/identity/owner.ts';

export const minute = (n: number): string => new Date(Date.UTC(2026, 0, 31, 23) + n * 60_000).toISOString();

export const archived = (event: Partial<Event> & Pick<Event, 'eventId'>): ArchivedEvent => ({
  scope: 'server',
  receivedAt: minute(0),
  event: { type: 'view', itemId: 'i1', occurredAt: minute(0), ...event },
});

/** Few ids and minutes, so that events meet; over a month's end, so that rows do. */
const who = fc.oneof(
  fc.record({ userId: fc.constantFrom('u1', '__proto__') }),
  fc.record({ cookieId: fc.constantFrom('c1', '쿠키') }),
  fc.record({ userId: fc.constantFrom('u1', '__proto__'), cookieId: fc.constantFrom('c1', '쿠키') }),
);
const what = fc.record({
  type: fc.constantFrom<Event['type'][]>('view', 'cart', 'purchase', 'refund', 'impression', 'login'),
  itemId: fc.constantFrom('i1', 'i2'),
  occurredAt: fc.integer({ min: 0, max: 120 }).map(minute),
  quantity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});

/** A history with an eventId for each event. */
export const someHistory = fc
  .array(fc.tuple(who, what), { maxLength: 30 })
  .map((parts) => parts.map(([ids, event], n) => archived({ eventId: `e${n}`, ...ids, ...event })));

/** As someHistory, but eventIds repeat: with other times, items and actors. */
export const someRepetitiveHistory = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 8 }), who, what), { maxLength: 30 })
  .map((parts) => parts.map(([n, ids, event]) => archived({ eventId: `e${n}`, ...ids, ...event })));

/** The actors after batches of events, as the streaming layer makes them. */
export function recordAll(
  batches: readonly (readonly ArchivedEvent[])[],
  limits: ActorLimits = ACTOR_LIMITS,
): Map<ActorKey, ActorState> {
  const states = new Map<ActorKey, ActorState>();
  for (const batch of batches)
    for (const [actor, change] of foldEvents(batch))
      states.set(actor, applyChange(states.get(actor) ?? emptyState(actor), change, limits));
  return states;
}

/** The same events shuffled, some of them twice, cut into batches. */
export const someDelivery = (events: readonly ArchivedEvent[]) =>
  fc.tuple(fc.subarray([...events]), fc.integer({ min: 1, max: 7 })).chain(([again, size]) => {
    const sent = [...events, ...again];
    const shuffled = fc.shuffledSubarray(sent, { minLength: sent.length, maxLength: sent.length });
    return shuffled.map((order) => inBatches(order, size));
  });

const inBatches = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size));

export const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));
