import type { ProviderDocument, SourceDocument } from '../../registry/documents.ts';
import type { SearchRequest } from '../../search/search.ts';
import type { AnySource, Candidate, RankingContext } from '../context.ts';
import type { RowRequest } from '../rows.ts';
import { adopted } from './adopted.ts';
import { because } from './because.ts';
import { history } from './history.ts';
import { model } from './model.ts';
import { newListings } from './new-listings.ts';
import { popular } from './popular.ts';
import { priceDropped } from './price-dropped.ts';
import { purchases } from './purchases.ts';
import { recentlyViewed } from './recently-viewed.ts';
import { sameProduct } from './same-product.ts';
import { similar } from './similar.ts';
import type { Asking, RowsKnown, Source } from './source.ts';
import { together } from './together.ts';

/** Every source that a provider can name. */
export const SOURCES = [
  history,
  together,
  because,
  recentlyViewed,
  purchases,
  priceDropped,
  popular,
  adopted,
  newListings,
  similar,
  sameProduct,
  model,
] as const;

const BY_NAME: ReadonlyMap<string, Source> = new Map(
  SOURCES.map((source) => [source.name, source as Source]),
);
const sourceOf = ({ source }: AnySource): Source => BY_NAME.get(source)!;

/** Whether a source is answered by the search engine where there is one. */
export const isSearched = (document: SourceDocument): boolean =>
  sourceOf(document).search !== undefined &&
  !(document.source === 'popular' && document.window === 'trending');

/** What a source asks of the search engine. */
export const searchOf = (document: SourceDocument, asking: Asking): SearchRequest | undefined =>
  sourceOf(document).search?.(document, asking);

/** Whether a source lives on rows of models. */
export const usesRows = (document: SourceDocument): boolean => sourceOf(document).rows !== undefined;

/**
 * The rows that a provider will look at, its fallback's among them: known before anything is read.
 *
 * @param searches whether the search engine answers what it can, so that no snapshot is needed
 */
export const rowsWanted = (provider: ProviderDocument, known: RowsKnown, searches: boolean): RowRequest[] =>
  [...provider.sources, ...provider.fallback]
    .filter((source) => !(searches && isSearched(source)))
    .flatMap((source) => sourceOf(source).rows?.(source, known) ?? []);

/** The items that a provider's sources look at before they propose any. */
export const itemsWanted = ({ sources, fallback }: ProviderDocument, known: RowsKnown): string[] =>
  [...sources, ...fallback].flatMap((source) => sourceOf(source).items?.(source, known) ?? []);

/** What a ledger has to say of a source, in words. */
export const noteOf = (document: SourceDocument, context: RankingContext): string | undefined =>
  sourceOf(document).note?.(document, context);

/** What a source proposes, in no particular order; scores are the source's own. */
export const candidatesOf = (document: SourceDocument, context: RankingContext): Candidate[] =>
  sourceOf(document).candidates(document, context);
