import { API_LIMITS } from '../../../contract/limits.ts';
import type { ArrangedTail } from '../../../domain/ranking/arrange/tail.ts';
import { widerThan } from '../../../domain/ranking/back-off.ts';
import { type Boosts, boostsOf, hasBoosts } from '../../../domain/ranking/boosts.ts';
import { cartOf, hiddenBy } from '../../../domain/ranking/choices.ts';
import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import {
  type Found,
  isAtEnd,
  type Places,
  placesAfter,
  type SearchKnown,
} from '../../../domain/ranking/places.ts';
import { type Ranked, rank } from '../../../domain/ranking/rank.ts';
import { RowTable } from '../../../domain/ranking/rows.ts';
import { isSearched, itemsWanted, usesRows } from '../../../domain/ranking/sources/index.ts';
import type { RowsKnown } from '../../../domain/ranking/sources/source.ts';
import { tailAfter } from '../../../domain/ranking/steps/arrangeable.ts';
import { itemsBeside } from '../../../domain/ranking/steps/index.ts';
import type {
  ProviderDocument,
  SectionDocument,
  SourceDocument,
} from '../../../domain/registry/documents.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import { MINUTE_MS } from '../../../domain/search/conditions.ts';
import type { ApiContext } from '../../runtime/api.ts';
import type { HeldTraits } from '../../runtime/held-traits.ts';
import { channelOf, type ModelReader, onceEach } from '../model-reader.ts';
import { withParents } from './back-off.ts';
import { type Draft, draft, type Filled, type Filling, fill, headOf, poolOf } from './fill.ts';
import { type Asking, gather } from './gather.ts';
import { ItemReader } from './item-reader.ts';
import { asksClusters, asksRules, asksTaste, type Lost, lostBy } from './lost.ts';
import type { Popularity } from './popularity.ts';
import type { PageQuery } from './query.ts';
import type { Repurchase } from './repurchase.ts';
import type { Searching } from './searching.ts';
import { Sieve, sift } from './sieve.ts';
import type { Tastes } from './tastes.ts';
import { readViewer } from './viewer.ts';

/** What a page is made with, beside the query. */
export interface Kitchen {
  readonly api: ApiContext;
  readonly registry: Registry;
  readonly models: ModelReader;
  readonly popularity: Popularity;
  readonly searching: Searching;
  readonly repurchase: Repurchase;
  readonly tastes: Tastes;
  readonly traits: HeldTraits;
  readonly now: number;
  /** A later page of a section: any number of items will do. */
  readonly goesOn?: GoesOn | undefined;
}

/** Where a section goes on. */
export interface GoesOn {
  /** When its first page was made, milliseconds. */
  readonly at: number;
  /** Items of the section so far. */
  readonly before: number;
  /** The last of them, as far as arranging looks back. */
  readonly tail: ArrangedTail;
  readonly wasShown: (itemId: string) => boolean;
  readonly places: Places;
}

/** A section with everything that its answer, its cursor and its ledger need. */
export interface MadeSection {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
  readonly ranked: Ranked;
  readonly filled: Filled;
  /** Enough was found: otherwise it is left out, with its reason. */
  readonly served: boolean;
  readonly degraded: readonly string[];
  /** Where its sources stand behind this page: there is more though this page's candidates ran dry. */
  readonly places: Places;
}
export interface MadePage {
  readonly sections: readonly MadeSection[];
  readonly context: RankingContext;
}

interface Plan {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
  readonly ranked: Ranked;
  readonly sieve: Sieve;
  readonly places: Places;
  readonly found: ReadonlyMap<SourceDocument, Found>;
  readonly degraded: readonly string[];
}

/** A section as it would be if all that is shown above it stays. */
interface FirstDraft {
  readonly shown: ReadonlySet<string>;
  readonly drafted: Draft;
}

/** Candidates known beside a pool for each section of the page: these may be shown above already. */
const SHOWN_ABOVE = 10;
/** How often a section looks further into the market when its candidates do not fill it. */
const ROUNDS = 5;

/**
 * Viewer → rows and searches of all sections at once → rank each → read the likeliest items of all at once → fill section by
 * section in page order, so that no item is on the page twice.
 *
 * @throws Problem 503 when the items cannot be read, for nothing unseen may leave
 */
