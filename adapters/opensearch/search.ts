import { SEARCH } from '../../contract/search.ts';
import type { ItemSearch } from '../../domain/ports.ts';
import type { Json } from '../../domain/search/search.ts';
import type { Engine } from './client.ts';
import { SearchFailed } from './errors.ts';

interface SearchReply {
  readonly timed_out: boolean;
  readonly hits: {
    readonly hits: readonly {
      readonly _id: string;
      readonly _score: number | null;
      readonly sort?: readonly Json[];
    }[];
  };
}

/** Half of the shards' answers would be another page, not a worse one. */
const WHOLE = { allow_partial_search_results: 'false' };

/** Reading the item index behind its alias. The engine is told the budget too, so that it stops working as we leave. */
export function openSearchItems(engine: Engine): ItemSearch {
  return {
    async search(request, budgetMs) {
      const asked = 'a search';
      const { body } = await engine.send<SearchReply>({
        method: 'POST',
        path: `/${SEARCH.alias}/_search`,
        asked,
        budgetMs,
        query: WHOLE,
        body: { track_total_hits: false, ...request, _source: false, timeout: `${Math.ceil(budgetMs)}ms` },
      });
      if (body.timed_out) throw new SearchFailed('timeout', asked, 'the engine ran out of time');
      return body.hits.hits.map(({ _id, _score, sort }) => ({
        itemId: _id,
        score: _score ?? 0,
        sort: sort ?? [],
      }));
    },
    async count(query, budgetMs) {
      const { body } = await engine.send<{ count: number }>({
        method: 'POST',
        path: `/${SEARCH.alias}/_count`,
        asked: 'a count',
        budgetMs,
        body: { query },
      });
      return body.count;
    },
  };
}
