/** What a shop tells us that somebody did. The wire schema is contract/api/events.ts; this is its parsed form. */

export const EVENT_TYPES = [
  'view',
  'like',
  'unlike',
  'chat',
  'cart',
  'uncart',
  'purchase',
  'refund',
  'search',
  'impression',
  'click',
  'hide',
  'login',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The types a public (browser) key may send: nothing that costs or earns money, no login. */
export const BROWSER_EVENT_TYPES: ReadonlySet<EventType> = new Set([
  'view',
  'impression',
  'click',
  'search',
  'like',
  'unlike',
  'cart',
  'uncart',
  'hide',
]);

/** The types that are about no particular item. */
export const ITEMLESS_EVENT_TYPES: ReadonlySet<EventType> = new Set(['search', 'login']);

export const PLATFORMS = ['ios', 'android', 'web', 'mweb'] as const;
export type Platform = (typeof PLATFORMS)[number];

export const SCOPES = ['browser', 'server', 'admin'] as const;
/** Which kind of key an event came in with. Equal eventIds are one event only within a scope. */
export type Scope = (typeof SCOPES)[number];

/** ISO 8601 UTC with milliseconds, e.g. 2026-11-23T09:00:00.000Z: text order is time order. */
export type Timestamp = string;

export interface Event {
  readonly eventId: string;
  readonly type: EventType;
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly occurredAt: Timestamp;
  readonly platform?: Platform | undefined;
  readonly orderId?: string | undefined;
  readonly price?: number | undefined;
  readonly currency?: string | undefined;
  readonly quantity?: number | undefined;
  readonly refundOf?: string | undefined;
  readonly page?: string | undefined;
  readonly section?: string | undefined;
  readonly recommendationId?: string | undefined;
  readonly position?: number | undefined;
  readonly query?: string | undefined;
  readonly properties?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** An event with the scope of the key that brought it and its time of arrival: what the archive holds. */
export interface ArchivedEvent {
  readonly scope: Scope;
  readonly receivedAt: Timestamp;
  readonly event: Event;
}
