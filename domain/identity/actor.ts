import type { Event, Platform, Timestamp } from '../events/event.ts';
import type { Mark } from '../seen/mark.ts';
import type { SeenWeek } from '../seen/weeks.ts';
import type { ActorKey, Link } from './owner.ts';

/** Facts about a user that the shop declares. Never inferred. */
export interface Profile {
  readonly sex?: 'female' | 'male' | 'other' | undefined;
  readonly birthYear?: number | undefined;
  readonly interests?: readonly string[] | undefined;
  readonly adult?: boolean | undefined;
}

/** What the user (or cookie) chose on a settings page: wins over everything learned. */
export interface Preferences {
  readonly preferredCategories?: readonly string[] | undefined;
  readonly dislikedCategories?: readonly string[] | undefined;
  readonly hiddenItems?: readonly string[] | undefined;
  readonly showAdult?: boolean | undefined;
  readonly priceRange?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined;
  readonly sex?: Profile['sex'];
  readonly ageBand?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | readonly string[]>> | undefined;
}

/** One thing an actor did, in the form its timeline keeps. */
export interface Action {
  readonly eventKey: string;
  readonly type: Event['type'];
  readonly itemId?: string | undefined;
  readonly occurredAt: Timestamp;
  readonly platform?: Platform | undefined;
  readonly orderId?: string | undefined;
  readonly price?: number | undefined;
  readonly quantity?: number | undefined;
  /** eventKey of the purchase, on a refund that names it. */
  readonly refundOf?: string | undefined;
  readonly query?: string | undefined;
  /** How a purchase was paid, as the shop's `properties.paidWith` says, in lower case. */
  readonly paidWith?: string | undefined;
}

/** A cookie that a user was seen with, and when last. */
export interface KnownCookie {
  readonly cookieId: string;
  readonly lastSeenAt: Timestamp;
}

/** Everything kept about one actor; timelines of a user and its cookies are never merged in storage. */
export interface ActorState {
  readonly actor: ActorKey;
  readonly profile: Profile;
  readonly preferences: Preferences;
  /**
   * The newest 300 views, clicks and searches, and the newest 300 of all other types, so that looking around
   * never pushes out a hide or a cart. Sorted by compareMoments (oldest first).
   */
  readonly recent: readonly Action[];
  /** Purchases and refunds of all kept months, sorted by compareMoments. */
  readonly purchases: readonly Action[];
  /** A cookie's links to users, sorted by compareMoments; empty for users. */
  readonly links: readonly Link[];
  /** A user's cookies, most recently seen first; empty for cookies. */
  readonly cookies: readonly KnownCookie[];
  /** What was seen in the last weeks, newest first. */
  readonly seen: readonly SeenWeek[];
  /** When a user last put an item up for sale. */
  readonly lastListedAt?: Timestamp | undefined;
}

/** What a batch adds to one actor: sets to be united with what is stored, and a time that only moves on. */
export interface ActorChange {
  readonly actor: ActorKey;
  readonly recent: readonly Action[];
  readonly purchases: readonly Action[];
  readonly links: readonly Link[];
  readonly cookies: readonly KnownCookie[];
  readonly seen?: readonly Mark[] | undefined;
  /** When the actor put an item up for sale; the latest counts. */
  readonly listedAt?: Timestamp | undefined;
}
