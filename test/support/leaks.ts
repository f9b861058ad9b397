/**
 * A market in which items are sanctioned, sold, repriced and listed while people buy, hide, dislike and look at pages; and a judge who knows
 * the truth and has none of the product's code: what a page shows that it must not is a leak.
 */
export interface MarketDriver {
  /** The whole item, as the catalogue has it from now on. */
  writeItem(item: TruthItem): Promise<void>;
  act(userId: string, type: 'view' | 'purchase' | 'hide' | 'cart' | 'uncart', itemId: string): Promise<void>;
  /** Profile and preferences. */
  writeUser(userId: string, user: Pick<TruthUser, 'adult' | 'showAdult' | 'disliked'>): Promise<void>;
  page(path: string): Promise<LeakyPage>;
}
export interface LeakyPage {
  readonly sections: readonly LeakySection[];
}
export interface LeakySection {
  readonly section: string;
  readonly items: readonly {
    readonly itemId: string;
    readonly reason: string;
    readonly item?: Readonly<Record<string, unknown>>;
  }[];
  readonly nextCursor?: string;
}

export interface TruthItem {
  readonly itemId: string;
  readonly title: string;
  readonly categories: readonly string[];
  readonly price: number;
  readonly status: 'on_sale' | 'reserved' | 'sold' | 'deleted' | 'sanctioned';
  readonly stock: number;
  readonly adult: boolean;
  readonly sellerId: string;
  readonly availableUntil?: string;
  readonly listedAt: string;
}
interface TruthUser {
  adult: boolean;
  showAdult: boolean;
  disliked: readonly string[];
  readonly hidden: Set<string>;
  readonly bought: Set<string>;
  readonly cart: Set<string>;
}

export interface LeakRun {
  readonly pages: number;
  readonly itemsShown: number;
  readonly changes: number;
  readonly leaks: readonly string[];
}

const CATEGORIES = ['shoes', 'bags', 'toys', 'books', 'garden'];
const PAGES = ['home', 'item', 'cart', 'category', 'my-page'];
/** Shows what was bought, once it may be bought again. */
const OF_PURCHASES = ['buy-again'];
/** The reason of what fills up a category with few items. */
const FROM_ABOVE = 'popular-in-parent';
/** Shows what lies in the cart and got cheaper. */
const OF_THE_CART = ['price-dropped'];

/** @param random draws from [0, 1) @param now milliseconds */
export class LeakHunt {
  readonly #driver: MarketDriver;
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #items = new Map<string, TruthItem>();
  readonly #users = new Map<string, TruthUser>();
  readonly #leaks: string[] = [];
  #listed = 0;
  #changes = 0;
  #itemsShown = 0;

  constructor(driver: MarketDriver, random: () => number, now: () => number) {
    this.#driver = driver;
    this.#random = random;
    this.#now = now;
  }

