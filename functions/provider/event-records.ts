import type { EventsRecord } from '../../contract/stream.ts';
import type { Event } from '../../domain/events/event.ts';
import { type ActorKey, cookieKey, userKey } from '../../domain/identity/owner.ts';

/** Far below a stream record's 1 MiB, so that five hundred records of one request fit a shard's second. */
const MAX_RECORD_BYTES = 200_000;

/** An event with its place in the request. */
export interface IndexedEvent {
  readonly index: number;
  readonly event: Event;
}

/** Events of one actor that travel as one record, under the actor's partition. */
export interface ActorEvents {
  readonly actor: ActorKey;
  readonly entries: readonly IndexedEvent[];
}

/** Events by actor (user, else cookie), each group below 200 KB of JSON, in order of appearance. */
export function groupByActor(entries: readonly IndexedEvent[]): ActorEvents[] {
  const byActor = new Map<ActorKey, IndexedEvent[]>();
  for (const entry of entries) {
    const actor = actorOf(entry.event);
    const group = byActor.get(actor);
    if (group) group.push(entry);
    else byActor.set(actor, [entry]);
  }
  return [...byActor].flatMap(([actor, group]) => split(group).map((part) => ({ actor, entries: part })));
}

/** The schema grants that one of the ids is there. */
const actorOf = (event: Event): ActorKey =>
  event.userId !== undefined ? userKey(event.userId) : cookieKey(event.cookieId!);

function split(entries: readonly IndexedEvent[]): IndexedEvent[][] {
  const parts: IndexedEvent[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(JSON.stringify(entry.event)) + 1;
    if (size > room || parts.length === 0) {
      parts.push([]);
      room = MAX_RECORD_BYTES;
    }
    parts.at(-1)!.push(entry);
    room -= size;
  }
  return parts;
}

export const recordOf = (
  { entries }: ActorEvents,
  scope: EventsRecord['scope'],
  receivedAt: string,
): EventsRecord => ({ kind: 'events', scope, receivedAt, events: entries.map(({ event }) => event) });
