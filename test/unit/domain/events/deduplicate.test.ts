import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, deduplicate } from '../../../../domain/events/deduplicate.ts';
import type { ArchivedEvent } from '../../../../domain/events/event.ts';

const archived = (change: Partial<ArchivedEvent['event']>, scope: ArchivedEvent['scope'] = 'server') => ({
  ...{ scope, receivedAt: '2026-11-23T09:00:00.000Z' },
  event: {
    ...{ eventId: 'e', type: 'view' as const, userId: 'u', itemId: 'i' },
    ...{ occurredAt: '2026-11-23T08:00:00.000Z', ...change },
  },
});

describe('deduplication', () => {
  it('keeps the earliest of equal events, then the one with the smaller text', () => {
    const early = archived({ occurredAt: '2026-11-23T07:00:00.000Z', itemId: 'z' });
    const small = archived({ occurredAt: '2026-11-23T07:00:00.000Z', itemId: 'a' });
    expect(deduplicate([archived({}), early, small, archived({})])).toEqual([small]);
  });

  it('keeps events of other scopes apart', () => {
    expect(deduplicate([archived({}, 'browser'), archived({}, 'server')])).toHaveLength(2);
  });

  it('gives the same set in any order', () => {
    const some = fc.record({
      eventId: fc.constantFrom('a', 'b', '__proto__'),
      itemId: fc.constantFrom('1', '2', '3'),
    });
    fc.assert(
      fc.property(fc.array(some), fc.infiniteStream(fc.nat(50)), (changes, keys) => {
        const events = changes.map((change) => archived(change));
        const shuffled = events
          .map((event) => [keys.next().value!, event] as const)
          .sort(([a], [b]) => a - b);
        const set = (list: ArchivedEvent[]) => new Set(list.map((one) => canonicalJson(one)));
        expect(set(deduplicate(shuffled.map(([, event]) => event)))).toEqual(set(deduplicate(events)));
      }),
    );
  });
});
