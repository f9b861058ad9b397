import { EVERYBODY, type Facet } from '../clusters/facet.ts';
import type { Contribution } from './contributions.ts';
import { type Landmarks, SCORE_KINDS, type ScoreKind, worthAt } from './decay.ts';

/** What is known of one item: whole numbers, linear to the landmarks. */
export interface ItemSums {
  /** Half-life 3 days, by facet; `all` among them. */
  readonly popular: Map<Facet, number>;
  trending: number;
  base: number;
  /** Actors that were shown it, one a day each. */
  impressions: number;
}

export type StoredTotals = Readonly<
  Record<
    string,
    readonly [popular: Readonly<Record<string, number>>, trending: number, base: number, shown: number]
  >
>;

/** Sums over all days, by item. Adding and taking away the same contributions leaves nothing behind: all is whole numbers. */
export class Totals {
  readonly items = new Map<string, ItemSums>();

  constructor(stored: StoredTotals = {}) {
    for (const [itemId, [popular, trending, base, impressions]] of Object.entries(stored))
      this.items.set(itemId, {
        popular: new Map(Object.entries(popular) as [Facet, number][]),
        trending,
        base,
        impressions,
      });
  }

  /** @param sign 1 adds, −1 takes away what was added before */
  apply(contributions: Iterable<Contribution>, landmarks: Landmarks, sign: 1 | -1): void {
    const touched = new Set<string>();
    for (const contribution of contributions) {
      for (const kind of SCORE_KINDS) this.#add(kind, contribution, landmarks, sign);
      if (contribution.wasShown) this.#sumsOf(contribution.itemId).impressions += sign;
      touched.add(contribution.itemId);
    }
    for (const itemId of touched) if (isNothing(this.items.get(itemId)!)) this.items.delete(itemId);
  }

  /** Forgets a kind of score, to be counted again on another scale: see `recount`. */
  forget(kind: ScoreKind): void {
    for (const sums of this.items.values())
      if (kind === 'popular') sums.popular.clear();
      else sums[kind] = 0;
  }

  /** Counts one kind of score only. */
  recount(kind: ScoreKind, contributions: Iterable<Contribution>, landmarks: Landmarks): void {
    for (const contribution of contributions) this.#add(kind, contribution, landmarks, 1);
  }

  /** Lets go of items that nothing is left of. */
  sweep(): void {
    for (const [itemId, sums] of this.items) if (isNothing(sums)) this.items.delete(itemId);
  }

  /** Σ over items of each facet's popularity. */
  facetTotals(): Map<Facet, number> {
    const totals = new Map<Facet, number>();
    for (const { popular } of this.items.values())
      for (const [facet, value] of popular) totals.set(facet, (totals.get(facet) ?? 0) + value);
    return totals;
  }

  /** What the search index holds of an item, as text: equal when nothing need be written. */
  print(itemId: string): string {
    const sums = this.items.get(itemId);
    if (!sums) return '';
    const popular = [...sums.popular].sort(([a], [b]) => (a < b ? -1 : 1));
    return `${popular.join(' ')} ${sums.impressions}`;
  }

  /** Sorted, so that equal totals give equal bytes. */
  stored(): StoredTotals {
    const sorted = [...this.items].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([itemId, { popular, trending, base, impressions }]) => [
        itemId,
        [Object.fromEntries([...popular].sort(([a], [b]) => (a < b ? -1 : 1))), trending, base, impressions],
      ]),
    );
  }

  #add(
    kind: ScoreKind,
    { itemId, weight, hour, facets }: Contribution,
    landmarks: Landmarks,
    sign: 1 | -1,
  ): void {
    const worth = sign * weight * worthAt(kind, hour, landmarks);
    const sums = this.#sumsOf(itemId);
    if (kind !== 'popular') sums[kind] += worth;
    else for (const facet of [EVERYBODY, ...facets]) add(sums.popular, facet, worth);
  }

  #sumsOf(itemId: string): ItemSums {
    const known = this.items.get(itemId) ?? { popular: new Map(), trending: 0, base: 0, impressions: 0 };
    this.items.set(itemId, known);
    return known;
  }
}

function add(sums: Map<Facet, number>, facet: Facet, worth: number): void {
  const sum = (sums.get(facet) ?? 0) + worth;
  if (sum === 0) sums.delete(facet);
  else sums.set(facet, sum);
}

const isNothing = ({ popular, trending, base, impressions }: ItemSums): boolean =>
  popular.size === 0 && trending === 0 && base === 0 && impressions === 0;
