import type { ItemSearch } from '../../../domain/ports.ts';
import type { SearchHit, SearchRequest } from '../../../domain/search/search.ts';

/** ItemSearch that answers what the test says; `asked` holds the requests. */
export interface MemorySearch extends ItemSearch {
  readonly asked: SearchRequest[];
  answer: (request: SearchRequest) => readonly SearchHit[];
}

export function memorySearch(): MemorySearch {
  const search: MemorySearch = {
    asked: [],
    answer: () => [],
    async search(request) {
      search.asked.push(request);
      return search.answer(request);
    },
    async count(query) {
      return search.answer({ query, size: 0, sort: [] }).length;
    },
  };
  return search;
}

/** A failure as the adapter throws it. */
export const searchFailure = (kind: string): Error =>
  Object.assign(new Error(`the search engine: ${kind}`), { code: 'search-failed', kind });
