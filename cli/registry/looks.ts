import type { z } from 'zod';
import type { popularReply } from '../../contract/api/recommend.ts';
import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { ApiClient } from '../api/client.ts';
import type { Documents } from './compare.ts';

/** One way to ask for a page. */
export interface Look {
  /** What it is about, in words behind the page's name; empty where it is about nothing. */
  readonly about: string;
  readonly context?: { readonly category: string } | { readonly itemIds: readonly string[] };
}

/** What pages can be about: the most popular items, and the leaf categories that these are of. */
export interface Market {
  readonly itemIds: readonly string[];
  readonly categories: readonly string[];
}

const ITEMS = 20;
/** Each is a preview more of a page that is about one. */
const CATEGORIES = 3;
export const CATEGORY_PAGE = 'category';

/** Two requests. Where they fail pages are looked at without: the push itself says what is wrong. */
export async function readMarket(client: ApiClient): Promise<Market> {
  try {
    const popular = await client.call<z.infer<typeof popularReply>>('GET', `/v1/popular?limit=${ITEMS}`);
    const itemIds = popular.items.map(({ itemId }) => itemId);
    if (itemIds.length === 0) return { itemIds, categories: [] };
    const { items } = await client.call<{ items: StoredItem[] }>('POST', '/v1/items/batch-get', { itemIds });
    const leaves = new Set(items.flatMap(({ categories }) => categories.at(-1) ?? []));
    return { itemIds, categories: [...leaves].slice(0, CATEGORIES) };
  } catch {
    return { itemIds: [], categories: [] };
  }
}

/** How a page is looked at: as it is, about the most popular item where a source lives on one, or about some categories. */
export function looksAt(page: string, documents: Documents, { itemIds, categories }: Market): Look[] {
  if (page === CATEGORY_PAGE)
    return categories.map((category) => ({ about: ` of ${category}`, context: { category } }));
  const plain = { about: '' };
  const [itemId] = itemIds;
  if (itemId === undefined || !isAboutItem(page, documents)) return [plain];
  return [plain, { about: ` of ${itemId}`, context: { itemIds: [itemId] } }];
}

const isAboutItem = (page: string, documents: Documents): boolean =>
  sectionsOf(documents.get(`pages/${page}`)).some((section) =>
    sourcesOf(documents.get(`providers/${providerOf(documents, section)}`)).some(isOfItem),
  );

/** Sources that live on the item at hand, unless they say of what else. */
const OF_ITEMS: ReadonlySet<unknown> = new Set(['together', 'similar', 'same-product', 'model']);
const isOfItem = ({ source, of = 'at-hand' }: AnySource): boolean => OF_ITEMS.has(source) && of === 'at-hand';

interface AnySource {
  readonly source?: unknown;
  readonly of?: unknown;
}
const sourcesOf = (provider: unknown): readonly AnySource[] =>
  (provider as { readonly sources?: readonly AnySource[] } | undefined)?.sources ?? [];

export const providerOf = (documents: Documents, section: string): unknown =>
  (documents.get(`sections/${section}`) as { readonly provider?: unknown } | undefined)?.provider;

/** What is no list is for the server to refuse. */
export function sectionsOf(page: unknown): string[] {
  const sections = (page as { readonly sections?: unknown } | undefined)?.sections;
  return Array.isArray(sections) ? sections.filter((one) => typeof one === 'string') : [];
}
