import type { StoredItem } from '../catalogue/item.ts';
import { STATUS_STRENGTH } from '../catalogue/write-order.ts';
import type { Facet } from '../clusters/facet.ts';
import type { IndexDocument } from '../ports.ts';
import { titleKeywords } from '../titles/keywords.ts';
import { attributeTerms } from './attributes.ts';
import { childId, facetField, JOIN } from './fields.ts';
import type { Json } from './search.ts';

/**
 * An item as its parent document. Versions follow the order of the item's writes (domain/catalogue/write-order.ts),
 * so that of several writers the newest stands; a deleted item stays, as a status.
 */
export function itemDocument(item: StoredItem): IndexDocument {
  const { itemId, status, categories, price, sellerId, groupId, listedAt, availableFrom, availableUntil } =
    item;
  const body: Record<string, Json | undefined> = {
    [JOIN.field]: JOIN.parent,
    itemId,
    status,
    categories,
    leaf: categories.at(-1),
    price,
    adult: item.adult === true,
    sellerId,
    groupId,
    listedAt,
    availableFrom,
    availableUntil,
    inStock: item.stock !== 0,
    attributes: attributeTerms(item.attributes),
    signature: titleKeywords(item.title),
  };
  const known = Object.entries(body).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return {
    id: itemId,
    routing: itemId,
    version: versionOf(item),
    body: Object.fromEntries(known),
  };
}

const versionOf = ({ updatedAt, status }: StoredItem): number =>
  4 * Math.max(0, Date.parse(updatedAt)) + (STATUS_STRENGTH[status] ?? 0);

/** What the popularity job knows of an item; numbers are linear to their landmark. */
export interface ItemPopularity {
  readonly itemId: string;
  /** Milliseconds: grows from run to run. */
  readonly version: number;
  /** Facets that it is among the first of: a query asks the first of its viewer's facets. */
  readonly topOf: readonly Facet[];
  readonly impressions: number;
  /** Facets with a number above 0. */
  readonly popularity: Readonly<Partial<Record<Facet, number>>>;
}

/** An item's popularity as its child document; one that matters nowhere is removed. */
export function childDocument(item: ItemPopularity): IndexDocument {
  const { itemId, version, topOf, impressions } = item;
  const place = { id: childId(itemId), routing: itemId, version };
  const facets = Object.entries(item.popularity).filter(([, value]) => value !== undefined && value > 0);
  if (facets.length === 0 && impressions === 0) return { ...place, body: undefined };
  const popularity = facets.map(([facet, value]) => [facetField(facet as Facet).slice('p.'.length), value!]);
  const body = {
    [JOIN.field]: { name: JOIN.child, parent: itemId },
    itemId,
    topOf,
    impressions,
    p: Object.fromEntries(popularity) as Readonly<Record<string, number>>,
  };
  return { ...place, body };
}
