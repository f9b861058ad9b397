import type { SearchHit, SearchRequest } from '../../../../../domain/search/search.ts';
import { type MemorySearch, memorySearch } from '../../../../support/memory/item-search.ts';

/** A search engine that finds some items as the popular ones, best first, page by page; nothing else is asked for with success. */
export function topSearch(items: readonly string[]): MemorySearch {
  const search = memorySearch();
  search.answer = ({ query, size, search_after }: SearchRequest): SearchHit[] => {
    if (!JSON.stringify(query).includes('"must":[{"has_child"')) return [];
    const after = search_after ? items.indexOf(String(search_after[2])) + 1 : 0;
    return items.slice(after, after + size).map((itemId, rank) => {
      const score = items.length - after - rank;
      return { itemId, score, sort: [score, 0, itemId] };
    });
  };
  return search;
}
