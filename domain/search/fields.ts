import { type Facet, facetParts } from '../clusters/facet.ts';

/** The join field of the index: an item is a parent, its popularity a child on the same shard. */
export const JOIN = { field: 'relation', parent: 'item', child: 'popularity' } as const;

/** No item's id holds a `/`, so no item can take the place of another's child. */
export const childId = (itemId: string): string => `p/${itemId}`;

/**
 * The child's field of a facet's popularity (half-life 3 d), linear to the landmark. Values are escaped, for a
 * dot would make an object.
 */
export function facetField(facet: Facet): string {
  const parts = facetParts(facet);
  if (!parts) return 'p.all';
  const value = encodeURIComponent(parts.value).replaceAll('.', '%2E').replaceAll('*', '%2A');
  return `p.${parts.name}:${value}`;
}

/*
 * Other fields of the child: `topOf` (the facets that it is among the first of), `impressions`
 * (different actors' a day).
 * Fields of the parent: itemId, status, categories, leaf (the most special category), price, adult, sellerId,
 * groupId, listedAt, availableFrom, availableUntil, inStock, attributes (`name=value`, a keyword a value),
 * signature (keywords of the title, titles/keywords.ts).
 */
