import type { ItemStore } from '../../../domain/ports.ts';
import { CATEGORY_PAGE, type PageRequest } from '../../../domain/replay/requests.ts';
import { unavailable } from '../../runtime/problems.ts';

/** A request that is made again, with the category that its page was about. */
export type AskedAgain = PageRequest & { readonly category?: string | undefined };
export type CategoryLookup = (shown: readonly string[]) => string | undefined;

/** The category that all of some items are of, the most particular one. @throws Problem 503 when the items cannot be read */
export async function categoriesOf(
  requests: readonly PageRequest[],
  items: Pick<ItemStore, 'read'>,
): Promise<CategoryLookup> {
  const wanted = new Set(requests.flatMap(({ shown = [] }) => shown));
  if (wanted.size === 0) return () => undefined;
  const known = await items.read([...wanted]).catch((cause: unknown) => {
    throw unavailable('store', cause);
  });
  return (shown) =>
    sharedCategory(
      shown.flatMap((itemId) => {
        const item = known.get(itemId);
        return item ? [item.categories] : [];
      }),
    );
}

/** A request as it can be made again: not that of a category page of which nothing tells the category. */
export function askedAgain(request: PageRequest, categoryOf: CategoryLookup): AskedAgain[] {
  if (request.page !== CATEGORY_PAGE) return [request];
  const category = request.category ?? categoryOf(request.shown ?? []);
  return category === undefined ? [] : [{ ...request, category }];
}

/** The last category at which all paths agree from their beginning; undefined where there is none. */
function sharedCategory(paths: readonly (readonly string[])[]): string | undefined {
  const [first = [], ...others] = paths;
  const end = first.findIndex((category, level) => others.some((path) => path[level] !== category));
  return first[(end < 0 ? first.length : end) - 1];
}
