import type { Facet } from '../clusters/facet.ts';
import { type Counted, compareCounted } from './counted.ts';
import { type DayEvents, dayBefore } from './day-events.ts';

const HOUR_MS = 3_600_000;
/** An actor with more counted events on one day is taken for a robot, and that day of it counts nothing. */
export const ROBOT_EVENTS = 2000;

/** What one actor did about one item on one day. */
export interface Contribution {
  readonly itemId: string;
  /** The heaviest thing done, in halves; 0 when the item was only shown. */
  readonly weight: number;
  /** Hour of the earliest event, hours since 1970. */
  readonly hour: number;
  /** Those of the earliest event. */
  readonly facets: readonly Facet[];
  readonly wasShown: boolean;
}

/**
 * The contributions of a day: one for each actor and item (design §7). A copy of an event that the day before has too counts
 * nothing: a rule that looks at neighbours only, so that it does not matter which day came in first. O(events)
 *
 * @param before the events of the day before, if there are any
 * @param actors only the contributions of these: each actor's depend on its own events alone
 */
export function contributionsOf(
  day: DayEvents,
  before: Pick<DayEvents, 'has' | 'day'> | undefined,
  actors?: ReadonlySet<string>,
): Contribution[] {
  if (before && before.day !== dayBefore(day.day))
    throw new RangeError(`needs the day before ${day.day}, got ${before.day}`);
  const events = [...day.values()].filter(
    ({ actor, key }) => (actors === undefined || actors.has(actor)) && !before?.has(key),
  );
  const robots = robotsAmong(events);
  const byActorAndItem = Map.groupBy(
    events.filter(({ actor }) => !robots.has(actor)),
    ({ actor, itemId }) => `${actor}\t${itemId}`,
  );
  return [...byActorAndItem.values()].map(contribution);
}

function contribution(events: readonly Counted[]): Contribution {
  const acts = events.filter(({ weight }) => weight > 0);
  const first = (acts.length > 0 ? acts : events).reduce((least, event) =>
    compareMoments(event, least) < 0 ? event : least,
  );
  return {
    itemId: first.itemId,
    weight: Math.max(0, ...acts.map(({ weight }) => weight)),
    hour: Math.floor(first.time / HOUR_MS),
    facets: first.facets,
    wasShown: acts.length < events.length,
  };
}

const compareMoments = (a: Counted, b: Counted): number =>
  a.time - b.time || (a.key === b.key ? compareCounted(a, b) : a.key < b.key ? -1 : 1);

function robotsAmong(events: readonly Counted[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { actor, weight } of events) if (weight > 0) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count > ROBOT_EVENTS).map(([actor]) => actor));
}
