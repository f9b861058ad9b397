import type { StoredItem } from '../catalogue/item.ts';
import { titleKeywords } from '../titles/keywords.ts';
import { conditionClauses, type ItemConditions, MINUTE_MS, minuteOf } from './conditions.ts';
import { JOIN } from './fields.ts';
import type { Json, SearchRequest } from './search.ts';

/** What a new listing is, and how many actors are to be shown it, where a page says nothing else. */
export const NEW_LISTINGS = { withinDays: 7, guarantee: 20 } as const;

export interface NewListingsQuery {
  readonly conditions: ItemConditions;
  readonly withinDays: number;
  /** Impressions that every new listing is to have. */
  readonly guarantee: number;
  readonly size: number;
}

/**
 * New listings that have not had their guaranteed impressions: the least seen first, then the newest. The score is the number
 * of impressions; an item without a child has none.
 */
export function newListingsQuery(asked: NewListingsQuery): SearchRequest {
  const seen = {
    has_child: {
      type: JOIN.child,
      score_mode: 'max',
      query: {
        function_score: {
          query: { match_all: {} },
          functions: [{ field_value_factor: { field: 'impressions', factor: 1, missing: 0 } }],
          score_mode: 'sum',
          boost_mode: 'replace',
        },
      },
    },
  };
  return {
    query: { bool: { ...waiting(asked), should: [seen] } },
    size: asked.size,
    sort: [{ _score: 'asc' }, { listedAt: 'desc' }, { itemId: 'asc' }],
  };
}

/** How many new listings wait for their impressions: the query of a count. */
export const waitingQuery = (asked: Omit<NewListingsQuery, 'size'>): SearchRequest['query'] => ({
  bool: waiting(asked),
});

function waiting({ conditions, withinDays, guarantee }: Omit<NewListingsQuery, 'size'>) {
  const { filter, must_not } = conditionClauses(conditions);
  const enough = { range: { impressions: { gte: guarantee } } };
  const [oldest, newest] = [conditions.now - withinDays * 86_400_000, conditions.now + MINUTE_MS];
  const listed = { listedAt: { gte: minuteOf(oldest), lte: minuteOf(newest) } };
  return {
    filter: [...filter, { range: listed }],
    must_not: [...must_not, { has_child: { type: JOIN.child, score_mode: 'none', query: enough } }],
  };
}

export interface SimilarQuery {
  readonly item: Pick<StoredItem, 'itemId' | 'title' | 'categories' | 'price'>;
  readonly conditions: ItemConditions;
  readonly size: number;
}

/** How much popularity counts against one shared keyword of the title: it only orders the equally similar. */
const POPULARITY_SHARE = 0.25;

/**
 * Items like one: of the same leaf category, at half to double the price; those that share most keywords of the title
 * first, the more popular of equally similar ones before the others.
 */
export function similarQuery({ item, conditions, size }: SimilarQuery): SearchRequest {
  const { filter, must_not } = conditionClauses(conditions);
  const leaf = item.categories.at(-1)!;
  const price = { range: { price: { gte: item.price / 2, lte: item.price * 2 } } };
  const shared = titleKeywords(item.title).map((keyword) => ({
    constant_score: { filter: { term: { signature: keyword } }, boost: 1 },
  }));
  const popularity: { readonly [name: string]: Json } = {
    has_child: {
      type: JOIN.child,
      score_mode: 'max',
      query: { constant_score: { filter: { exists: { field: 'topOf' } }, boost: POPULARITY_SHARE } },
    },
  };
  return {
    query: {
      bool: {
        filter: [...filter, { term: { leaf } }, price],
        must_not: [...must_not, { term: { itemId: item.itemId } }],
        should: [...shared, popularity],
      },
    },
    size,
    sort: [{ _score: 'desc' }, { listedAt: 'desc' }, { itemId: 'asc' }],
  };
}

/** The share of keywords that titles of one product have in common at least, whatever else their sellers write. */
const SHARED = 0.5;

/**
 * Offers of what may be the same product by others than its seller, the cheapest first: of the same group, or with a title that shares
 * half of the keywords. It finds too many: whoever shows them has to compare the titles. Undefined for an item that names nothing.
 */
export function sameProductQuery({
  item,
  conditions,
  size,
}: Omit<SimilarQuery, 'item'> & {
  readonly item: Pick<StoredItem, 'itemId' | 'title' | 'groupId' | 'sellerId'>;
}): SearchRequest | undefined {
  const { filter, must_not } = conditionClauses({ ...conditions, excludeSellerId: item.sellerId });
  const shared: { readonly [name: string]: Json }[] = titleKeywords(item.title).map((signature) => ({
    term: { signature },
  }));
  const alike = {
    bool: { should: shared, minimum_should_match: Math.ceil(SHARED * shared.length) },
  };
  const sameGroup = item.groupId === undefined ? [] : [{ term: { groupId: item.groupId } }];
  const either = [...sameGroup, ...(shared.length > 0 ? [alike] : [])];
  if (either.length === 0) return undefined;
  return {
    query: {
      bool: {
        filter: [...filter, { bool: { should: either } }],
        must_not: [...must_not, { term: { itemId: item.itemId } }],
      },
    },
    size,
    sort: [{ price: 'asc' }, { itemId: 'asc' }],
  };
}
