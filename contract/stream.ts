import type { StoredItem } from '../domain/catalogue/item.ts';
import type { Facet } from '../domain/clusters/facet.ts';
import type { Event, Scope, Timestamp } from '../domain/events/event.ts';
import type { ActorKey } from '../domain/identity/owner.ts';

/**
 * What travels on the ingest stream, as JSON. The partition key tells the kind before the body is parsed,
 * so that filters never drop what cannot be parsed: `u#…` and `c#…` (ActorKey) for events, `i#…` for items.
 */
export interface EventsRecord {
  readonly kind: 'events';
  readonly scope: Scope;
  readonly receivedAt: Timestamp;
  /** Events of one actor from one request. */
  readonly events: readonly Event[];
}

export interface ItemRecord {
  readonly kind: 'item';
  readonly receivedAt: Timestamp;
  /** The item after the write that won. */
  readonly item: StoredItem;
}

export const EVENT_PARTITION_PREFIXES = ['u#', 'c#'] as const;
export const ITEM_PARTITION_PREFIX = 'i#';

/**
 * Who did it, as known when the event was archived: the truth that popularity counts (design §7). A line
 * without one (imported, or written while the actors could not be read) is stamped when it is first counted.
 */
export interface Stamp {
  /** The event's owner as of then: the user whom a cookie was seen with, else the cookie. */
  readonly actor: ActorKey;
  /** Sorted by compareFacets, without `all`. */
  readonly facets: readonly Facet[];
  /** The item is the actor's own listing. */
  readonly own?: true | undefined;
}

/** A line of the archive. `sequence` is the stream record's; `index` the event's place within it. */
export interface ArchivedLine {
  readonly sequence?: string | undefined;
  readonly index?: number | undefined;
  readonly scope: Scope;
  readonly receivedAt: Timestamp;
  readonly event: Event;
  readonly stamp?: Stamp | undefined;
}
