import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS } from '../../../../contract/limits.ts';
import { foldEvents } from '../../../../domain/identity/fold.ts';
import { applyChange, emptyState, uniteActions, uniteLinks } from '../../../../domain/identity/merge.ts';
import { type Link, owner, userKey } from '../../../../domain/identity/owner.ts';
import { minute, recordAll, someDelivery, someHistory, someRepetitiveHistory, sorted } from './histories.ts';

const delivered = (history: typeof someHistory) =>
  history.chain((events) => fc.tuple(fc.constant(events), someDelivery(events)));

describe('recording events', () => {
  it('ends in the same actors in any order, repetition and grouping', () => {
    fc.assert(
      fc.property(delivered(someRepetitiveHistory), ([events, batches]) => {
        expect(sorted(recordAll(batches))).toEqual(sorted(recordAll([events])));
      }),
    );
  });

  it('does so too when timelines and cookies are cut to their newest', () => {
    const limits = { ...ACTOR_LIMITS, recentActions: 3, cookies: 1 };
    fc.assert(
      fc.property(delivered(someHistory), ([events, batches]) => {
        expect(sorted(recordAll(batches, limits))).toEqual(sorted(recordAll([events], limits)));
      }),
    );
  });

  it('answers the very same lists when nothing changes, so that nothing is written', () => {
    fc.assert(
      fc.property(delivered(someHistory), ([events, batches]) => {
        const states = recordAll([events]);
        const after = recordAll(batches);
        for (const [actor, state] of states) {
          const { recent, purchases, links, cookies } = after.get(actor)!;
          const again = applyChange(
            state,
            { actor, recent, purchases, links, cookies, seen: foldEvents(events).get(actor)!.seen },
            ACTOR_LIMITS,
          );
          expect(again.recent).toBe(state.recent);
          expect(again.purchases).toBe(state.purchases);
          expect(again.links).toBe(state.links);
          expect(again.cookies).toBe(state.cookies);
          expect(again.seen).toBe(state.seen);
        }
      }),
    );
  });

  it('adds nothing to an actor of whom nothing came', () => {
    const actor = userKey('u');
    const nothing = { actor, recent: [], purchases: [], links: [], cookies: [] };
    expect(applyChange(emptyState(actor), nothing, ACTOR_LIMITS)).toEqual(emptyState(actor));
  });
});

describe('versions of one event', () => {
  const version = (occurredAt: string, itemId: string) => ({
    eventKey: 'e\tserver',
    type: 'view' as const,
    occurredAt,
    itemId,
  });

  it('count once, by the earliest', () => {
    const [early, late] = [version(minute(1), 'b'), version(minute(2), 'a')];
    expect(uniteActions([late], [early])).toEqual([early]);
    expect(uniteActions([early], [late])).toEqual([early]);
  });

  it('of one time count by the smallest canonical JSON', () => {
    const [a, b] = [version(minute(1), 'a'), version(minute(1), 'b')];
    expect(uniteActions([b], [a])).toEqual([a]);
    expect(uniteActions([a], [b])).toEqual([a]);
  });
});

describe('links above their limit', () => {
  const link = (n: number, userId: string): Link => ({
    occurredAt: minute(n),
    eventKey: `l${String(n).padStart(4, '0')}\tserver`,
    userId,
  });

  it('shrink runs of one user to first and last, and every event keeps its owner', () => {
    const users = fc.array(fc.constantFrom('a', 'b'), { minLength: 20, maxLength: 60 });
    const probe = fc.integer({ min: -5, max: 200 });
    fc.assert(
      fc.property(users, fc.array(probe, { minLength: 10 }), (names, times) => {
        const links = names.flatMap((name, n) => [
          link(3 * n, name),
          link(3 * n + 1, name),
          link(3 * n + 2, name),
        ]);
        const kept = uniteLinks([], links, 2 * names.length);
        expect(kept.length).toBeLessThanOrEqual(2 * names.length);
        for (const n of times) {
          const event = { cookieId: 'c', occurredAt: minute(n) };
          expect(owner(event, kept)).toBe(owner(event, links));
        }
      }),
    );
  });

  it('lose their oldest when users alternate so often that nothing shrinks', () => {
    const links = [...Array(10).keys()].map((n) => link(n, n % 2 ? 'a' : 'b'));
    expect(uniteLinks(links.slice(0, 5), links.slice(5), 4)).toEqual(links.slice(6));
  });

  it('are all kept up to the limit', () => {
    const links = [...Array(10).keys()].map((n) => link(n, 'a'));
    expect(uniteLinks([], links, 10)).toEqual(links);
  });
});
