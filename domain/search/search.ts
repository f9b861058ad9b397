/** The search engine's query language as far as we use it, and what it answers. Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The body of a `_search`. */
export interface SearchRequest {
  readonly query: { readonly [name: string]: Json };
  readonly size: number;
  readonly sort: readonly Json[];
  readonly search_after?: readonly Json[] | undefined;
  readonly track_total_hits?: boolean | undefined;
}

/** One hit: the item and its score; `sort` is what search_after takes to go on behind it. */
export interface SearchHit {
  readonly itemId: string;
  readonly score: number;
  readonly sort: readonly Json[];
}

/** What the engine answered for a source of a section; 'failed': it did not, and a snapshot stands in. */
export type Found = readonly SearchHit[] | 'failed';
