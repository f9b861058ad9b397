import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facet } from '../../../../domain/clusters/facet.ts';
import { contributionsOf, ROBOT_EVENTS } from '../../../../domain/popularity/contributions.ts';
import { type Counted, compareCounted, toCounted } from '../../../../domain/popularity/counted.ts';
import { DayEvents, dayBefore, dayOf } from '../../../../domain/popularity/day-events.ts';
import { HALF_LIVES_HOURS, landmarksAt, worthAt } from '../../../../domain/popularity/decay.ts';
import { popularRows, servingOf, trendingRow } from '../../../../domain/popularity/snapshot.ts';
import { Totals } from '../../../../domain/popularity/totals.ts';

const DAY = '2026-11-24';
const NOW = Date.parse(`${DAY}T12:00:00.000Z`);
const at = (hour: number, day = DAY) => Date.parse(`${day}T${String(hour).padStart(2, '0')}:00:00.000Z`);
const event = (given: Partial<Counted>): Counted => ({
  key: 'e\tserver',
  actor: 'u#a',
  itemId: 'i',
  time: at(9),
  weight: 2,
  facets: [],
  ...given,
});
const dayWith = (events: readonly Counted[], day = DAY): DayEvents => {
  const made = new DayEvents(day);
  for (const one of events) made.add(one);
  return made;
};
const counted = fc.record({
  key: fc.integer({ min: 0, max: 30 }).map((id) => `e${id}\tserver`),
  actor: fc.constantFrom('u#a', 'u#b', 'c#c'),
  itemId: fc.constantFrom('i', 'j', 'k'),
  time: fc.integer({ min: at(0, '2026-11-22'), max: at(23, DAY) }),
  weight: fc.constantFrom(0, 1, 2, 6, 16),
  facets: fc.subarray<Facet>(['sex=female', 'platform=ios']),
});

/** The definition, word by word: all events at once, nothing kept. */
function naive(events: readonly Counted[]): Map<string, number> {
  const landmarks = landmarksAt(NOW);
  const copies = [...Map.groupBy(events, ({ key, time }) => `${dayOf(time)}\n${key}`).values()].map(
    (same) => same.toSorted(compareCounted)[0]!,
  );
  const ids = new Set(copies.map(({ key, time }) => `${dayOf(time)}\n${key}`));
  const once = copies.filter(({ key, time }) => !ids.has(`${dayBefore(dayOf(time))}\n${key}`));
  const sums = new Map<string, number>();
  const groups = Map.groupBy(once, ({ actor, itemId, time }) => `${dayOf(time)}\n${actor}\n${itemId}`);
  for (const group of groups.values()) {
    const acts = group.filter(({ weight }) => weight > 0);
    if (acts.length === 0) continue;
    const first = acts.toSorted((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1))[0]!;
    const weight = Math.max(...acts.map((act) => act.weight));
    const worth = weight * worthAt('popular', Math.floor(first.time / 3_600_000), landmarks);
    for (const facet of ['all', ...first.facets])
      sums.set(`${first.itemId} ${facet}`, (sums.get(`${first.itemId} ${facet}`) ?? 0) + worth);
  }
  return sums;
}

function incremental(events: readonly Counted[], cuts: readonly number[]): Totals {
  const landmarks = landmarksAt(NOW);
  const totals = new Totals();
  let days = new Map<string, DayEvents>();
  const all = (known: ReadonlyMap<string, DayEvents>) =>
    [...known.values()].flatMap((day) => contributionsOf(day, known.get(dayBefore(day.day))));
  const bounds = [0, ...cuts.toSorted((a, b) => a - b), events.length];
  for (const [run, from] of bounds.slice(0, -1).entries()) {
    const next = new Map([...days].map(([name, day]) => [name, new DayEvents(name, day.columns())]));
    for (const one of events.slice(from, bounds[run + 1])) {
      const name = dayOf(one.time);
      const day = next.get(name) ?? new DayEvents(name);
      next.set(name, day);
      day.add(one);
    }
    totals.apply(all(days), landmarks, -1);
    totals.apply(all(next), landmarks, 1);
    days = next;
  }
  return totals;
}

const sumsOf = (totals: Totals) =>
  new Map(
    [...totals.items].flatMap(([itemId, { popular }]) =>
      [...popular].map(([facet, value]) => [`${itemId} ${facet}`, value] as const),
    ),
  );

