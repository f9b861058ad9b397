import { type Facet, facetParts } from '../domain/clusters/facet.ts';

/**
 * The search index: one, behind an alias. Parent = item, child = its popularity, 1:1, so that catalogue
 * writes and popularity writes never touch each other's documents. Parent `_id` = itemId; child `_id` =
 * `p:` + itemId with routing = itemId.
 */
export const SEARCH = {
  /** What queries and writers name. */
  alias: 'jangteo-items',
  /** Names the index that a reindex is filling: writers write to both until the alias has moved. */
  nextAlias: 'jangteo-items-next',
  /** Changes with the mapping; the first index of a mapping is `jangteo-items-v{mapping}-0`. */
  mapping: 1,
  join: 'relation',
  parent: 'item',
  child: 'popularity',
} as const;

export const indexName = (mapping: number, suffix: string): string => `${SEARCH.alias}-v${mapping}-${suffix}`;
export const childId = (itemId: string): string => `p:${itemId}`;

/** Fields of the child. `p.<facet>` = popularity (half-life 3 d), linear to the landmark. */
export const CHILD_FIELDS = {
  itemId: 'itemId',
  /** Among the first of some facet: all that first pages ask. */
  top: 'top',
  /** How many different actors' impressions (one a day each) it had, for the guarantee of new listings. */
  impressions: 'impressions',
  /** Popularity with half-life 12 h, of everybody. */
  trending: 'trending',
} as const;

/** The child's field of a facet's popularity. Values are escaped, for a dot would make an object. */
export function facetField(facet: Facet): string {
  const parts = facetParts(facet);
  if (!parts) return 'p.all';
  const value = encodeURIComponent(parts.value).replaceAll('.', '%2E').replaceAll('*', '%2A');
  return `p.${parts.name}:${value}`;
}
export const EVERYBODY_FIELD = facetField('all');

/** Fields of the parent. */
export const PARENT_FIELDS = {
  itemId: 'itemId',
  status: 'status',
  categories: 'categories',
  leaf: 'leaf',
  price: 'price',
  adult: 'adult',
  sellerId: 'sellerId',
  groupId: 'groupId',
  listedAt: 'listedAt',
  availableFrom: 'availableFrom',
  availableUntil: 'availableUntil',
  inStock: 'inStock',
  /** `name=value`, a keyword a value. */
  attributes: 'attributes',
  /** Keywords of the title's signature (domain/search/signature.ts), for similar items. */
  signature: 'signature',
} as const;

const keyword = { type: 'keyword' } as const;
const date = { type: 'date', format: 'strict_date_time' } as const;
/** Long keywords are cut from the index instead of refusing the document. */
const longKeyword = { type: 'keyword', ignore_above: 512 } as const;

/** Settings and mapping of a new index. `shards` and `replicas` come from the stage. */
export const INDEX_MAPPING = {
  dynamic: false,
  _source: { enabled: true },
  properties: {
    relation: { type: 'join', relations: { item: 'popularity' }, eager_global_ordinals: true },
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
    top: { type: 'boolean' },
    impressions: { type: 'integer' },
    trending: { type: 'float' },
    p: { type: 'object', dynamic: true },
  },
  dynamic_templates: [
    { popularity: { path_match: 'p.*', mapping: { type: 'float', index: false } } },
  ],
} as const;

/** Facets that have a field of their own, everybody's among them: more fall back to everybody. */
export const MAX_FACETS = 400;
export const INDEX_SETTINGS = { 'index.mapping.total_fields.limit': 2000 } as const;
