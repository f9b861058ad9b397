import type { SourceDocument } from '../../registry/documents.ts';
import type { SearchHit } from '../../search/search.ts';
import type { RankingContext } from '../context.ts';
import type { AnySource } from './source.ts';

/** What the search engine found for a source; nothing where it was not asked or did not answer. */
export function hitsOf(document: AnySource, { found }: RankingContext): readonly SearchHit[] {
  const hits = found.get(document as SourceDocument);
  return hits === undefined || hits === 'failed' ? [] : hits;
}
