import { z } from 'zod';
import type { ItemConditions } from '../../search/conditions.ts';
import type { SearchRequest } from '../../search/search.ts';
import type { AnySource, Candidate, RankingContext } from '../context.ts';
import type { Place, SearchKnown } from '../places.ts';
import { ROW_KINDS, type RowRequest } from '../rows.ts';

export type RowsKnown = Pick<RankingContext, 'viewer' | 'itemIds' | 'facets' | 'cart' | 'hidden'>;

/** What a search is made of. */
export interface Asking {
  readonly conditions: ItemConditions;
  readonly known: SearchKnown;
  /** Where an endless source goes on. */
  readonly place: Place;
  /** Hits wanted. */
  readonly size: number;
}

/**
 * Something that proposes items. It says what it needs read (rows of models, an answer of the search engine), and makes candidates of what
 * was read. Pure; a new one is a file here and a line in index.ts.
 */
export interface Source<Document extends AnySource = AnySource> {
  readonly name: Document['source'];
  readonly schema: z.ZodType<Document>;
  rows?(document: Document, known: RowsKnown): RowRequest[];
  /** Items that it looks at before it proposes any. */
  items?(document: Document, known: RowsKnown): string[];
  /** The request that finds it, where the search engine answers; undefined when there is nothing to ask. */
  search?(document: Document, asking: Asking): SearchRequest | undefined;
  /** In no particular order; scores are the source's own. */
  candidates(document: Document, context: RankingContext): Candidate[];
  /** What a ledger has to say of its candidates, in words. */
  note?(document: Document, context: RankingContext): string | undefined;
}

/** Of a source in a weighted merge; each is divided by its own maximum first. */
const weight = z.number().min(0).max(100).default(1);

/** The document of a source with these parameters. */
export const sourceSchema = <Name extends string, Parameters extends z.core.$ZodLooseShape>(
  name: Name,
  parameters: Parameters,
) => z.strictObject({ source: z.literal(name), weight, ...parameters });

export const halfLifeDays = z.number().min(0.01).max(3650);
/** Kinds of together rows. */
export const rowKind = z.enum(ROW_KINDS);
