import type { ArchivedEvent, Event } from './event.ts';

/** JSON with object keys in UTF-16 order and no undefined members: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * The identity of an event: its eventId within the scope of the key that sent it. The tab, below every
 * character that an id may have, makes the text order of keys that of (eventId, scope).
 */
export function eventKey(archived: Pick<ArchivedEvent, 'scope'> & { event: Pick<Event, 'eventId'> }): string {
  return `${archived.event.eventId}\t${archived.scope}`;
}

/** Order among events of equal identity: the smallest (occurredAt, canonical JSON) counts. */
export function compareVersions(a: Event, b: Event): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1;
  const [textA, textB] = [canonicalJson(a), canonicalJson(b)];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}

/**
 * The events that count, one per identity, in order of first appearance. O(n); a set's union in any
 * order and grouping gives the same events.
 */
export function deduplicate<T extends ArchivedEvent>(events: Iterable<T>): T[] {
  const smallest = new Map<string, T>();
  for (const candidate of events) {
    const key = eventKey(candidate);
    const known = smallest.get(key);
    if (!known || compareVersions(candidate.event, known.event) < 0) smallest.set(key, candidate);
  }
  return [...smallest.values()];
}
