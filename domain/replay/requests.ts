import type { Event, Platform } from '../events/event.ts';
import { fnv1a } from '../hash.ts';
import { type ActorKey, cookieKey, userKey } from '../identity/owner.ts';

/** A page that somebody was shown, as far as events tell. */
export interface PageRequest {
  readonly page: string;
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
  /** The item that the page was about. */
  readonly itemId?: string | undefined;
  readonly platform?: Platform | undefined;
  /** The category that the page was about, where its events say so. */
  readonly category?: string | undefined;
  /** What a page of a category showed, sorted: it tells the category otherwise. */
  readonly shown?: readonly string[] | undefined;
  /** Milliseconds. */
  readonly at: number;
  /** What the same actor viewed, carted or bought within a day after it. */
  readonly wanted: readonly string[];
}

/** A page about an item: its requests are the views, for an impression there does not say which item it was about. */
export const ITEM_PAGE = 'item';

/** A page about a category, which its impressions tell by what was shown, if at all. */
export const CATEGORY_PAGE = 'category';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WANTS: ReadonlySet<string> = new Set(['view', 'cart', 'purchase']);

interface Act {
  readonly itemId: string;
  readonly at: number;
}
/** `answer`: the recommendation that the event came of. */
type Asked = Omit<PageRequest, 'wanted' | 'shown'> & { readonly answer: string };

/**
 * Requests made again from what came of them: serving writes none down. One for each actor, page, item, category, platform and hour, as of
 * the first event of it. Whatever the order of the events, the same.
 */
export class RequestFinder {
  readonly #asked = new Map<string, Asked>();
  readonly #acts = new Map<ActorKey, Act[]>();
  /** What answers of category pages showed. */
  readonly #shown = new Map<string, Set<string>>();
  readonly #from: number;
  readonly #pages: ReadonlySet<string> | undefined;

  /** @param from no request before it, milliseconds @param pages only these */
  constructor(from: number, pages?: readonly string[]) {
    this.#from = from;
    this.#pages = pages && new Set(pages);
  }

  add(event: Event): void {
    const at = Date.parse(event.occurredAt);
    if (at < this.#from) return;
    const actor = actorOf(event);
    if (event.itemId !== undefined && WANTS.has(event.type)) this.#act(actor, { itemId: event.itemId, at });
    const asked = askedBy(event, at);
    if (!asked || this.#pages?.has(asked.page) === false) return;
    const { page, itemId, category, platform, answer } = asked;
    const key = JSON.stringify([actor, page, itemId, category, platform, Math.floor(at / HOUR_MS)]);
    const known = this.#asked.get(key);
    if (!known || isBefore(asked, known)) this.#asked.set(key, asked);
    if (page === CATEGORY_PAGE && event.itemId !== undefined) this.#show(key, answer, event.itemId);
  }

  #act(actor: ActorKey, act: Act): void {
    const acts = this.#acts.get(actor);
    if (acts) acts.push(act);
    else this.#acts.set(actor, [act]);
  }

  #show(key: string, answer: string, itemId: string): void {
    const shown = this.#shown.get(key + answer);
    if (shown) shown.add(itemId);
    else this.#shown.set(key + answer, new Set([itemId]));
  }

  /** Requests found. */
  get size(): number {
    return this.#asked.size;
  }

  /** At most so many, newest first; which ones, the hash of each says, so that the same events give the same ones. */
  sample(most: number): PageRequest[] {
    const drawn = [...this.#asked]
      .map(([key, asked]) => ({ key, asked, hash: fnv1a(key) }))
      .sort((a, b) => a.hash - b.hash || (a.key < b.key ? -1 : 1))
      .slice(0, most);
    return drawn
      .sort((a, b) => b.asked.at - a.asked.at || (a.key < b.key ? -1 : 1))
      .map(({ key, asked }) => this.#request(key, asked));
  }

  #request(key: string, { answer, ...asked }: Asked): PageRequest {
    const shown = this.#shown.get(key + answer);
    const wanted = this.#wantedAfter(asked);
    return { ...asked, ...(shown && { shown: [...shown].sort() }), wanted };
  }

  #wantedAfter(asked: Omit<Asked, 'answer'>): string[] {
    const acts = this.#acts.get(actorOf(asked)) ?? [];
    const after = acts.filter(
      ({ at, itemId }) => at > asked.at && at <= asked.at + DAY_MS && itemId !== asked.itemId,
    );
    return [...new Set(after.map(({ itemId }) => itemId))].sort();
  }
}

const actorOf = ({ userId, cookieId }: Pick<Event, 'userId' | 'cookieId'>): ActorKey =>
  userId === undefined ? cookieKey(cookieId!) : userKey(userId);

const isBefore = (a: Asked, b: Asked): boolean => a.at < b.at || (a.at === b.at && a.answer < b.answer);

function askedBy(event: Event, at: number): Asked | undefined {
  const { type, page, itemId, userId, cookieId, platform, recommendationId: answer = '' } = event;
  const whose = { userId, cookieId, platform, at, answer };
  if (page === CATEGORY_PAGE && type === 'impression') return { page, ...whose, ...categoryIn(event) };
  if (type === 'view') return { page: ITEM_PAGE, itemId, ...whose };
  return type === 'impression' && page !== undefined && page !== ITEM_PAGE ? { page, ...whose } : undefined;
}

/** Shops that say which category a page was of say it so. */
const categoryIn = ({ properties }: Event): { readonly category?: string } =>
  typeof properties?.category === 'string' && properties.category !== ''
    ? { category: properties.category }
    : {};