describe('popularity', () => {
  it('is what its definition says, in whatever order and portions events come', () => {
    fc.assert(
      fc.property(
        fc.array(counted, { maxLength: 60 }),
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 }),
        (events, cuts) => {
          const within = cuts.map((cut) => Math.min(cut, events.length));
          expect(sumsOf(incremental(events, within))).toEqual(naive(events));
          const backwards = incremental(events.toReversed(), []);
          expect(backwards.stored()).toEqual(incremental(events, within).stored());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('counts an actor once per item and day, by the heaviest thing done and the hour of the first', () => {
    const day = dayWith([
      event({ key: '1', time: at(9), weight: 2, facets: ['sex=female'] }),
      event({ key: '2', time: at(15), weight: 16, facets: ['sex=male'] }),
      event({ key: '3', time: at(8), weight: 0 }),
    ]);
    expect(contributionsOf(day, undefined)).toEqual([
      { itemId: 'i', weight: 16, hour: at(9) / 3_600_000, facets: ['sex=female'], wasShown: true },
    ]);
  });

  it('counts nothing of a robot’s day, and all of its next', () => {
    const many = Array.from({ length: ROBOT_EVENTS + 1 }, (_, index) =>
      event({ key: `r${index}`, actor: 'u#robot', itemId: `i${index}` }),
    );
    expect(contributionsOf(dayWith([...many, event({ key: 'x' })]), undefined)).toHaveLength(1);
    const next = dayWith([event({ key: 'n', actor: 'u#robot', time: at(9, '2026-11-25') })], '2026-11-25');
    expect(contributionsOf(next, undefined)).toHaveLength(1);
  });

  it('weighs what our own sections led to half, and own listings nothing', () => {
    const base = {
      eventId: 'e',
      type: 'like',
      userId: 'a',
      itemId: 'i',
      occurredAt: `${DAY}T09:00:00.000Z`,
    } as const;
    const weigh = (given: object, own?: true) =>
      toCounted({
        scope: 'server',
        event: { ...base, ...given },
        stamp: { actor: 'u#a', facets: [], ...(own && { own }) },
      })?.weight;
    expect([weigh({}), weigh({ recommendationId: 'r' }), weigh({ section: 's' }), weigh({}, true)]).toEqual([
      6,
      3,
      3,
      undefined,
    ]);
    expect([weigh({ type: 'impression' }), weigh({ type: 'unlike' }), weigh({ type: 'hide' })]).toEqual([
      0,
      undefined,
      undefined,
    ]);
  });

  it('halves every half-life, and keeps its order while time passes', () => {
    const landmarks = landmarksAt(NOW);
    const hour = Math.floor(NOW / 3_600_000);
    const ratio =
      worthAt('popular', hour, landmarks) / worthAt('popular', hour - HALF_LIVES_HOURS.popular, landmarks);
    expect(ratio).toBeCloseTo(2, 2);
  });
});

describe('a snapshot', () => {
  const totals = new Totals();
  const hour = Math.floor(NOW / 3_600_000);
  const act = (itemId: string, weight: number, facets: Facet[], hoursAgo = 1) => ({
    itemId,
    weight,
    facets,
    hour: hour - hoursAgo,
    wasShown: false,
  });
  const landmarks = landmarksAt(NOW);
  totals.apply(
    [
      ...Array.from({ length: 40 }, () => act('steady', 2, ['sex=male'], 60)),
      ...Array.from({ length: 30 }, () => act('rising', 2, ['sex=female'], 1)),
      act('single', 2, ['sex=female'], 0),
    ],
    landmarks,
    1,
  );

  it('lists the first of each facet', () => {
    const [all, women] = popularRows(totals, ['all', 'sex=female']);
    expect(all!.items.map(([itemId]) => itemId)).toEqual(['rising', 'steady', 'single']);
    expect(women!.items.map(([itemId]) => itemId)).toEqual(['rising', 'single']);
  });

  it('tells what grows from what is big, and one view from a trend', () => {
    expect(trendingRow(totals, NOW, landmarks).items.map(([itemId]) => itemId)[0]).toBe('rising');
  });

  it('gives the totals that a blend needs', () => {
    const serving = servingOf(totals, 'v1', '2026-11-24T12:00:00.000Z');
    expect(serving.totals.all).toBe(serving.totals['sex=male']! + serving.totals['sex=female']!);
    expect(serving.backOff).toBeGreaterThan(0);
  });
});
