import type { Event, EventType, Platform } from '../../domain/events/event.ts';
import type { Random } from './random.ts';
import type { Shelf } from './shelf.ts';
import type { Leaf } from './taxonomy.ts';
import type { Shopper } from './users.ts';

/** An event before it has its id: when it is known to the millisecond. */
export type Draft = Omit<Event, 'eventId' | 'occurredAt' | 'refundOf'> & {
  at: number;
  /** The draft of the purchase that this gives back. */
  readonly refunds?: Draft;
};

/** How the events of a visit are told apart: a signed-in app, a browser with or without an account. */
export type Visit =
  | {
      readonly mode: 'app' | 'signed-in' | 'anonymous';
      readonly shopper: Shopper;
      readonly platform: Platform;
    }
  | {
      readonly mode: 'signs-in';
      readonly shopper: Shopper;
      readonly platform: Platform;
      readonly after: number;
    }
  | {
      readonly mode: 'guest';
      readonly shopper: Shopper;
      readonly platform: Platform;
      readonly cookieId: string;
    };

/** Longest visit in minutes, so that nothing of a visit can lie after the market's last moment. */
export const LONGEST_VISIT_MINUTES = 25;

/** Writes down what one visitor does, step by step, a few seconds apart. */
export class Session {
  readonly drafts: Draft[] = [];
  readonly viewed: number[] = [];
  readonly carted: number[] = [];
  readonly visit: Visit;
  readonly share: number;
  readonly random: Random;
  readonly shelf: Shelf;
  #clock: number;
  readonly #end: number;

  constructor(visit: Visit, start: number, share: number, shelf: Shelf, random: Random) {
    this.visit = visit;
    this.share = share;
    this.shelf = shelf;
    this.random = random;
    this.#clock = start;
    this.#end = start + (LONGEST_VISIT_MINUTES - 1) * 60_000;
  }

  /** Notes one act of the visitor, about an item or none. @returns the draft */
  act(type: EventType, item?: number, more: Partial<Draft> = {}): Draft {
    this.#clock = Math.min(this.#end, this.#clock + 2000 + this.random.int(38_000));
    const itemId = item === undefined ? {} : { itemId: this.shelf.items[item]!.item.itemId };
    const draft: Draft = {
      type,
      ...this.#who(),
      ...itemId,
      at: this.#clock,
      platform: this.visit.platform,
      ...more,
    };
    this.drafts.push(draft);
    return draft;
  }

  view(item: number, more: Partial<Draft> = {}): void {
    this.viewed.push(item);
    this.act('view', item, more);
  }

  /** The leaf looked through, and something else near it now and then. */
  next(leaf: Leaf): number | undefined {
    const { random, shelf, share } = this;
    const style = this.visit.shopper.style;
    const last = this.viewed.at(-1);
    const way = random.weighted([58, last === undefined ? 0 : 17, last === undefined ? 0 : 16, 9]);
    if (way === 1) return shelf.sameFamily(last!, share, random);
    if (way === 2) return shelf.companion(last!, style, share, random);
    if (way === 3) return shelf.popular(share, random);
    return shelf.fromLeaf(leaf, style, share, random);
  }

  #who(): Pick<Draft, 'userId' | 'cookieId'> {
    const { visit } = this;
    const { userId } = visit.shopper.user;
    const { cookieId } = visit.shopper;
    if (visit.mode === 'app') return { userId };
    if (visit.mode === 'guest') return { cookieId: visit.cookieId };
    const known =
      visit.mode === 'signed-in' || (visit.mode === 'signs-in' && this.drafts.length >= visit.after);
    return known ? { userId, cookieId } : { cookieId };
  }
}
