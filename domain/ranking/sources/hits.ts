import type { SearchHit } from '../../search/search.ts';
import type { AnySource, RankingContext } from '../context.ts';

/** What the search engine found for a source; nothing where it was not asked or did not answer. */
export function hitsOf(document: AnySource, { found }: RankingContext): readonly SearchHit[] {
  const hits = found.get(document);
  return hits === undefined || hits === 'failed' ? [] : hits;
}
