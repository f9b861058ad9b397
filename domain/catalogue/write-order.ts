import { canonicalJson } from '../events/deduplicate.ts';
import type { Timestamp } from '../events/event.ts';
import type { ItemWriteOutcome } from '../ports.ts';
import type { Item, ItemStatus, StoredItem } from './item.ts';
import { asWritten, remembering } from './remembered.ts';

/** At equal times the stronger status stays: no clock's tie lifts a sanction or brings back a deleted item. */
export const STATUS_STRENGTH: Readonly<Partial<Record<ItemStatus, number>>> = { sanctioned: 2, deleted: 1 };

/**
 * The total order of an item's writes: (updatedAt, strength of the status, canonical JSON). The greatest
 * stands, so whole writes end in the same item whatever their order; what is remembered of those before it is no part of it.
 */
export function compareItemWrites(a: StoredItem, b: StoredItem): number {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt < b.updatedAt ? -1 : 1;
  const strength = (STATUS_STRENGTH[a.status] ?? 0) - (STATUS_STRENGTH[b.status] ?? 0);
  if (strength !== 0) return strength;
  const [textA, textB] = [canonicalJson(asWritten(a)), canonicalJson(asWritten(b))];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}

export interface ItemDecision {
  readonly result: ItemWriteOutcome;
  /** What to write; absent when the stored item stands (older write, or the same write again). */
  readonly write?: StoredItem;
}

type Timed<T> = T & { readonly updatedAt?: Timestamp | undefined };

/** A whole item over what is stored. `now` in milliseconds: the time of a write without updatedAt. */
export function decidePut(stored: StoredItem | undefined, item: Timed<Item>, now: number): ItemDecision {
  return decide(stored, { ...item, updatedAt: timeOfWrite(stored, item.updatedAt, now) });
}

/** Fields over what is stored; null removes one. */
export function decidePatch(
  stored: StoredItem | undefined,
  change: Timed<Readonly<Record<string, unknown>>>,
  now: number,
): ItemDecision {
  if (!stored) return { result: { outcome: 'unknown' } };
  return decide(stored, patched(stored, change, timeOfWrite(stored, change.updatedAt, now)));
}

/** A tombstone in place of the item: the rest of it stays, for whoever shows what was bought. */
export function decideRemove(stored: StoredItem | undefined, now: number): ItemDecision {
  if (!stored) return { result: { outcome: 'unknown' } };
  return decide(stored, { ...stored, status: 'deleted', updatedAt: timeOfWrite(stored, undefined, now) });
}

function decide(stored: StoredItem | undefined, candidate: StoredItem): ItemDecision {
  const order = stored ? compareItemWrites(candidate, stored) : 1;
  if (stored && order < 0) return { result: { outcome: 'stale', item: stored } };
  if (stored && order === 0) return { result: { outcome: 'stored', item: stored } };
  const item = stored ? remembering(stored, asWritten(candidate)) : candidate;
  return { result: { outcome: 'stored', item }, write: item };
}

/** max(now, stored + 1 ms) for a write without a time: it always wins. */
function timeOfWrite(stored: StoredItem | undefined, given: Timestamp | undefined, now: number): Timestamp {
  if (given !== undefined) return given;
  const after = stored ? Date.parse(stored.updatedAt) + 1 : now;
  return new Date(Math.max(now, after)).toISOString();
}

/** Members set to undefined are dropped as JSON drops them; null removes; the id never changes. */
function patched(
  stored: StoredItem,
  change: Readonly<Record<string, unknown>>,
  updatedAt: Timestamp,
): StoredItem {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  const merged = { ...stored, ...Object.fromEntries(given), itemId: stored.itemId, updatedAt };
  return Object.fromEntries(
    Object.entries(merged).filter(([, value]) => value !== null),
  ) as unknown as StoredItem;
}
