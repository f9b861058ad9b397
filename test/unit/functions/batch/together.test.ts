import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { bruteForce } from '../../../support/brute-force.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';
import { rowsOf, runTogether } from '../../../support/together-run.ts';

const AS_OF = '2026-11-20T12:00:00.000Z';
const MINUTE = 60_000;
const ITEMS = ['a', 'B', '__proto__', '자전거', '🚲', 'é', 'ﬀ', 'z-1'];

/** Times that meet: few days, half hours apart, at the edges of windows and of asOf. */
const time = fc
  .oneof(
    fc.integer({ min: 0, max: 8 * 48 }).map((halfHours) => halfHours * 30 * MINUTE),
    fc.integer({ min: 0, max: 40 }).map((minutes) => minutes * MINUTE),
    fc.constantFrom(-1, 0, 1, 5 * 24 * 60 * MINUTE, 5 * 24 * 60 * MINUTE - 1, 6 * 24 * 60 * MINUTE),
  )
  .map((ago) => new Date(Date.parse(AS_OF) - ago).toISOString());

const who = fc.oneof(
  fc.record({ userId: fc.constantFrom('u1', 'u2', '사용자') }),
  fc.record({ cookieId: fc.constantFrom('c1', 'c2', 'constructor') }),
  fc.record({ userId: fc.constantFrom('u1', 'u2'), cookieId: fc.constantFrom('c1', 'c2') }),
);

const archived: fc.Arbitrary<ArchivedEvent> = fc
  .record({
    scope: fc.constantFrom('browser' as const, 'server' as const),
    eventId: fc.integer({ min: 0, max: 60 }).map((number) => `e${number}`),
    type: fc.constantFrom('view', 'view', 'purchase', 'purchase', 'purchase', 'refund', 'login', 'like'),
    who,
    itemId: fc.constantFrom(...ITEMS),
    occurredAt: time,
    platform: fc.constantFrom(undefined, 'web', 'ios', 'mweb'),
    orderId: fc.constantFrom(undefined, undefined, 'o1', 'o2'),
    quantity: fc.constantFrom(undefined, 1, 2, 3),
    refundOf: fc.constantFrom(undefined, undefined, 'e1', 'e2', 'e3'),
    query: fc.constantFrom(undefined, 'x', 'y'),
  })
  .map(({ scope, who: ids, refundOf, ...event }) => {
    const named = event.type === 'refund' ? { refundOf } : {};
    const plain = JSON.parse(JSON.stringify({ ...event, ...ids, ...named }));
    return { scope, receivedAt: AS_OF, event: plain };
  });

const parameters = fc.record({
  similarity: fc.constantFrom('cosine', 'count', 'jaccard', 'lift', 'llr'),
  shrink: fc.constantFrom(0, 10),
  minCount: fc.constantFrom(1, 2),
  topK: fc.constantFrom(1, 3, 100),
  maxItemsPerActor: fc.constantFrom(1, 2, 3, 500),
  maxEventsPerActorPerDay: fc.constantFrom(undefined, 1, 2),
  targets: fc.constantFrom('all', 'live'),
});

const LIVE = new Set(['a', '🚲', 'z-1', '__proto__', '자전거']);

async function withCatalogue() {
  const ports = memoryPorts();
  const item = { title: 'x', categories: ['c'], price: 1, listedAt: AS_OF } as const;
  for (const itemId of ITEMS.slice(0, 7))
    await ports.items.put({ ...item, itemId, status: LIVE.has(itemId) ? 'on_sale' : 'sold' }, 0);
  await ports.items.put({ ...item, itemId: 'z-1', status: 'on_sale', stock: 1 }, 0);
  return ports;
}

describe('a together run', () => {
  it('agrees with a brute-force count on any history', async () => {
    const histories = fc.array(fc.array(archived, { maxLength: 60 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(histories, parameters, async (files, given) => {
        const windows = { view: 'P5D', buy: 'P6D', basket: 'P5D' };
        const channels = ['all', 'mobile', 'web'] as const;
        const events = files.flat();
        const ports = await withCatalogue();
        const defined = JSON.parse(JSON.stringify(given));
        const run = await runTogether(files, { asOf: AS_OF, windows, channels, ...defined }, ports).catch(
          (error: { code?: string }) => error,
        );
        for (const kind of ['view', 'buy', 'basket'] as const)
          for (const channel of channels) {
            const expected = bruteForce(events, {
              ...(given as { similarity: 'cosine' } & typeof given),
              ...{ asOf: AS_OF, kind, channel, windowDays: kind === 'buy' ? 6 : 5 },
              ...(given.targets === 'live' && { live: LIVE }),
            });
            if ('code' in run) expect(expected).toEqual(new Map());
            else expect(rowsOf(ports, `together-${kind}-${channel}`)).toEqual(expected);
          }
        if ('code' in run) expect(run.code).toBe('no-events');
      }),
      { numRuns: 300 },
    );
  });
});
