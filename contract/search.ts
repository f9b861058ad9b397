import { JOIN } from '../domain/search/fields.ts';

/**
 * The search index: one, behind an alias. Parent = item, child = its popularity, 1:1, so that catalogue
 * writes and popularity writes never touch each other's documents. Parent `_id` = itemId; child `_id` =
 * `p/` + itemId with routing = itemId.
 */
export const SEARCH = {
  /** What queries and writers name. */
  alias: 'jangteo-items',
  /** Names the index that a reindex is filling: writers write to both until the alias has moved. */
  nextAlias: 'jangteo-items-next',
  /** Changes with the mapping; the first index of a mapping is `jangteo-items-v{mapping}-0`. */
  mapping: 1,
} as const;

export const indexName = (mapping: number, suffix: string): string => `${SEARCH.alias}-v${mapping}-${suffix}`;

const keyword = { type: 'keyword' } as const;
const date = { type: 'date', format: 'strict_date_time' } as const;
/** Long keywords are cut from the index instead of refusing the document. */
const longKeyword = { type: 'keyword', ignore_above: 512 } as const;

/** Mapping of a new index; what each field means is in domain/search/fields.ts. */
export const INDEX_MAPPING = {
  dynamic: false,
  _source: { enabled: true },
  properties: {
    [JOIN.field]: { type: 'join', relations: { [JOIN.parent]: JOIN.child }, eager_global_ordinals: true },
    itemId: keyword,
    status: keyword,
    categories: longKeyword,
    leaf: longKeyword,
    price: { type: 'double' },
    adult: { type: 'boolean' },
    sellerId: keyword,
    groupId: keyword,
    listedAt: date,
    availableFrom: date,
    availableUntil: date,
    inStock: { type: 'boolean' },
    attributes: longKeyword,
    signature: keyword,
    topOf: keyword,
    impressions: { type: 'integer' },
    p: { type: 'object', dynamic: true },
  },
  dynamic_templates: [{ popularity: { path_match: 'p.*', mapping: { type: 'float', index: false } } }],
} as const;

/**
 * Settings besides `shards` and `replicas`, which come from the stage. A removed child's version is remembered for an hour, so that no
 * writer that was held up brings it back.
 */
export const INDEX_SETTINGS = {
  'index.mapping.total_fields.limit': 2000,
  'index.gc_deletes': '1h',
} as const;
