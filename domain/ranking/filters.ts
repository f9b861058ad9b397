import type { FilterName } from '../registry/documents.ts';
import type { Candidate, RankingContext } from './context.ts';
import { available } from './filters/availability.ts';
import type { Filter } from './filters/filter.ts';
import { dueAgain, purchased } from './filters/purchased.ts';
import { atHand, excluded, request } from './filters/request.ts';
import { adult, disliked, hidden, inCart, ownListing, priceRange } from './filters/viewer.ts';

const ALL: readonly Filter[] = [
  atHand,
  excluded,
  inCart,
  hidden,
  available,
  ownListing,
  adult,
  disliked,
  priceRange,
  purchased,
  dueAgain,
  request,
];
const BY_NAME: ReadonlyMap<FilterName, Filter> = new Map(ALL.map((filter) => [filter.name, filter]));

/** Why a candidate left, and at which step. */
export interface Removal {
  readonly itemId: string;
  readonly step: string;
  readonly reason: string;
}

export interface Filtered {
  readonly kept: readonly Candidate[];
  readonly removed: readonly Removal[];
}

/** The named filters that need no item: cheap, so they run before anything is read. */
export const beforeItems = (names: readonly FilterName[]): Filter[] =>
  named(names).filter(({ needsItem }) => !needsItem);

/** The named filters that judge the item itself. */
export const onItems = (names: readonly FilterName[]): Filter[] =>
  named(names).filter(({ needsItem }) => needsItem);

const named = (names: readonly FilterName[]): Filter[] => names.map((name) => BY_NAME.get(name)!);

/** Takes candidates through filters in order; each that leaves does so with the first filter's reason. */
export function applyFilters(
  filters: readonly Filter[],
  candidates: readonly Candidate[],
  context: RankingContext,
): Filtered {
  const kept: Candidate[] = [];
  const removed: Removal[] = [];
  for (const candidate of candidates) {
    const removal = firstRemoval(filters, candidate.itemId, context);
    if (removal) removed.push(removal);
    else kept.push(candidate);
  }
  return { kept, removed };
}

function firstRemoval(
  filters: readonly Filter[],
  itemId: string,
  context: RankingContext,
): Removal | undefined {
  for (const filter of filters) {
    const reason = whyOf(filter, itemId, context);
    if (reason !== undefined) return { itemId, step: filter.name, reason };
  }
  return undefined;
}

function whyOf(filter: Filter, itemId: string, context: RankingContext): string | undefined {
  if (!filter.needsItem) return filter.why(itemId, context);
  const item = context.items.get(itemId);
  return item ? filter.why(item, context) : 'the catalogue does not know it';
}
