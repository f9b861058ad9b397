import type { Timestamp } from '../events/event.ts';

export const ITEM_STATUSES = ['on_sale', 'reserved', 'sold', 'deleted', 'sanctioned'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** How soon an item may be recommended to somebody who bought it. */
export type Repurchase = 'never' | 'always' | { readonly afterDays: number };

export type AttributeValue = string | number | boolean;

/** An item of the shop's catalogue. The wire schema is contract/api/items.ts. */
export interface Item {
  readonly itemId: string;
  readonly title: string;
  /** Titles by locale, e.g. {ko: '…', en: '…'}. */
  readonly titles?: Readonly<Record<string, string>> | undefined;
  /** Path from general to special, e.g. ['fashion', 'women', 'shoes']. */
  readonly categories: readonly string[];
  readonly price: number;
  readonly currency?: string | undefined;
  readonly listPrice?: number | undefined;
  readonly sellerId?: string | undefined;
  readonly listedAt: Timestamp;
  readonly availableFrom?: Timestamp | undefined;
  readonly availableUntil?: Timestamp | undefined;
  readonly stock?: number | undefined;
  readonly status: ItemStatus;
  readonly adult?: boolean | undefined;
  readonly repurchase?: Repurchase | undefined;
  readonly groupId?: string | undefined;
  readonly attributes?: Readonly<Record<string, AttributeValue | readonly AttributeValue[]>> | undefined;
  readonly imageUrl?: string | undefined;
  readonly url?: string | undefined;
}

/** A price that held until a write changed it. */
export interface PastPrice {
  readonly price: number;
  readonly until: Timestamp;
}

/** What the catalogue remembers of an item's earlier writes, by itself. */
export interface Remembered {
  /** The price before it fell, as long as it is lower than that. */
  readonly previousPrice?: number | undefined;
  readonly priceDroppedAt?: Timestamp | undefined;
  /** The prices before this one in its currency, oldest first, the last few; absent before any changed. */
  readonly pastPrices?: readonly PastPrice[] | undefined;
  /** When it last came back on sale: by its status, its stock or its availability. */
  readonly backAt?: Timestamp | undefined;
}

/** An item as stored: with the time that orders its writes. A deleted item keeps its row as a tombstone. */
export interface StoredItem extends Item, Remembered {
  readonly updatedAt: Timestamp;
  /** What its title is compared by, made when it was written (domain/titles/encoded.ts): for our reading alone, never answered. */
  readonly titleSignature?: string | undefined;
}

/** An item as it may be answered. */
export const asAnswered = ({ titleSignature: _, ...item }: StoredItem): StoredItem => item;