  async begin(items: number, users: number): Promise<readonly string[]> {
    for (let user = 0; user < users; user++) {
      const facts = { adult: false, showAdult: false, disliked: [] };
      this.#users.set(`u${user}`, { ...facts, hidden: new Set(), bought: new Set(), cart: new Set() });
    }
    for (let item = 0; item < items; item++) await this.#list();
    return [...this.#items.keys()];
  }

  /** Every page is asked for after some changes, and while one more is under way. */
  async run(pages: number): Promise<LeakRun> {
    for (let page = 0; page < pages; page++) {
      const changes = 1 + Math.floor(this.#random() * 4);
      for (let change = 0; change < changes; change++) await this.#change();
      await this.#look();
    }
    return { pages, itemsShown: this.#itemsShown, changes: this.#changes, leaks: this.#leaks };
  }

  #pick<T>(values: Iterable<T>): T {
    const list = [...values];
    return list[Math.floor(this.#random() * list.length)]!;
  }

  async #list(): Promise<void> {
    const itemId = `i${this.#listed++}`;
    await this.#write({
      itemId,
      title: `thing ${itemId}`,
      categories: ['all', this.#pick(CATEGORIES)],
      price: 10 + Math.floor(this.#random() * 90),
      status: 'on_sale',
      stock: 3,
      adult: this.#random() < 0.1,
      sellerId: this.#random() < 0.5 ? this.#pick(this.#users.keys()) : 'shop',
      listedAt: new Date(this.#now()).toISOString(),
    });
  }

  async #write(item: TruthItem): Promise<void> {
    await this.#driver.writeItem(item);
    this.#items.set(item.itemId, item);
  }

  async #change(): Promise<void> {
    this.#changes++;
    const kind = this.#random();
    if (kind < 0.5) await this.#changeItem();
    else if (kind < 0.6) await this.#changeUser();
    else await this.#act();
  }

  async #changeItem(): Promise<void> {
    if (this.#random() < 0.1) return this.#list();
    const item = this.#pick(this.#items.values());
    const statuses = ['on_sale', 'on_sale', 'on_sale', 'reserved', 'sold', 'sanctioned', 'deleted'] as const;
    const changes: Partial<TruthItem>[] = [
      { status: this.#pick(statuses) },
      { price: 10 + Math.floor(this.#random() * 90) },
      { stock: this.#pick([0, 1, 5]) },
      { adult: this.#random() < 0.3 },
      { categories: ['all', this.#pick(CATEGORIES)] },
      { availableUntil: new Date(this.#now() + (this.#random() < 0.3 ? -1 : 3_600_000)).toISOString() },
    ];
    await this.#write({ ...item, ...this.#pick(changes) });
  }

  async #changeUser(): Promise<void> {
    const [userId, user] = this.#pick(this.#users);
    const facts = {
      adult: this.#random() < 0.5,
      showAdult: this.#random() < 0.5,
      disliked: CATEGORIES.filter(() => this.#random() < 0.15),
    };
    await this.#driver.writeUser(userId, facts);
    Object.assign(user, facts);
  }

  async #act(): Promise<void> {
    const [userId, user] = this.#pick(this.#users);
    const itemId = this.#pick(this.#items.keys());
    const type = this.#pick(['view', 'view', 'view', 'view', 'purchase', 'hide', 'cart', 'uncart'] as const);
    await this.#driver.act(userId, type, itemId);
    if (type === 'hide') user.hidden.add(itemId);
    if (type === 'cart') user.cart.add(itemId);
    if (type === 'uncart' || type === 'purchase') user.cart.delete(itemId);
    if (type === 'purchase') user.bought.add(itemId);
  }

  async #look(): Promise<void> {
    const [userId, user] = this.#pick(this.#users);
    const page = this.#pick(PAGES);
    const category = page === 'category' ? this.#pick(CATEGORIES) : undefined;
    const about =
      page === 'item'
        ? `&itemId=${this.#pick(this.#items.keys())}`
        : category === undefined
          ? ''
          : `&category=${category}`;
    const query = `userId=${userId}&fields=price&limit=30${about}`;
    const { sections } = await this.#driver.page(`/v1/pages/${page}?${query}`);
    this.#judge(sections, userId, user);
    if (category !== undefined) this.#judgeCategory(sections, category);
    const open = sections.filter(({ nextCursor }) => nextCursor !== undefined);
    if (open.length > 0) await this.#scroll(page, this.#pick(open), sections, query, userId, user);
  }

  /** What is of another category came from the one above, and says so. */
  #judgeCategory(sections: readonly LeakySection[], category: string): void {
    for (const { itemId, reason } of sections.flatMap(({ items }) => items))
      if (reason !== FROM_ABOVE && !this.#items.get(itemId)?.categories.includes(category))
        this.#leaks.push(`${itemId} is shown in ${category} as if it were of it`);
  }

  /** The next page of a section, after one more change; it repeats nothing of the page it came from. */
  async #scroll(
    page: string,
    from: LeakySection,
    sections: readonly LeakySection[],
    query: string,
    userId: string,
    user: TruthUser,
  ): Promise<void> {
    await this.#change();
    const path = `/v1/pages/${page}/sections/${from.section}?${query}&cursor=${from.nextCursor}`;
    const next = (await this.#driver.page(path)) as unknown as LeakySection;
    this.#judge([...sections.map((one) => ({ ...one, isOld: true })), next], userId, user);
  }

  #judge(sections: readonly (LeakySection & { isOld?: boolean })[], userId: string, user: TruthUser): void {
    const shown = new Set<string>();
    for (const { section, items, isOld } of sections)
      for (const { itemId, item } of items) {
        const why = isOld ? undefined : this.#whyNot(section, itemId, item?.price, userId, user);
        const repeated = shown.has(itemId) ? 'it is on the page twice' : undefined;
        const leak = why ?? repeated;
        if (leak) this.#leaks.push(`${userId} is shown ${itemId} in ${section}: ${leak}`);
        shown.add(itemId);
        if (!isOld) this.#itemsShown++;
      }
  }

  #whyNot(
    section: string,
    itemId: string,
    price: unknown,
    userId: string,
    user: TruthUser,
  ): string | undefined {
    const item = this.#items.get(itemId);
    if (!item) return 'nobody listed it';
    if (item.status !== 'on_sale') return `its status is ${item.status}`;
    if (item.stock === 0) return 'it has no stock';
    if (item.availableUntil !== undefined && Date.parse(item.availableUntil) <= this.#now())
      return 'it is not available any more';
    if (item.sellerId === userId) return 'it is their own';
    if (item.adult && !(user.adult && user.showAdult)) return 'it is for adults';
    if (item.categories.some((name) => user.disliked.includes(name))) return 'its category is disliked';
    if (user.hidden.has(itemId)) return 'it was hidden';
    if (user.cart.has(itemId) && !OF_THE_CART.includes(section)) return 'it is in the cart';
    if (user.bought.has(itemId) && !OF_PURCHASES.includes(section)) return 'it was bought';
    if (price !== item.price) return `its price is ${item.price}, not ${String(price)}`;
    return undefined;
  }
}
