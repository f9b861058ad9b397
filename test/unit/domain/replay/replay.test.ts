import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../../../domain/events/event.ts';
import { RequestFinder } from '../../../../domain/replay/requests.ts';
import { NO_PAGES, reportOf, shiftOf, type Tally, tallyOf, united } from '../../../../domain/replay/tally.ts';

const NOON = Date.parse('2026-11-23T12:00:00.000Z');
const MINUTE = 60_000;
let made = 0;
const event = (given: Partial<Event>, minutes = 0): Event => ({
  eventId: `e${made++}`,
  type: 'view',
  occurredAt: new Date(NOON + minutes * MINUTE).toISOString(),
  ...given,
});
const found = (events: readonly Event[], most = 100, pages?: string[]) => {
  const finder = new RequestFinder(NOON - 60 * MINUTE, pages);
  for (const one of events) finder.add(one);
  return finder.sample(most);
};

describe('requests found again', () => {
  it('are one for each actor, page, item, platform and hour, as of the first event', () => {
    const seen = { type: 'impression', userId: 'u1', itemId: 'x', page: 'home' } as const;
    const requests = found([
      event({ ...seen, itemId: 'y' }, 2),
      event(seen, 1),
      event({ ...seen, userId: 'u2' }, 3),
      event({ ...seen, platform: 'ios' }, 4),
      event(seen, 61),
      event({ userId: 'u1', itemId: 'x' }, 5),
    ]);
    expect(
      requests.map(({ page, userId, itemId, platform, at }) => [
        page,
        userId,
        itemId,
        platform,
        (at - NOON) / MINUTE,
      ]),
    ).toEqual([
      ['home', 'u1', undefined, undefined, 61],
      ['item', 'u1', 'x', undefined, 5],
      ['home', 'u1', undefined, 'ios', 4],
      ['home', 'u2', undefined, undefined, 3],
      ['home', 'u1', undefined, undefined, 1],
    ]);
  });

  it('of category pages say what their first answer showed, or the category where the events do', () => {
    const seen = { type: 'impression', userId: 'u1', page: 'category' } as const;
    const first = { ...seen, recommendationId: 'r1' };
    const requests = found([
      event({ ...seen, itemId: 'z', recommendationId: 'r2' }, 3),
      event({ ...first, itemId: 'y' }, 2),
      event({ ...first, itemId: 'x' }, 1),
      event({ ...first, itemId: 'y' }, 4),
      event({ ...seen, itemId: 'w', properties: { category: 'boots' } }, 5),
      event({ ...seen, itemId: 'w', page: 'home', properties: { category: 'boots' } }, 6),
    ]);
    expect(requests.map(({ page, category, shown }) => [page, category, shown])).toEqual([
      ['home', undefined, undefined],
      ['category', 'boots', ['w']],
      ['category', undefined, ['x', 'y']],
    ]);
  });

  it('are the same whatever the order of the events', () =>
    fc.assert(
      fc.property(
        fc
          .array(
            fc.record({
              type: fc.constantFrom('view', 'impression'),
              userId: fc.constantFrom('u1', 'u2'),
              itemId: fc.constantFrom('x', 'y', 'z'),
              page: fc.constantFrom('home', 'category'),
              recommendationId: fc.constantFrom('r1', 'r2'),
              minutes: fc.integer({ min: 0, max: 3 }),
            }),
            { maxLength: 20 },
          )
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
          ),
        ([list, shuffled]) => {
          const requestsOf = (given: typeof list) =>
            found(
              given.map(({ minutes, ...one }) => event(one as Partial<Event>, minutes)),
              10,
            );
          expect(requestsOf(shuffled)).toEqual(requestsOf(list));
        },
      ),
    ));

  it('leave out impressions without a page, those of item pages, what is too old, and other pages than asked for', () => {
    const seen = { type: 'impression', userId: 'u1', itemId: 'x' } as const;
    expect(
      found([event(seen), event({ ...seen, page: 'item' }), event({ ...seen, page: 'home' }, -61)]),
    ).toEqual([]);
    expect(found([event({ ...seen, page: 'home' })], 9, ['cart'])).toEqual([]);
  });

  it('want what the same actor viewed, carted or bought within a day after, and not what the page was about', () => {
    const [request] = found(
      [
        event({ cookieId: 'c1', type: 'impression', itemId: 'z', page: 'home' }),
        event({ cookieId: 'c1', itemId: 'before' }, -1),
        event({ cookieId: 'c1', itemId: 'viewed' }, 1),
        event({ cookieId: 'c1', type: 'cart', itemId: 'carted' }, 1440),
        event({ cookieId: 'c1', type: 'like', itemId: 'liked' }, 2),
        event({ cookieId: 'c1', itemId: 'late' }, 1441),
        event({ userId: 'c1', itemId: 'of another' }, 2),
      ],
      100,
      ['home'],
    );
    expect(request?.wanted).toEqual(['carted', 'viewed']);
    const [about] = found([event({ userId: 'u', itemId: 'x' }), event({ userId: 'u', itemId: 'x' }, 3)]);
    expect(about?.wanted).toEqual([]);
  });

  it('are sampled the same whatever the order of events, newest first', () => {
    const one = fc.record({
      userId: fc.stringMatching(/^u\d$/),
      itemId: fc.stringMatching(/^i\d$/),
      minutes: fc.nat(200),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), fc.integer({ min: 1, max: 10 }), (acts, most) => {
        const events = acts.map(({ minutes, ...who }) => event(who, minutes));
        const sample = found(events, most);
        expect(found(events.toReversed(), most)).toEqual(sample);
        expect(sample).toHaveLength(Math.min(most, found(events, 1000).length));
        expect(sample.map(({ at }) => at)).toEqual(sample.map(({ at }) => at).toSorted((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });
});

const page = (itemIds: readonly string[]) => ({
  sections: [{ section: 'feed', itemIds }],
  facts: new Map(itemIds.map((itemId) => [itemId, { category: itemId[0]!, seller: itemId }] as const)),
});
const asked = { page: 'home', userId: 'u1', wanted: ['b1'] };

describe('a report', () => {
  it('says how far pages differ, which are emptied, and how often they show what was wanted', () => {
    const report = reportOf(
      united([
        tallyOf(asked, page(['a1', 'a2']), page(['a1', 'b1'])),
        tallyOf({ ...asked, wanted: [] }, page(['a1', 'a2']), page([])),
      ]),
    );
    expect(report).toEqual({
      pages: 2,
      slots: 4,
      slotsChanged: 1,
      slotsChangedShare: 0.25,
      pagesEmptied: 1,
      emptied: [{ page: 'home', userId: 'u1', cookieId: undefined, itemId: undefined }],
      sectionsEmptied: { feed: 1 },
      categoryShift: 0.5,
      sellerShift: 0.5,
      pagesWithWants: 1,
      hitRate: { now: 0, proposed: 1 },
    });
  });

  it('of no pages is all zeros', () => {
    expect(reportOf(NO_PAGES)).toMatchObject({
      pages: 0,
      slotsChangedShare: 0,
      categoryShift: 0,
      hitRate: { now: 0 },
    });
  });

  it('counts a category of any name', () => {
    const odd = {
      sections: [{ section: 's', itemIds: ['x'] }],
      facts: new Map([['x', { category: '__proto__', seller: 'constructor' }]]),
    };
    const { categories } = united([tallyOf(asked, odd, odd), tallyOf(asked, odd, odd)]);
    expect(Object.entries(categories.now)).toEqual([['__proto__', 2]]);
  });

  it('is the same however the pages are dealt to parts', () => {
    const shown = fc.uniqueArray(fc.constantFrom('a1', 'a2', 'b1', 'b2', 'c1'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(shown, shown), { maxLength: 8 }), fc.nat(8), (pairs, at) => {
        const tallies: Tally[] = pairs.map(([now, then]) => tallyOf(asked, page(now), page(then)));
        const parts = [united(tallies.slice(0, at)), united(tallies.slice(at))];
        expect(reportOf(united(parts))).toEqual(reportOf(united(tallies)));
      }),
      { numRuns: 60 },
    );
  });

  it('takes for a shift the share of what is shown that would be something else', () => {
    const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 1, max: 9 }), {
      minKeys: 1,
    });
    const naive = (now: Record<string, number>, proposed: Record<string, number>) => {
      const sum = (of: Record<string, number>) => Object.values(of).reduce((a, b) => a + b, 0);
      const gone = ['a', 'b', 'c'].map((name) =>
        Math.max(0, (now[name] ?? 0) / sum(now) - (proposed[name] ?? 0) / sum(proposed)),
      );
      return gone.reduce((a, b) => a + b, 0);
    };
    fc.assert(
      fc.property(counts, counts, (now, proposed) => {
        expect(shiftOf({ now, proposed })).toBeCloseTo(naive(now, proposed), 3);
      }),
    );
    expect([shiftOf({ now: { a: 1 }, proposed: {} }), shiftOf({ now: {}, proposed: {} })]).toEqual([1, 0]);
  });
});
