import { API_LIMITS } from '../../../contract/limits.ts';
import { widerThan } from '../../../domain/ranking/back-off.ts';
import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import { isAtEnd, type Places, placesAfter } from '../../../domain/ranking/places.ts';
import type { Ranked } from '../../../domain/ranking/rank.ts';
import { tailAfter } from '../../../domain/ranking/steps/arrangeable.ts';
import type { ProviderDocument, SectionDocument } from '../../../domain/registry/documents.ts';
import { withParents } from './back-off.ts';
import { type Draft, draft, type Filled, type Filling, fill, headOf, poolOf, wantedOf } from './fill.ts';
import type { ItemReader } from './item-reader.ts';
import type { Kitchen } from './kitchen.ts';
import { type Known, readKnown } from './known.ts';
import { type Plan, planSections } from './plan.ts';
import type { PageQuery } from './query.ts';
import { type Made, withMore } from './rounds.ts';
import { sift } from './sieve.ts';

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
  const known = await readKnown(query, kitchen);
  return { sections: await new PageMaker(known).sections(), context: known.context };
}

class PageMaker {
  readonly #known: Known;
  readonly #context: RankingContext;
  readonly #reader: ItemReader;
  readonly #shown: Set<string>;

  constructor(known: Known, shown: Iterable<string> = []) {
    this.#known = known;
    this.#context = known.context;
    this.#reader = known.reader;
    this.#shown = new Set(shown);
  }

  async sections(): Promise<MadeSection[]> {
    const { documents, kitchen } = this.#known;
    const places = kitchen.goesOn?.places;
    const plans = await planSections(
      documents.map((pair) => ({ ...pair, places })),
      this.#known,
    );
    const drafts = await this.#draftAll(plans);
    const made: MadeSection[] = [];
    for (const [index, plan] of plans.entries()) made.push(await this.#make(plan, drafts[index]!));
    return made;
  }

  /** Drafts the page, and reads what it would show at once. */
  async #draftAll(plans: readonly Plan[]): Promise<FirstDraft[]> {
    const sifted = plans.map(({ sieve, provider, document }) => ({
      sieve,
      wanted: poolOf(provider, this.#wantedOf(document)) + this.#known.documents.length * SHOWN_ABOVE,
    }));
    await sift(sifted, this.#reader);
    const shown = new Set<string>();
    const drafts: FirstDraft[] = [];
    const wanted: string[] = [];
    for (const plan of plans) {
      const limit = this.#limitOf(plan.document);
      const filling = { ...this.#fillingOf(plan, limit, []), shown: new Set(shown) };
      const drafted = await draft(filling, new Set(), this.#contextOf(plan, []), this.#reader);
      drafts.push({ shown: filling.shown, drafted });
      const picked = drafted.arranged.slice(0, limit);
      if (this.#isServed(plan.document, drafted.arranged.length))
        for (const { itemId } of picked) shown.add(itemId);
      wanted.push(...headOf(drafted, this.#wantedOf(plan.document)), ...subjectOf(plan.document, picked));
    }
    await this.#reader.readAhead(wanted);
    return drafts;
  }

  async #make(plan: Plan, first: FirstDraft): Promise<MadeSection> {
    const limit = this.#limitOf(plan.document);
    const made = await this.#backedOff(await this.#fill(plan, limit, first), limit);
    const { picked } = made.filled;
    const served = this.#isServed(plan.document, made.filled.found);
    if (served) for (const { itemId } of picked) this.#shown.add(itemId);
    await this.#reader.need(subjectOf(plan.document, picked));
    return { ...made, served };
  }

  /** Whether a section has enough to be shown. */
  #isServed(document: SectionDocument, found: number): boolean {
    return this.#known.kitchen.goesOn !== undefined || found >= leastOf(document);
  }

  /** A category that has too little is filled up from the one above it, on its first page. */
  async #backedOff(own: Made, limit: number): Promise<Made> {
    const isAll = isAtEnd(own.places) || own.degraded.includes('search');
    if (this.#known.kitchen.goesOn || !isAll) return own;
    const { document, provider, filled } = own;
    const { category } = this.#known.query.context;
    const wider = widerThan(category, provider, filled.picked, this.#context, limit);
    if (!wider) return own;
    const known = { ...this.#known, context: wider.context };
    const maker = new PageMaker(known, [...this.#shown, ...filled.picked.map(({ itemId }) => itemId)]);
    const [plan] = await planSections([{ document, provider: wider.provider }], known);
    return withParents(own, await maker.#fill(plan!, wider.missing), wider.parent);
  }

  #wantedOf(document: SectionDocument): number {
    return wantedOf({ limit: this.#limitOf(document), least: leastOf(document) });
  }

  #limitOf({ name, limit = API_LIMITS.defaultLimit }: SectionDocument): number {
    return this.#known.query.limitOf(name) ?? limit;
  }

  /** Fills a section; one that lives on popularity looks further into the market while it is not full. */
  async #fill(first: Plan, limit: number, ahead?: FirstDraft): Promise<Made> {
    let plan = first;
    let made: Made | undefined;
    for (let round = 1; ; round++) {
      const picked = made?.filled.picked ?? [];
      const more = await this.#fillOnce(plan, limit - picked.length, picked, made ? undefined : ahead);
      const places = this.#placesAfter(plan, [...picked, ...more.picked], more.removed);
      const { document, provider, ranked, degraded } = plan;
      made = withMore(made, { document, provider, ranked, degraded, places, filled: more });
      const isDone = more.next !== undefined || isAtEnd(places) || this.#context.only !== undefined;
      if (isDone || round === ROUNDS || plan.degraded.includes('search')) return made;
      const [further] = await planSections([{ ...plan, places }], this.#known);
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
    const isAsDrafted =
      ahead && isSameSet(ahead.shown, filling.shown) && ahead.drafted.changes === this.#reader.changes;
    const first = isAsDrafted ? ahead.drafted : undefined;
    return fill(filling, this.#contextOf(plan, picked), this.#reader, first);
  }

  #fillingOf({ document, sieve, provider }: Plan, limit: number, picked: Filled['picked']): Filling {
    const shown = this.#shown.union(new Set(picked.map(({ itemId }) => itemId)));
    const whole = this.#known.query.explain || this.#known.query.whyNot !== undefined;
    const least = this.#known.kitchen.goesOn ? 0 : leastOf(document) - picked.length;
    return { provider, sieve, limit, least, shown, whole };
  }

  #contextOf({ provider, found }: Plan, picked: Filled['picked']): RankingContext {
    const tail = tailAfter(provider.steps, this.#context.tail, picked, this.#context, picked.length);
    return { ...this.#context, found, tail };
  }

  #placesAfter(
    { provider, places, ranked, found }: Plan,
    picked: Filled['picked'],
    removed: Filled['removed'],
  ) {
    const open = new Set(ranked.candidates.map(({ itemId }) => itemId));
    for (const { itemId } of [...picked, ...removed]) open.delete(itemId);
    return placesAfter(provider, this.#context, places, found, (itemId) => open.has(itemId));
  }
}

const leastOf = ({ minItems }: SectionDocument): number => Math.max(1, minItems);

/** The item that a section's title names. */
const subjectOf = ({ aboutItem }: SectionDocument, [first]: readonly Candidate[]): string[] =>
  aboutItem && first?.because !== undefined ? [first.because] : [];

const isSameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && a.isSubsetOf(b);
