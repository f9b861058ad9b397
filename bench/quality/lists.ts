import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { Action } from '../../domain/identity/actor.ts';
import { type Candidate, NOBODY, type RankingContext } from '../../domain/ranking/context.ts';
import { applyFilters, onItems } from '../../domain/ranking/filters.ts';
import { rank } from '../../domain/ranking/rank.ts';
import type { RowTable } from '../../domain/ranking/rows.ts';
import type { FilterName, ProviderDocument } from '../../domain/registry/documents.ts';
import { LIST_LENGTH } from './metrics.ts';

/** A request at a moment by somebody of whom only purchases are known. Rows may be shared by many. */
export interface Asked {
  readonly now: number;
  readonly purchases: readonly Action[];
  readonly itemIds: readonly string[];
  readonly rows: RowTable;
  readonly catalogue: ReadonlyMap<string, StoredItem>;
}

/**
 * The first items that a provider answers, by the product's own steps, as its filters are and as they would be with others:
 * ranking costs the most, and is the same for both.
 */
export function listsFor(
  provider: ProviderDocument,
  asked: Asked,
  filters: readonly (readonly FilterName[])[],
): string[][] {
  const context = contextOf(asked);
  const { candidates } = rank(provider, context);
  return filters.map((names) => firstOf(candidates, names, context));
}

export const listFor = (provider: ProviderDocument, asked: Asked): string[] =>
  listsFor(provider, asked, [provider.filters])[0]!;

/** What a filter takes away is made up for by what comes behind. */
function firstOf(
  candidates: readonly Candidate[],
  names: readonly FilterName[],
  context: RankingContext,
): string[] {
  const filters = onItems(names);
  const list: string[] = [];
  for (const candidate of candidates) {
    if (list.length === LIST_LENGTH) break;
    if (applyFilters(filters, [candidate], context).kept.length > 0) list.push(candidate.itemId);
  }
  return list;
}

const contextOf = ({ now, purchases, itemIds, rows, catalogue }: Asked): RankingContext => ({
  now,
  viewer: { ...NOBODY, purchases, shownPurchases: purchases },
  facets: [],
  itemIds,
  cart: new Set(),
  hidden: new Set(),
  isExcluded: () => false,
  filters: {},
  rows,
  found: new Map(),
  seed: '',
  items: catalogue,
});