export async function makePage(query: PageQuery, kitchen: Kitchen): Promise<MadePage> {
  const maker = await PageMaker.begin(query, kitchen);
  return { sections: await maker.sections(), context: maker.context };
}

class PageMaker {
  readonly context: RankingContext;
  readonly #query: PageQuery;
  readonly #kitchen: Kitchen;
  readonly #reader: ItemReader;
  readonly #boosts: Boosts;
  /** What could not be read of the viewer, and what of that concerns some sections only. */
  readonly #degraded: readonly string[];
  readonly #lost: readonly Lost[];
  readonly #shown = new Set<string>();
  readonly #models: ModelReader;

  private constructor(
    query: PageQuery,
    kitchen: Kitchen,
    known: {
      context: RankingContext;
      reader: ItemReader;
      boosts: Boosts;
      degraded: readonly string[];
      lost: readonly Lost[];
    },
  ) {
    this.#query = query;
    this.#kitchen = kitchen;
    this.#models = onceEach(kitchen.models);
    this.context = known.context;
    this.#reader = known.reader;
    this.#boosts = known.boosts;
    this.#degraded = known.degraded;
    this.#lost = known.lost;
  }

  static async begin(query: PageQuery, kitchen: Kitchen): Promise<PageMaker> {
    const { stores } = kitchen.api;
    const reader = new ItemReader(() => stores.items, kitchen.traits);
    const itemIds = query.context.itemIds ?? [];
    const [{ viewer, degraded }] = await Promise.all([
      readViewer(query, () => stores.actors, kitchen.now),
      reader.need(itemIds.slice(0, 1)),
    ]);
    const { platform, category } = query.context;
    const asked = { viewer, platform, category, now: kitchen.now };
    const documents = documentsOf(query, kitchen).map(({ provider }) => provider);
    const isByClusters = documents.some(asksClusters);
    const [{ lost: byClusters, ...popularity }, { repurchase, lost: bought }] = await Promise.all([
      isByClusters ? kitchen.popularity.of(asked) : kitchen.popularity.everybody(),
      kitchen.repurchase.of(viewer, kitchen.now, documents.some(asksRules)),
    ]);
    // Behind the clusters, which ask for the same facts.
    const { taste, lost: tastes } = documents.some(asksTaste)
      ? await kitchen.tastes(viewer)
      : { taste: undefined, lost: [] };
    const lost = [...bought, ...byClusters, ...tastes];
    const excluded = new Set(query.exclude);
    const wasShown = kitchen.goesOn?.wasShown;
    const context: RankingContext = {
      ...popularity,
      now: kitchen.now,
      viewer,
      itemIds,
      cart: cartOf(viewer, query.context.cartItemIds ?? []),
      hidden: hiddenBy(viewer),
      repurchase,
      taste,
      isExcluded: (itemId) => excluded.has(itemId) || wasShown?.(itemId) === true,
      filters: query.filters,
      only: query.only,
      before: kitchen.goesOn?.before ?? 0,
      tail: kitchen.goesOn?.tail ?? [],
      rows: new RowTable(),
      found: new Map(),
      seed: viewer.userId ?? query.cookieId ?? String(Math.floor(kitchen.now / MINUTE_MS)),
      items: reader.items,
      traits: reader.traits,
    };
    const boosts = boostsOf(viewer.preferences, query.boosts);
    return new PageMaker(query, kitchen, { context, reader, boosts, degraded, lost });
  }

