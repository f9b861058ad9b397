import { compareVersions, eventKey } from '../events/deduplicate.ts';
import type { ArchivedEvent } from '../events/event.ts';
import { ACT, actCode, platformCode, scopeCode } from './codes.ts';
import { decodeColumns, encodeColumns } from './columns.ts';
import { Interner } from './interner.ts';

/**
 * What is kept of one archive file: one row an event, in order of (occurredAt, eventKey), so that a window
 * is a range of rows. Every event is there, for an event of any type may turn out to be an earlier
 * version of one that counts; but only acts (view, purchase, refund) and events with both ids (links)
 * keep more than their identity. Numbers point into the dictionaries, 0 = none.
 */
export interface PreparedEvents {
  readonly times: Float64Array;
  readonly acts: Uint8Array;
  readonly scopes: Uint8Array;
  readonly platforms: Uint8Array;
  readonly users: Uint32Array;
  readonly cookies: Uint32Array;
  readonly items: Uint32Array;
  readonly orders: Uint32Array;
  /** 0 = not given. */
  readonly quantities: Uint32Array;
  /** Of refunds: the eventId of the purchase that they name. */
  readonly refundsOf: Uint32Array;
  readonly eventIds: readonly string[];
  readonly names: Readonly<Record<Dictionary, readonly string[]>>;
}

export const DICTIONARIES = ['user', 'cookie', 'item', 'order', 'purchase'] as const;
export type Dictionary = (typeof DICTIONARIES)[number];

export interface PreparedMeta {
  readonly rows: number;
  /** Times of the first and last event, in ms; absent for a file without events. */
  readonly from?: number;
  readonly to?: number;
  /** Lines of the raw file that were no valid event. */
  readonly rejected: number;
}

/** Of equal events the ones that count, in order of (occurredAt, eventKey). O(n log n) */
export function orderEvents(events: readonly ArchivedEvent[]): ArchivedEvent[] {
  const keyed = events.map((archived) => ({ archived, key: eventKey(archived) }));
  const smallest = new Map<string, (typeof keyed)[number]>();
  for (const candidate of keyed) {
    const known = smallest.get(candidate.key);
    if (!known || compareVersions(candidate.archived.event, known.archived.event) < 0)
      smallest.set(candidate.key, candidate);
  }
  return [...smallest.values()]
    .sort(
      (a, b) =>
        compareTexts(a.archived.event.occurredAt, b.archived.event.occurredAt) || compareTexts(a.key, b.key),
    )
    .map(({ archived }) => archived);
}

/** Columns of events that orderEvents gave. */
export function toColumns(events: readonly ArchivedEvent[]): PreparedEvents {
  const numbers = (of: (archived: ArchivedEvent) => number) => Uint32Array.from(events, of);
  const dictionaries = new Map(DICTIONARIES.map((name) => [name, new Interner()]));
  const named = (dictionary: Dictionary, of: (archived: ArchivedEvent) => string | undefined) => {
    const interner = dictionaries.get(dictionary)!;
    return numbers((archived) => interner.number(of(archived)));
  };
  const act = ({ event }: ArchivedEvent) => actCode(event.type);
  return {
    times: Float64Array.from(events, ({ event }) => Date.parse(event.occurredAt)),
    acts: Uint8Array.from(events, act),
    scopes: Uint8Array.from(events, ({ scope }) => scopeCode(scope)),
    platforms: Uint8Array.from(events, (one) => (act(one) ? platformCode(one.event.platform) : 0)),
    users: named('user', (one) => (matters(one) ? one.event.userId : undefined)),
    cookies: named('cookie', (one) => (matters(one) ? one.event.cookieId : undefined)),
    items: named('item', (one) => (act(one) ? one.event.itemId : undefined)),
    orders: named('order', (one) => (act(one) > ACT.view ? one.event.orderId : undefined)),
    quantities: numbers((one) => (act(one) > ACT.view ? (one.event.quantity ?? 0) : 0)),
    refundsOf: named('purchase', (one) => (act(one) === ACT.refund ? one.event.refundOf : undefined)),
    eventIds: events.map(({ event }) => event.eventId),
    names: Object.fromEntries(
      DICTIONARIES.map((name) => [name, dictionaries.get(name)!.texts]),
    ) as unknown as PreparedEvents['names'],
  };
}

/** The file of prepared events, and back. */
export function encodePrepared(prepared: PreparedEvents, rejected: number): Uint8Array {
  const { names, eventIds, ...columns } = prepared;
  const rows = eventIds.length;
  const span = rows === 0 ? {} : { from: prepared.times[0]!, to: prepared.times[rows - 1]! };
  const dictionaries = Object.fromEntries(DICTIONARIES.map((name) => [`${name}s.`, names[name]]));
  const meta: PreparedMeta = { rows, ...span, rejected };
  return encodeColumns(meta, { ...columns, eventIds, ...dictionaries });
}

export function decodePrepared(bytes: Uint8Array): PreparedEvents & { readonly meta: PreparedMeta } {
  const { meta, u8, u32, f64, texts } = decodeColumns<PreparedMeta>(bytes);
  return {
    meta,
    times: f64('times'),
    acts: u8('acts'),
    scopes: u8('scopes'),
    platforms: u8('platforms'),
    users: u32('users'),
    cookies: u32('cookies'),
    items: u32('items'),
    orders: u32('orders'),
    quantities: u32('quantities'),
    refundsOf: u32('refundsOf'),
    eventIds: texts('eventIds'),
    names: Object.fromEntries(
      DICTIONARIES.map((name) => [name, texts(`${name}s.`)]),
    ) as unknown as PreparedEvents['names'],
  };
}

const matters = ({ event }: ArchivedEvent): boolean =>
  actCode(event.type) !== ACT.other || (event.userId !== undefined && event.cookieId !== undefined);

const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
