import type { EventType } from '../events/event.ts';
import type { Action } from '../identity/actor.ts';

/** An item of the history with the newest time (milliseconds) of each thing done with it. */
export interface Seed {
  readonly itemId: string;
  readonly times: ReadonlyMap<EventType, number>;
  readonly newest: number;
}

/** What takes back what. A hidden item is no seed at all. */
const UNDONE_BY = new Map<EventType, EventType>([
  ['unlike', 'like'],
  ['uncart', 'cart'],
]);

/**
 * The `limit` most recent distinct items of a history (actions oldest first), newest first; ties by id.
 * Purchases come net of refunds in their own list, so those among the actions are left aside.
 */
export function seedsOf(actions: readonly Action[], purchases: readonly Action[], limit: number): Seed[] {
  const times = new Map<string, Map<EventType, number>>();
  const bought = purchases.map((purchase) => ({ ...purchase, type: 'purchase' as const }));
  const others = actions.filter(({ type }) => type !== 'purchase' && type !== 'refund');
  for (const action of [...others, ...bought]) note(times, action);
  return [...times]
    .filter(([, byType]) => byType.size > 0 && !byType.has('hide'))
    .map(([itemId, byType]) => ({ itemId, times: byType, newest: Math.max(...byType.values()) }))
    .sort((a, b) => b.newest - a.newest || (a.itemId < b.itemId ? -1 : 1))
    .slice(0, limit);
}

function note(times: Map<string, Map<EventType, number>>, { itemId, type, occurredAt }: Action): void {
  if (itemId === undefined) return;
  const byType = times.get(itemId) ?? new Map<EventType, number>();
  times.set(itemId, byType);
  const undone = UNDONE_BY.get(type);
  if (undone) byType.delete(undone);
  else byType.set(type, Math.max(byType.get(type) ?? 0, Date.parse(occurredAt)));
}
