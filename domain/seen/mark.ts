import type { Timestamp } from '../events/event.ts';

export const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday: three days after the Monday that its week began with. */
const DAYS_BEFORE_EPOCH = 3;
const GOLDEN = 0x9e3779b1;

/** That somebody saw an item at a time. */
export interface Mark {
  readonly itemId: string;
  readonly occurredAt: Timestamp;
}

/** Days since 1970-01-01, UTC. */
export const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
/** Weeks from Monday to Sunday, UTC, as ISO 8601 has them; week 0 began on 1969-12-29. */
export const weekOf = (day: number): number => Math.floor((day + DAYS_BEFORE_EPOCH) / 7);
/** When a week begins, ms. */
export const weekStart = (week: number): number => (7 * week - DAYS_BEFORE_EPOCH) * DAY_MS;

/** 64 bits of an item's id: a filter of millions of items must not take one for the other on every day alike. */
export interface ItemHash {
  readonly high: number;
  readonly low: number;
}

/** Two lanes of multiplications that end in each other (MurmurHash3's finalizer). O(length) */
export function itemHash(itemId: string): ItemHash {
  let [low, high] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < itemId.length; at++) {
    const unit = itemId.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  return { high: mix(high ^ (low >>> 13)), low: mix(low ^ (high >>> 16)) };
}

/** 32 well mixed bits of an item on a day: what is kept of "seen on that day". */
export const printOf = ({ high, low }: ItemHash, day: number): number =>
  mix(high ^ mix((low + Math.imul(day, GOLDEN)) | 0)) >>> 0;

/** The print of a mark, and the week that its filter is of. */
export function printed({ itemId, occurredAt }: Mark): { readonly week: number; readonly print: number } {
  const day = dayOf(Date.parse(occurredAt));
  return { week: weekOf(day), print: printOf(itemHash(itemId), day) };
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
