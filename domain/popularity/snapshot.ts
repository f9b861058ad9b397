import { compareFacets, EVERYBODY, type Facet } from '../clusters/facet.ts';
import type { ModelItem, ModelRow } from '../ports.ts';
import { fallenSince, type Landmarks } from './decay.ts';
import type { PopularityServing } from './serving.ts';
import type { Totals } from './totals.ts';

/** Facets that have numbers of their own, everybody's among them: more fall back to everybody. */
const MAX_FACETS = 400;
/** Items of a facet that its snapshot holds. */
const SNAPSHOT_ITEMS = 1000;
/** How much weight a small facet gives to everybody: this share of all there is. */
const BACK_OFF_SHARE = 0.02;
/** Actions within some two weeks below which an item's growth is mostly chance: they shrink its trend. */
const TREND_SHRINK = 20;

/** Facets with a number of their own, the largest first MAX_FACETS; ties by name. Everybody is always among them. */
function servedFacets(totals: ReadonlyMap<Facet, number>): Facet[] {
  return [...totals]
    .sort(
      (a, b) =>
        Number(b[0] === EVERYBODY) - Number(a[0] === EVERYBODY) || b[1] - a[1] || compareFacets(a[0], b[0]),
    )
    .slice(0, MAX_FACETS)
    .map(([facet]) => facet)
    .sort(compareFacets);
}

/** What a query must know beside the items' own numbers. */
export function servingOf(totals: Totals, version: string, asOf: string): PopularityServing {
  const sums = totals.facetTotals();
  const facets = servedFacets(sums);
  const known = facets.map((facet) => [facet, sums.get(facet)!]);
  return {
    version,
    asOf,
    totals: Object.fromEntries(known) as PopularityServing['totals'],
    backOff: (sums.get(EVERYBODY) ?? 0) * BACK_OFF_SHARE,
  };
}

/** The first items of each facet, a row a facet; scores are the stored numbers, ties by item id. O(numbers stored) */
export function popularRows(totals: Totals, facets: readonly Facet[]): ModelRow[] {
  const firsts = new Map(facets.map((facet) => [facet, new First()]));
  for (const [itemId, { popular }] of totals.items)
    for (const [facet, score] of popular) firsts.get(facet)?.offer([itemId, score]);
  return facets.map((facet) => ({ key: facet, items: firsts.get(facet)!.items() }));
}

/** The first of what is offered: what cannot be among them any more is let go of now and then. */
class First {
  #kept: ModelItem[] = [];
  #least = 0;

  offer(item: ModelItem): void {
    if (item[1] <= 0 || item[1] < this.#least) return;
    this.#kept.push(item);
    if (this.#kept.length < 4 * SNAPSHOT_ITEMS) return;
    this.#kept = this.items();
    this.#least = this.#kept.at(-1)![1];
  }

  items(): ModelItem[] {
    return firstOf(this.#kept);
  }
}

/**
 * What grows now: an item's share of what is done with half-life 12 hours over its share with half-life 14 days, the latter
 * shrunk by some actions, so that one view of a forgotten item is no trend.
 */
export function trendingRow(totals: Totals, now: number, landmarks: Landmarks): ModelRow {
  const items = [...totals.items];
  const sum = (kind: 'trending' | 'base') => items.reduce((total, [, sums]) => total + sums[kind], 0);
  const [allTrending, allBase] = [sum('trending'), sum('base')];
  // On the scale of the stored numbers: so many views, of now.
  const shrink = (2 * TREND_SHRINK) / fallenSince('base', now, landmarks);
  const scores = items.map(([itemId, { trending, base }]): ModelItem => {
    const share = allTrending > 0 ? trending / allTrending : 0;
    return [itemId, share === 0 ? 0 : share / ((base + shrink) / (allBase + shrink))];
  });
  return { key: EVERYBODY, items: firstOf(scores) };
}

const firstOf = (scores: readonly ModelItem[]): ModelItem[] =>
  scores
    .filter(([, score]) => score > 0)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, SNAPSHOT_ITEMS);
