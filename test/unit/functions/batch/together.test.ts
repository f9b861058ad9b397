import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import { bruteForce, bruteHistory } from '../../../support/brute-force.ts';
import { memoryPorts } from '../../../support/memory-ports.ts';
import { rowsOf, runTogether } from '../../../support/together-run.ts';

const AS_OF = '2026-11-20T12:00:00.000Z';
const MINUTE = 60_000;
const ITEMS = ['a', 'B', '__proto__', '자전거', '🚲', 'é', 'ﬀ', 'z-1'];

const ago = (milliseconds: number) => new Date(Date.parse(AS_OF) - milliseconds).toISOString();

/** Days of history, at the edges of windows and of asOf too. */
const anyTime = fc
  .oneof(
    fc.integer({ min: 0, max: 8 * 48 }).map((halfHours) => halfHours * 30 * MINUTE),
    fc.integer({ min: 0, max: 40 }).map((minutes) => minutes * MINUTE),
    fc.constantFrom(-1, 0, 1, 5 * 24 * 60 * MINUTE, 5 * 24 * 60 * MINUTE - 1, 6 * 24 * 60 * MINUTE),
  )
  .map(ago);
/** Moments that meet: the same ones again, half an hour apart, and a millisecond beyond. */
const fewTimes = fc.constantFrom(0, 30 * MINUTE, 60 * MINUTE, 60 * MINUTE + 1, 25 * 60 * MINUTE).map(ago);

const who = fc.oneof(
  fc.record({ userId: fc.constantFrom('u1', 'u2', '사용자') }),
  fc.record({ cookieId: fc.constantFrom('c1', 'c2', 'constructor') }),
  fc.record({ userId: fc.constantFrom('u1', 'u2'), cookieId: fc.constantFrom('c1', 'c2') }),
);

const archived = (
  occurredAt: fc.Arbitrary<string>,
  ids: number,
  items: number,
): fc.Arbitrary<ArchivedEvent> =>
  fc
    .record({
      scope: fc.constantFrom('browser' as const, 'server' as const),
      eventId: fc.nat(ids).map((number) => `e${number}`),
      type: fc.constantFrom('view', 'view', 'purchase', 'purchase', 'purchase', 'refund', 'login', 'like'),
      who,
      itemId: fc.constantFrom(...ITEMS.slice(0, items)),
      occurredAt,
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
  ownListings: fc.constantFrom('count', 'ignore'),
});

const LIVE = new Set(['a', '🚲', 'z-1', '__proto__', '자전거']);

/** One sells two things; one never did anything; the unknown item has no seller. */
const SELLERS = new Map([
  ['a', 'u1'],
  ['B', 'u1'],
  ['__proto__', '사용자'],
  ['é', 'somebody'],
]);

async function withCatalogue() {
  const ports = memoryPorts();
  const item = { title: 'x', categories: ['c'], price: 1, listedAt: AS_OF } as const;
  for (const itemId of ITEMS.slice(0, 7))
    await ports.items.put(
      { ...item, itemId, status: LIVE.has(itemId) ? 'on_sale' : 'sold', sellerId: SELLERS.get(itemId) },
      0,
    );
  await ports.items.put({ ...item, itemId: 'z-1', status: 'on_sale', stock: 1 }, 0);
  return ports;
}

describe('a together run', () => {
  it('agrees with a brute-force count on any history', async () => {
    const history = (event: fc.Arbitrary<ArchivedEvent>) =>
      fc.array(fc.array(event, { maxLength: 60, size: 'max' }), { minLength: 1, maxLength: 3 });
    const histories = fc.oneof(
      history(archived(anyTime, 60, 8)),
      history(archived(fewTimes, 400, 5)),
      history(archived(fewTimes, 20, 8)),
    );
    await fc.assert(
      fc.asyncProperty(histories, parameters, async (files, given) => {
        const windows = { view: 'P5D', buy: 'P6D', basket: 'P5D' };
        const channels = ['all', 'mobile', 'web'] as const;
        const history = bruteHistory(files.flat(), AS_OF);
        const ports = await withCatalogue();
        const defined = JSON.parse(JSON.stringify(given));
        const run = await runTogether(
          files,
          { asOf: AS_OF, windows, channels, maxLag: 'P1D', ...defined },
          ports,
        ).catch((error: { code?: string }) => error);
        for (const kind of ['view', 'buy', 'basket', 'view-buy'] as const)
          for (const channel of channels) {
            const expected = bruteForce(history, {
              ...(given as { similarity: 'cosine' } & typeof given),
              ...{
                asOf: AS_OF,
                kind,
                channel,
                windowDays: kind === 'buy' ? 6 : 5,
                buyWindowDays: 6,
                maxLagDays: 1,
              },
              ...(given.targets === 'live' && { live: LIVE }),
              ...(given.ownListings === 'ignore' && { sellers: SELLERS }),
            });
            if ('code' in run) expect(expected).toEqual(new Map());
            else expect(rowsOf(ports, `together-${kind}-${channel}`)).toEqual(expected);
          }
        if ('code' in run) expect(run.code).toBe('no-events');
      }),
      { numRuns: 200 },
    );
  });
});
