import type { Item } from '../catalogue/item.ts';
import type { Timestamp } from '../events/event.ts';
import type { ActorChange } from './actor.ts';
import { emptyChange } from './fold.ts';
import { type ActorKey, userKey } from './owner.ts';

/** That somebody put an item up for sale, and when. */
export interface Listing {
  readonly seller: ActorKey;
  readonly listedAt: Timestamp;
}

/**
 * The listing that a write of an item tells of. Not one without a seller, and not of an item that was taken down: its
 * removal says nothing of its seller, and must not bring back one who was erased with it. Nobody lists in the future.
 */
export function listingOf(
  { sellerId, listedAt, status }: Pick<Item, 'sellerId' | 'listedAt' | 'status'>,
  receivedAt: Timestamp,
): Listing | undefined {
  if (sellerId === undefined || status === 'deleted' || status === 'sanctioned') return undefined;
  return { seller: userKey(sellerId), listedAt: listedAt < receivedAt ? listedAt : receivedAt };
}

/** Changes with listings added to those of their sellers, so that each actor is still written once. */
export function withListings(
  changes: ReadonlyMap<ActorKey, ActorChange>,
  listings: Iterable<Listing>,
): Map<ActorKey, ActorChange> {
  const all = new Map(changes);
  for (const { seller, listedAt } of listings) {
    const change = all.get(seller) ?? emptyChange(seller);
    if ((change.listedAt ?? '') < listedAt) all.set(seller, { ...change, listedAt });
  }
  return all;
}
