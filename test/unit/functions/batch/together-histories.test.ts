import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';
import {
  countUpToGate,
  evolve,
  filesOf,
  ITEMS,
  runIdOf,
  STANDING,
  type Step,
  withCrowd,
} from '../../../support/together-crowd.ts';
import { NOW } from '../../../support/together-run.ts';

const iso = (time: number) => new Date(time).toISOString();
const KINDS = ['view', 'buy', 'basket', 'view-buy'] as const;

/** What one person, who may come with a cookie alone, with a login, or late, does within days of now. */
const anyEvent = (number: number): fc.Arbitrary<ArchivedEvent> =>
  fc
    .record({
      type: fc.constantFrom('view', 'view', 'purchase', 'refund', 'login'),
      who: fc.oneof(
        fc.record({ userId: fc.constantFrom('u1', 'u2', 'crowd1') }),
        fc.record({ cookieId: fc.constantFrom('c1', 'c2') }),
        fc.record({ userId: fc.constantFrom('u1', 'u2'), cookieId: fc.constantFrom('c1', 'c2') }),
      ),
      eventId: fc.nat(12).map((id) => `e${number}-${id}`),
      itemId: fc.constantFrom(...ITEMS, 'new1', 'new2', 'B1'),
      occurredAt: fc.integer({ min: -9 * 24, max: 48 }).map((hours) => iso(NOW + hours * 3_600_000)),
      platform: fc.constantFrom(undefined, 'web', 'ios'),
      orderId: fc.constantFrom(undefined, 'o1', 'o2', 'x1'),
      refundOf: fc.constantFrom('p1a1', 'p1b1', 'e0-1', 'e0-2', 'e1-3'),
    })
    .map(({ who, refundOf, ...event }) => ({
      scope: 'server' as const,
      receivedAt: iso(NOW),
      event: JSON.parse(JSON.stringify({ ...event, ...who, ...(event.type === 'refund' && { refundOf }) })),
    }));

const steps = fc.tuple(
  ...[0, 1, 2].map((number) =>
    fc.record<Step>({
      events: fc.array(anyEvent(number), { maxLength: 10 }),
      hours: fc.constantFrom(0, 1, 12, 30),
      erased: fc.constantFrom(undefined, undefined, 'u#u1', 'c#c1', 'u#crowd2'),
      sold: fc.constantFrom(...ITEMS),
    }),
  ),
);
const parameters = fc.record({
  similarity: fc.constantFrom('cosine', 'count', 'jaccard', 'lift', 'llr'),
  minCount: fc.constantFrom(1, 2),
  topK: fc.constantFrom(2, 100),
  maxItemsPerActor: fc.constantFrom(5, 500),
  targets: fc.constantFrom('all', 'live'),
  backOff: fc.boolean(),
  ownListings: fc.constantFrom('count', 'ignore'),
});

describe('incremental runs', () => {
  it('make the files of full ones to the byte, whatever happens in between', async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(steps, parameters, async (history, given) => {
        const ports = await withCrowd();
        const common = { ...STANDING, kinds: KINDS, channels: ['all', 'mobile', 'web'], ...given };
        await countUpToGate(ports, { ...common, incremental: true }, runIdOf(0));
        let now = NOW;
        for (const [number, step] of history.entries()) {
          await evolve(ports, step, number);
          now += step.hours * 3_600_000;
          const asOf = iso(now);
          const { counts } = await countUpToGate(
            ports,
            { ...common, asOf, incremental: true },
            runIdOf(2 * number + 1),
          );
          await countUpToGate(ports, { ...common, asOf }, runIdOf(2 * number + 2));
          expect(filesOf(ports, runIdOf(2 * number + 1))).toEqual(filesOf(ports, runIdOf(2 * number + 2)));
          expect(counts.recountedFiles ?? 0).toBe(0);
          changed += counts.changedFiles ?? 0;
        }
      }),
      { numRuns: 40 },
    );
    expect(changed).toBeGreaterThan(200);
  });
});
