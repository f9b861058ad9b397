import type { SearchHit, SearchRequest } from '../../../../../domain/search/search.ts';
import { type MemorySearch, memorySearch } from '../../../../support/memory/item-search.ts';

/** A search engine that finds some items as the popular ones, best first, page by page; nothing else is asked for with success. */
export function topSearch(items: readonly string[]): MemorySearch {
  const search = memorySearch();
  search.answer = (request: SearchRequest): SearchHit[] => {
    if (!JSON.stringify(request.query).includes('"must":[{"has_child"')) return [];
    return hitsAfter(items, request);
  };
  return search;
}

/** The page of hits that a request asks for, of all there are, best first. */
export function hitsAfter(
  items: readonly string[],
  { size, search_after }: Pick<SearchRequest, 'size' | 'search_after'>,
): SearchHit[] {
  const after = search_after ? items.indexOf(String(search_after[2])) + 1 : 0;
  return items.slice(after, after + size).map((itemId, rank) => {
    const score = items.length - after - rank;
    return { itemId, score, sort: [score, 0, itemId] };
  });
}
