import { isEmptied, pageDifference, type ShownSection, slotsChanged } from '../registry/page-difference.ts';

/** What an item counts as in the shifts. */
export interface ShownFacts {
  /** Its most particular category. */
  readonly category: string;
  readonly seller: string;
}

/** A page as it was made. */
export interface ReplayedPage {
  readonly sections: readonly ShownSection[];
  readonly facts: ReadonlyMap<string, ShownFacts>;
}

type Counts = Readonly<Record<string, number>>;

/** What pages showed, added up: of a part or of all. */
export interface Tally {
  readonly pages: number;
  /** Items that the pages show now. */
  readonly slots: number;
  readonly slotsChanged: number;
  readonly emptied: readonly EmptiedPage[];
  /** Sections that show nothing any more, by name. */
  readonly sectionsEmptied: Counts;
  readonly categories: { readonly now: Counts; readonly proposed: Counts };
  readonly sellers: { readonly now: Counts; readonly proposed: Counts };
  /** Pages whose actor wanted something afterwards, and those of them that showed one of these things. */
  readonly wanting: number;
  readonly hits: { readonly now: number; readonly proposed: number };
}
export interface EmptiedPage {
  readonly page: string;
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
  readonly itemId?: string | undefined;
  readonly category?: string | undefined;
}

export const NO_PAGES: Tally = {
  pages: 0,
  slots: 0,
  slotsChanged: 0,
  emptied: [],
  sectionsEmptied: {},
  categories: { now: {}, proposed: {} },
  sellers: { now: {}, proposed: {} },
  wanting: 0,
  hits: { now: 0, proposed: 0 },
};

/** Emptied pages that are named: a hundred show what is wrong. */
const NAMED = 100;

/** One page, now and proposed. */
export function tallyOf(
  asked: EmptiedPage & { readonly wanted: readonly string[] },
  now: ReplayedPage,
  proposed: ReplayedPage,
): Tally {
  const changes = pageDifference(now.sections, proposed.sections);
  const wanted = new Set(asked.wanted);
  const { page, userId, cookieId, itemId, category } = asked;
  const countsOf = (of: (facts: ShownFacts) => string) => ({
    now: counted(now, of),
    proposed: counted(proposed, of),
  });
  return {
    pages: 1,
    slots: shownOn(now).length,
    slotsChanged: slotsChanged(changes),
    emptied: isEmptied(changes) ? [{ page, userId, cookieId, itemId, category }] : [],
    sectionsEmptied: Object.fromEntries(
      changes.filter(({ emptied }) => emptied).map(({ section }) => [section, 1]),
    ),
    categories: countsOf(({ category }) => category),
    sellers: countsOf(({ seller }) => seller),
    wanting: wanted.size > 0 ? 1 : 0,
    hits: { now: isHit(now, wanted), proposed: isHit(proposed, wanted) },
  };
}

const shownOn = ({ sections }: ReplayedPage): string[] => sections.flatMap(({ itemIds }) => itemIds);
const isHit = (page: ReplayedPage, wanted: ReadonlySet<string>): number =>
  shownOn(page).some((itemId) => wanted.has(itemId)) ? 1 : 0;

function counted(page: ReplayedPage, of: (facts: ShownFacts) => string): Counts {
  const counts = new Map<string, number>();
  for (const itemId of shownOn(page)) {
    const facts = page.facts.get(itemId);
    if (facts) counts.set(of(facts), (counts.get(of(facts)) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

/** All tallies as one; the pages counted, whatever is named of them. */
export const united = (tallies: readonly Tally[]): Tally => tallies.reduce(unite, NO_PAGES);

const unite = (a: Tally, b: Tally): Tally => ({
  pages: a.pages + b.pages,
  slots: a.slots + b.slots,
  slotsChanged: a.slotsChanged + b.slotsChanged,
  emptied: [...a.emptied, ...b.emptied],
  sectionsEmptied: plus(a.sectionsEmptied, b.sectionsEmptied),
  categories: bothPlus(a.categories, b.categories),
  sellers: bothPlus(a.sellers, b.sellers),
  wanting: a.wanting + b.wanting,
  hits: { now: a.hits.now + b.hits.now, proposed: a.hits.proposed + b.hits.proposed },
});

const bothPlus = (a: Tally['sellers'], b: Tally['sellers']) => ({
  now: plus(a.now, b.now),
  proposed: plus(a.proposed, b.proposed),
});

/** Through a map: a category may be called __proto__. */
function plus(a: Counts, b: Counts): Counts {
  const sums = new Map(Object.entries(a));
  for (const [name, count] of Object.entries(b)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** What a replay comes to. Shares and shifts from 0 to 1; 0 where there is nothing to compare. */
export interface ReplayReport {
  readonly pages: number;
  readonly slots: number;
  readonly slotsChanged: number;
  /** Of the slots now. */
  readonly slotsChangedShare: number;
  readonly pagesEmptied: number;
  readonly emptied: readonly EmptiedPage[];
  readonly sectionsEmptied: Counts;
  /** Total variation distance between what was shown and would be: the share of it that is another category. */
  readonly categoryShift: number;
  readonly sellerShift: number;
  /** Pages whose actor viewed, carted or bought anything within a day: what the hit rates are of. */
  readonly pagesWithWants: number;
  readonly hitRate: { readonly now: number; readonly proposed: number };
}

export function reportOf(tally: Tally): ReplayReport {
  const share = (part: number, of: number) => (of === 0 ? 0 : rounded(part / of));
  return {
    pages: tally.pages,
    slots: tally.slots,
    slotsChanged: tally.slotsChanged,
    slotsChangedShare: share(tally.slotsChanged, tally.slots),
    pagesEmptied: tally.emptied.length,
    emptied: tally.emptied.slice(0, NAMED),
    sectionsEmptied: tally.sectionsEmptied,
    categoryShift: shiftOf(tally.categories),
    sellerShift: shiftOf(tally.sellers),
    pagesWithWants: tally.wanting,
    hitRate: {
      now: share(tally.hits.now, tally.wanting),
      proposed: share(tally.hits.proposed, tally.wanting),
    },
  };
}

/** Half the sum of the differences of two distributions' shares; 1 where only one of them has anything. */
export function shiftOf({ now, proposed }: Tally['sellers']): number {
  const [before, after] = [new Map(Object.entries(now)), new Map(Object.entries(proposed))];
  const [all, allAfter] = [total(before), total(after)];
  if (all === 0 || allAfter === 0) return all === allAfter ? 0 : 1;
  const names = new Set([...before.keys(), ...after.keys()]);
  const differences = [...names].map((name) =>
    Math.abs((before.get(name) ?? 0) / all - (after.get(name) ?? 0) / allAfter),
  );
  return rounded(differences.reduce((sum, one) => sum + one, 0) / 2);
}

const total = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
