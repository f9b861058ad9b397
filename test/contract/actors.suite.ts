import { describe, expect, it } from 'vitest';
import { ACTOR_LIMITS } from '../../contract/limits.ts';
import { emptyState } from '../../domain/identity/merge.ts';
import { type ActorKey, cookieKey, userKey } from '../../domain/identity/owner.ts';
import type { ActorStore } from '../../domain/ports.ts';
import { seenDaysOf } from '../../domain/seen/seen-days.ts';
import { action, at, change, fresh, HARD_IDS } from './samples.ts';

/** Now, for what is kept for some weeks: a Wednesday. */
export const SUITE_NOW = Date.UTC(2026, 5, 17, 9);
const daysAgo = (days: number): string => new Date(SUITE_NOW - days * 86_400_000).toISOString();

/** @param open a store whose clock says `SUITE_NOW` */
export function actorStoreSuite(implementation: string, open: () => ActorStore) {
  const read = async (actor: ActorKey) => (await open().read([actor])).get(actor);
  const someUser = () => userKey(fresh('user'));
  const someCookie = () => cookieKey(fresh('cookie'));

  describe(`an actor store: ${implementation}`, () => {
    it('answers an empty state for an actor never seen', async () => {
      const actor = someUser();
      expect(await read(actor)).toEqual(emptyState(actor));
    });

    it('reads many actors at once, an actor asked for twice once', async () => {
      const [a, b] = [someUser(), someCookie()];
      await open().record(change(a, { recent: [action('e1', at(1))] }));
      const states = await open().read([a, b, a]);
      expect([...states.keys()].sort()).toEqual([a, b].sort());
      expect(states.get(a)?.recent).toHaveLength(1);
    });

    it('keeps actions of a change sorted by time', async () => {
      const actor = someUser();
      const recent = [action('e2', at(2)), action('e1', at(1)), action('e3', at(3))];
      await open().record(change(actor, { recent }));
      expect((await read(actor))?.recent.map(({ occurredAt }) => occurredAt)).toEqual([at(1), at(2), at(3)]);
    });

    it('changes nothing when the same change comes again', async () => {
      const actor = someCookie();
      const whole = change(actor, {
        recent: [action('e1', at(1))],
        purchases: [action('p1', at(2), { type: 'purchase', quantity: 2 })],
        links: [{ occurredAt: at(3), eventKey: 'l1\tserver', userId: 'u1' }],
      });
      await open().record(whole);
      const before = await read(actor);
      await open().record(whole);
      expect(await read(actor)).toEqual(before);
    });

    it('takes the earlier of two versions of an event, whichever comes first', async () => {
      const [first, second] = [someUser(), someUser()];
      const [early, late] = [action('e1', at(1)), action('e1', at(9))];
      await open().record(change(first, { recent: [early], purchases: [early] }));
      await open().record(change(first, { recent: [late], purchases: [late] }));
      await open().record(change(second, { recent: [late], purchases: [late] }));
      await open().record(change(second, { recent: [early], purchases: [early] }));
      for (const actor of [first, second])
        expect(await read(actor)).toMatchObject({ recent: [early], purchases: [early] });
    });

    it('counts a purchase once when it comes again in another month', async () => {
      const actor = someUser();
      const june = action('p1', '2026-06-30T23:59:59.999Z', { type: 'purchase' });
      const july = { ...june, occurredAt: '2026-07-01T00:00:00.000Z' };
      await open().record(change(actor, { purchases: [july] }));
      await open().record(change(actor, { purchases: [june] }));
      expect((await read(actor))?.purchases).toEqual([june]);
    });

    it('keeps purchases of all months, and the newest actions only', async () => {
      const actor = someUser();
      const months = [...Array(30).keys()].map((month) =>
        action(`p${month}`, new Date(Date.UTC(2024, month, 3)).toISOString(), { type: 'purchase' }),
      );
      const views = [...Array(ACTOR_LIMITS.recentActions + 5).keys()].map((n) => action(`v${n}`, at(n)));
      await open().record(change(actor, { recent: views, purchases: months }));
      const state = await read(actor);
      expect(state?.purchases).toEqual(months);
      expect(state?.recent).toEqual(views.slice(5));
    });

    it('keeps the newest time of each cookie, the most recent first', async () => {
      const actor = someUser();
      const seen = (cookieId: string, n: number) => ({ cookieId, lastSeenAt: at(n) });
      await open().record(change(actor, { cookies: [seen('a', 5), seen('b', 3)] }));
      await open().record(change(actor, { cookies: [seen('b', 9), seen('a', 1)] }));
      expect((await read(actor))?.cookies).toEqual([seen('b', 9), seen('a', 5)]);
    });

    it('keeps the latest time at which something was listed, beside everything else', async () => {
      const actor = someUser();
      await open().record(change(actor, { recent: [action('e1', at(1))], listedAt: at(5) }));
      await open().record(change(actor, { listedAt: at(3) }));
      await open().putProfile(actor, { adult: true });
      expect(await read(actor)).toMatchObject({
        lastListedAt: at(5),
        recent: [{}],
        profile: { adult: true },
      });
      await open().record(change(actor, { listedAt: at(9) }));
      expect((await read(actor))?.lastListedAt).toBe(at(9));
      expect(await open().remove(actor)).toEqual({ profile: 1, recent: 1, listed: 1 });
      expect(await read(actor)).toEqual(emptyState(actor));
    });

    it('answers on how many days an item was seen, whatever came again or late', async () => {
      const actor = someUser();
      const seen = (itemId: string, ...days: number[]) =>
        days.map((day) => ({ itemId, occurredAt: daysAgo(day) }));
      await open().record(change(actor, { seen: seen('a', 9, 0) }));
      await open().record(change(actor, { seen: [...seen('a', 0, 0, 3), ...seen('b', 20)] }));
      const before = await read(actor);
      const seenDays = seenDaysOf([before!]);
      expect([7, 14, 28].map((within) => seenDays('a', within, SUITE_NOW))).toEqual([2, 3, 3]);
      expect([14, 28].map((within) => seenDays('b', within, SUITE_NOW))).toEqual([0, 1]);
      expect(seenDays('c', 28, SUITE_NOW)).toBe(0);
      await open().record(change(actor, { seen: seen('a', 3, 9) }));
      expect(await read(actor)).toEqual(before);
    });

    it('keeps nothing of what was seen too long ago', async () => {
      const actor = someCookie();
      await open().record(change(actor, { seen: [{ itemId: 'a', occurredAt: daysAgo(60) }] }));
      expect(await read(actor)).toEqual(emptyState(actor));
    });

    it('loses nothing of what was seen when it comes in many changes at once', async () => {
      const actor = someUser();
      const marks = [...Array(8).keys()].map((n) => ({ itemId: `i${n}`, occurredAt: daysAgo(n % 2) }));
      await Promise.all(marks.map((mark) => open().record(change(actor, { seen: [mark] }))));
      const seenDays = seenDaysOf([(await read(actor))!]);
      expect(marks.map(({ itemId }) => seenDays(itemId, 14, SUITE_NOW))).toEqual(marks.map(() => 1));
    });

    it('removes what was seen, a row a week', async () => {
      const actor = someUser();
      const marks = [0, 7, 14].map((day) => ({ itemId: 'a', occurredAt: daysAgo(day) }));
      await open().record(change(actor, { seen: marks, recent: [action('e1', at(1))] }));
      expect(await open().remove(actor)).toEqual({ recent: 1, seen: 3 });
      expect(await read(actor)).toEqual(emptyState(actor));
    });

    it('loses nothing when many changes of one actor are recorded at once', async () => {
      const actor = someUser();
      const events = [...Array(12).keys()].map((n) => action(`e${n}`, at(n)));
      await Promise.all(events.map((event) => open().record(change(actor, { recent: [event] }))));
      expect((await read(actor))?.recent).toEqual(events);
    });

    it('takes a profile whole, beside what was recorded', async () => {
      const actor = someUser();
      await open().record(change(actor, { recent: [action('e1', at(1))] }));
      await open().putProfile(actor, { sex: 'female', birthYear: 1990 });
      await open().putProfile(actor, { interests: ['books'] });
      expect(await read(actor)).toMatchObject({ profile: { interests: ['books'] }, recent: [{}] });
      expect((await read(actor))?.profile).toEqual({ interests: ['books'] });
    });

    it('patches preferences one by one: null removes, absent leaves', async () => {
      const actor = someCookie();
      await open().patchPreferences(actor, { showAdult: true, dislikedCategories: ['toys'] });
      const after = await open().patchPreferences(actor, { showAdult: null, hiddenItems: ['__proto__'] });
      expect(after).toEqual({ dislikedCategories: ['toys'], hiddenItems: ['__proto__'] });
      expect((await read(actor))?.preferences).toEqual(after);
      expect(await open().patchPreferences(actor, {})).toEqual(after);
    });

    it('keeps both of two preferences that are changed at once', async () => {
      const actor = someUser();
      await Promise.all([
        open().patchPreferences(actor, { showAdult: false }),
        open().patchPreferences(actor, { ageBand: '30s' }),
      ]);
      expect((await read(actor))?.preferences).toEqual({ showAdult: false, ageBand: '30s' });
    });

    it('removes an actor whole, and says how many rows of which kind', async () => {
      const actor = someUser();
      const purchases = [action('p1', at(1), { type: 'purchase' }), action('p2', '2026-07-03T00:00:00.000Z')];
      await open().record(
        change(actor, { recent: purchases, purchases, cookies: [{ cookieId: 'c', lastSeenAt: at(1) }] }),
      );
      await open().putProfile(actor, { adult: true });
      expect(await open().remove(actor)).toEqual({ profile: 1, recent: 1, purchases: 2, cookies: 1 });
      expect(await read(actor)).toEqual(emptyState(actor));
      expect(await open().remove(actor)).toEqual({});
    });

    it.each(HARD_IDS)('keeps actors and items called %s', async (id) => {
      const actor = userKey(id);
      const recent = [action(fresh('e'), at(1), { itemId: id, orderId: id })];
      await open().record(change(actor, { recent, cookies: [{ cookieId: id, lastSeenAt: at(1) }] }));
      expect(await read(actor)).toMatchObject({ actor, recent, cookies: [{ cookieId: id }] });
    });
  });
}
