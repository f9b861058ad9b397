import type { ProviderDocument, SourceDocument } from '../registry/documents.ts';
import type { Candidate, RankingContext } from './context.ts';
import type { RowRequest } from './rows.ts';
import { isSearched } from './searches.ts';
import { fromNewListings, fromSimilar } from './sources/found.ts';
import { fromHistory, historyRows } from './sources/history.ts';
import { fromPopular, popularRows } from './sources/popular.ts';
import { fromPurchases } from './sources/purchases.ts';
import { fromRecentlyViewed } from './sources/recently-viewed.ts';
import { fromTogether, togetherRows } from './sources/together.ts';

type Known = Pick<RankingContext, 'viewer' | 'itemIds' | 'facets'>;

/**
 * The rows that a provider will look at, its fallback's among them: known before anything is read.
 *
 * @param searches whether the search engine answers what it can, so that no snapshot is needed
 */
export const rowsWanted = (provider: ProviderDocument, context: Known, searches: boolean): RowRequest[] =>
  [...provider.sources, ...provider.fallback]
    .filter((source) => !(searches && isSearched(source)))
    .flatMap((source) => rowsOf(source, context));

function rowsOf(source: SourceDocument, context: Known): RowRequest[] {
  switch (source.source) {
    case 'history':
      return historyRows(source, context);
    case 'together':
      return togetherRows(source, context);
    case 'popular':
      return popularRows(source, context);
    default:
      return [];
  }
}

/** What a source proposes, in no particular order; scores are the source's own. */
export function candidatesOf(source: SourceDocument, context: RankingContext): Candidate[] {
  switch (source.source) {
    case 'history':
      return fromHistory(source, context);
    case 'together':
      return fromTogether(source, context);
    case 'recently-viewed':
      return fromRecentlyViewed(context);
    case 'purchases':
      return fromPurchases(source, context);
    case 'popular':
      return fromPopular(source, context);
    case 'new-listings':
      return fromNewListings(source, context);
    case 'similar':
      return fromSimilar(source, context);
  }
}