  async sections(): Promise<MadeSection[]> {
    const documents = documentsOf(this.#query, this.#kitchen);
    const places = this.#kitchen.goesOn?.places;
    const plans = await this.#plan(documents.map((pair) => ({ ...pair, places })));
    const drafts = await this.#draftAll(plans);
    const made: MadeSection[] = [];
    for (const [index, plan] of plans.entries()) made.push(await this.#make(plan, drafts[index]!));
    return made;
  }

  /** Gathers what the sections live on, all at once, and ranks each. */
  async #plan(documents: readonly (Documents & Asking)[]): Promise<Plan[]> {
    const { searching } = this.#kitchen;
    const channel = channelOf(this.#query.context.platform);
    const [{ rows, found, degraded }] = await Promise.all([
      gather(documents, this.#known(), { models: this.#models, searching, channel }),
      this.#reader.need(documents.flatMap(({ provider }) => this.#itemsBeside(provider))),
    ]);
    this.context.rows.add(rows);
    const context = { ...this.context, found };
    if (hasBoosts(this.#boosts))
      await this.#reader.know(documents.flatMap(({ provider }) => best(provider, context)));
    return documents.map(({ document, provider, places = new Map() }) => {
      const ranked = rank(provider, context, this.#boosts);
      return {
        document,
        provider,
        places,
        found,
        ranked,
        sieve: new Sieve(ranked.candidates, provider, context, this.#reader),
        degraded: [
          ...this.#degraded,
          ...lostBy(provider, this.#lost),
          ...(usesModels(provider, searching.isThere) ? degraded : []),
          ...(isWithoutSearch(provider, found) ? ['search'] : []),
        ],
      };
    });
  }

  /** What sources and steps look at beside the candidates. */
  #itemsBeside(provider: ProviderDocument): string[] {
    return [...itemsWanted(provider, this.context), ...itemsBeside(provider.steps, this.context)];
  }

  #known(): SearchKnown & RowsKnown {
    return { ...this.context, boosts: this.#boosts, origin: this.#kitchen.goesOn?.at ?? this.#kitchen.now };
  }

  /** Drafts the page, and reads what it would show at once. */
  async #draftAll(plans: readonly Plan[]): Promise<FirstDraft[]> {
    const sifted = plans.map(({ sieve, provider, document }) => ({
      sieve,
      wanted: poolOf(provider, this.#limitOf(document)) + this.#query.sections.length * SHOWN_ABOVE,
    }));
    await sift(sifted, this.#reader);
    const shown = new Set<string>();
    const drafts: FirstDraft[] = [];
    const wanted: string[] = [];
    for (const plan of plans) {
      const limit = this.#limitOf(plan.document);
      const filling = { ...this.#fillingOf(plan, limit, []), shown: new Set(shown) };
      const drafted = await draft(filling, new Set(), this.#contextOf(plan, []));
      drafts.push({ shown: filling.shown, drafted });
      const picked = drafted.arranged.slice(0, limit);
      if (this.#isServed(plan.document, picked)) for (const { itemId } of picked) shown.add(itemId);
      wanted.push(...headOf(drafted, limit), ...subjectOf(plan.document, picked));
    }
    await this.#reader.readAhead(wanted);
    return drafts;
  }

  async #make(plan: Plan, first: FirstDraft): Promise<MadeSection> {
    const limit = this.#limitOf(plan.document);
    const made = await this.#backedOff(await this.#fill(plan, limit, first), limit);
    const { picked } = made.filled;
    const served = this.#isServed(plan.document, picked);
    if (served) for (const { itemId } of picked) this.#shown.add(itemId);
    await this.#reader.need(subjectOf(plan.document, picked));
    return { ...made, served };
  }

  /** Whether a section has enough to be shown; where less is asked for than its minimum, all that is asked for. */
  #isServed(document: SectionDocument, { length }: readonly Candidate[]): boolean {
    const least = Math.max(1, Math.min(document.minItems, this.#limitOf(document)));
    return this.#kitchen.goesOn !== undefined || length >= least;
  }

  /** A category that has too little is filled up from the one above it, on its first page. */
  async #backedOff(own: Omit<MadeSection, 'served'>, limit: number): Promise<Omit<MadeSection, 'served'>> {
    const isAll = isAtEnd(own.places) || own.degraded.includes('search');
    if (this.#kitchen.goesOn || !isAll) return own;
    const { document, provider, filled } = own;
    const { category } = this.#query.context;
    const wider = widerThan(category, provider, filled.picked, this.context, limit);
    if (!wider) return own;
    const { context } = wider;
    const known = {
      context,
      reader: this.#reader,
      boosts: this.#boosts,
      degraded: this.#degraded,
      lost: this.#lost,
    };
    const maker = new PageMaker(this.#query, this.#kitchen, known);
    for (const itemId of this.#shown) maker.#shown.add(itemId);
    for (const { itemId } of filled.picked) maker.#shown.add(itemId);
    const [plan] = await maker.#plan([{ document, provider: wider.provider }]);
    return withParents(own, await maker.#fill(plan!, wider.missing), wider.parent);
  }

  #limitOf({ name, limit = API_LIMITS.defaultLimit }: SectionDocument): number {
    return this.#query.limitOf(name) ?? limit;
  }

  /** Fills a section; one that lives on popularity looks further into the market while it is not full. */
  async #fill(first: Plan, limit: number, ahead?: FirstDraft): Promise<Omit<MadeSection, 'served'>> {
    let plan = first;
    const filled: { picked: Filled['picked']; removed: Filled['removed'] } = { picked: [], removed: [] };
    for (let round = 1; ; round++) {
      const more = await this.#fillOnce(
        plan,
        limit - filled.picked.length,
        filled.picked,
        round === 1 ? ahead : undefined,
      );
      filled.picked = [...filled.picked, ...more.picked];
      filled.removed = [...filled.removed, ...more.removed];
      const places = this.#placesAfter(plan, filled.picked, more.removed);
      const made = { ...plan, places, filled: { ...filled, next: more.next, rest: more.rest } };
      const isDone = more.next !== undefined || isAtEnd(places) || this.context.only !== undefined;
      if (isDone || round === ROUNDS || plan.degraded.includes('search')) return made;
      const [further] = await this.#plan([{ ...plan, places }]);
      plan = further!;
    }
  }

  #fillOnce(
    plan: Plan,
    limit: number,
    picked: Filled['picked'],
    ahead: FirstDraft | undefined,
  ): Promise<Filled> {
    const filling = this.#fillingOf(plan, limit, picked);
    const first = ahead && isSameSet(ahead.shown, filling.shown) ? ahead.drafted : undefined;
    return fill(filling, this.#contextOf(plan, picked), this.#reader, first);
  }

  #fillingOf({ sieve, provider }: Plan, limit: number, picked: Filled['picked']): Filling {
    const shown = this.#shown.union(new Set(picked.map(({ itemId }) => itemId)));
    const whole = this.#query.explain || this.#query.whyNot !== undefined;
    return { provider, sieve, limit, shown, whole };
  }

  #contextOf({ provider, found }: Plan, picked: Filled['picked']): RankingContext {
    const tail = tailAfter(provider.steps, this.context.tail, picked, this.context);
    return { ...this.context, found, tail };
  }

  #placesAfter(
    { provider, places, ranked, found }: Plan,
    picked: Filled['picked'],
    removed: Filled['removed'],
  ) {
    const open = new Set(ranked.candidates.map(({ itemId }) => itemId));
    for (const { itemId } of [...picked, ...removed]) open.delete(itemId);
    return placesAfter(provider, this.context, places, found, (itemId) => open.has(itemId));
  }
}

/** Candidates of a source that boosts may reorder: what they are must be read first. */
const BOOSTED = 200;

const best = (provider: ProviderDocument, context: RankingContext): string[] =>
  rank(provider, context)
    .proposals.flatMap(({ candidates }) => candidates.toSorted((a, b) => b.score - a.score).slice(0, BOOSTED))
    .map(({ itemId }) => itemId);

interface Documents {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
}

const documentsOf = ({ sections }: PageQuery, { registry }: Kitchen): Documents[] =>
  sections.map((name) => {
    const document = registry.sections.get(name)!;
    return { document, provider: registry.providers.get(document.provider)! };
  });

const sourcesOf = ({ sources, fallback }: ProviderDocument): SourceDocument[] => [...sources, ...fallback];

const usesModels = (provider: ProviderDocument, searches: boolean): boolean =>
  sourcesOf(provider).some((source) => usesRows(source) && !(searches && isSearched(source)));

const isWithoutSearch = (provider: ProviderDocument, found: ReadonlyMap<SourceDocument, Found>): boolean =>
  sourcesOf(provider).some((source) => found.get(source) === 'failed');

/** The item that a section's title names. */
const subjectOf = ({ aboutItem }: SectionDocument, [first]: readonly Candidate[]): string[] =>
  aboutItem && first?.because !== undefined ? [first.because] : [];

const isSameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && a.isSubsetOf(b);
