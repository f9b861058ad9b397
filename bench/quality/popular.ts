import { EVERYBODY } from '../../domain/clusters/facet.ts';
import { type Contribution, contributionsOf } from '../../domain/popularity/contributions.ts';
import { toCounted } from '../../domain/popularity/counted.ts';
import { DayEvents, dayBefore, dayOf } from '../../domain/popularity/day-events.ts';
import { horizonDay, landmarksAt } from '../../domain/popularity/decay.ts';
import { popularRows } from '../../domain/popularity/snapshot.ts';
import { Totals } from '../../domain/popularity/totals.ts';
import type { ModelRow } from '../../domain/ports.ts';
import type { Log } from './log.ts';
import { firstFrom } from './split.ts';

/** What everybody buys at a cut, as the popularity job counts it: its snapshot of the first thousand. */
export function popularBefore(log: Log, cut: number): ModelRow {
  const landmarks = landmarksAt(cut - 1);
  const totals = new Totals();
  totals.apply(contributionsFrom(log, Date.parse(horizonDay(landmarks)), cut), landmarks, 1);
  return popularRows(totals, [EVERYBODY])[0]!;
}

function contributionsFrom(log: Log, from: number, cut: number): Contribution[] {
  const days = new Map<string, DayEvents>();
  for (let event = firstFrom(log.times, from); event < firstFrom(log.times, cut); event++) {
    const day = dayOf(log.times[event]!);
    if (!days.has(day)) days.set(day, new DayEvents(day));
    days.get(day)!.add(countedOf(log, event));
  }
  return [...days].flatMap(([day, events]) => contributionsOf(events, days.get(dayBefore(day))));
}

const countedOf = (log: Log, event: number) =>
  toCounted({
    scope: 'server',
    event: {
      eventId: String(event),
      type: 'purchase',
      itemId: log.itemIds[log.items[event]!]!,
      occurredAt: new Date(log.times[event]!).toISOString(),
    },
    stamp: { actor: log.userIds[log.users[event]!]!, facets: [] },
  })!;
