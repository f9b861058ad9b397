import type { SectionReply } from '../../../contract/api/recommend.ts';
import { LOOKED_AT_MOST } from '../../../domain/ranking/choices.ts';
import type { RankingContext } from '../../../domain/ranking/context.ts';
import { isAtEnd } from '../../../domain/ranking/places.ts';
import { tailAfter } from '../../../domain/ranking/steps/arrangeable.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { Registry } from '../../../domain/registry/registry.ts';
import type { ApiContext } from '../../runtime/api.ts';
import { Problem } from '../../runtime/problems.ts';
import type { ServedRegistry } from '../../runtime/registry-loader.ts';
import { answerOf } from './answer.ts';
import { countFills, countTargets } from './counts.ts';
import { type Cursor, itemHash, writeCursor } from './cursor.ts';
import { type MadePage, type MadeSection, makePage } from './page.ts';
import type { PageQuery } from './query.ts';
import { readersOf } from './readers.ts';

/**
 * The sections that a query asks for as they are answered, each with a cursor where it goes on.
 *
 * @param cursor of the page before, where a section goes on
 * @throws Problem 503 when the items cannot be read
 */
export async function serve(
  query: PageQuery,
  cursor: Cursor | undefined,
  now: number,
  context: ApiContext,
  { registry, degraded }: ServedRegistry,
): Promise<SectionReply[]> {
  const made = await makePage(query, {
    api: context,
    ...readersOf(context),
    registry,
    now,
    goesOn: cursor && {
      at: cursor.at,
      before: cursor.count,
      tail: cursor.tail,
      places: cursor.places,
      wasShown: (itemId) => cursor.shown.has(itemHash(itemId)),
    },
  });
  const page = degraded ? labelled(made) : made;
  countTargets(page);
  countFills(page, readersOf(context).rates);
  const cursors = await nextCursors(query, page, registry, cursor, now, context);
  return page.sections.map((made, index) =>
    answerOf(made, {
      query,
      context: page.context,
      recommendationId: context.random(16).toString('base64url'),
      before: cursor?.count ?? 0,
      nextCursor: cursors[index],
    }),
  );
}

/** Sections made by documents that are not what the registry says now. */
const labelled = (page: MadePage): MadePage => ({
  ...page,
  sections: page.sections.map((made) => ({ ...made, degraded: [...made.degraded, 'registry'] })),
});

/** A cursor for each section that has more; it knows what all sections of the page showed. */
async function nextCursors(
  query: PageQuery,
  { sections, context: pageContext }: MadePage,
  registry: Registry,
  cursor: Cursor | undefined,
  now: number,
  context: ApiContext,
): Promise<(string | undefined)[]> {
  if (!sections.some(hasMore) || !registry.pages.has(query.page)) return [];
  const picked = sections.flatMap(({ served, filled }) => (served ? filled.picked : []));
  const unwanted = [...query.exclude, ...(query.context.cartItemIds ?? [])];
  const hashes = [...picked.map(({ itemId }) => itemId), ...unwanted].map(itemHash);
  const shown = new Set([...(cursor?.shown ?? []), ...hashes]);
  const { page, userId, cookieId, filters, boosts } = query;
  const common = { page, userId, cookieId, filters, boosts, at: cursor?.at ?? now, shown };
  return Promise.all(
    sections.map((made) => {
      if (!hasMore(made)) return undefined;
      const { document, provider, places, filled } = made;
      const count = (cursor?.count ?? 0) + filled.picked.length;
      const tail = tailAfter(provider.steps, pageContext.tail, filled.picked, pageContext);
      const carried = { ...query.context, cartItemIds: cartCarried(provider, query, pageContext) };
      const next = { ...common, section: document.name, context: carried, count, places, tail };
      return writeCursor(next, cursor === undefined, worldOf(context));
    }),
  );
}

/**
 * What a later page has to know of the cart that the request named: the newest items, as many as a section looks at. All of it stays out of
 * the list by its hashes.
 */
function cartCarried(
  { sources, fallback, steps }: ProviderDocument,
  { context }: PageQuery,
  { cart }: RankingContext,
): string[] | undefined {
  const looksAtCart = [...sources, ...fallback, ...steps].some((one) => 'of' in one && one.of === 'cart');
  if (!looksAtCart || !context.cartItemIds) return undefined;
  const named = new Set(context.cartItemIds);
  return [...cart].slice(-LOOKED_AT_MOST).filter((itemId) => named.has(itemId));
}

/**
 * Another candidate is known, or a section that lives on popularity has not been through the whole market. While the search engine
 * does not answer such a section ends with what its snapshots had.
 */
const hasMore = ({ served, filled, places, degraded }: MadeSection): boolean => {
  if (!served || filled.next !== undefined) return served;
  const goesOn = !isAtEnd(places);
  return goesOn && (filled.picked.length > 0 || !degraded.includes('search'));
};

/** What cursors are read and written with. */
export const worldOf = ({ secret, random, stores }: ApiContext) => ({
  secret,
  random,
  feeds: () => stores.feeds,
});

/** Whose page it is, what was at hand and the filters go on from the cursor; limit and looks may change. */
export function resumed(asked: PageQuery, cursor: Cursor, at: { page: string; section: string }): PageQuery {
  const itemId = asked.context.itemIds?.[0];
  const agrees =
    cursor.page === at.page &&
    cursor.section === at.section &&
    isSame(asked.userId, cursor.userId) &&
    isSame(asked.cookieId, cursor.cookieId) &&
    isSame(itemId, cursor.context.itemIds?.[0]) &&
    isSame(asked.context.category, cursor.context.category);
  const { userId, cookieId, context, filters, boosts } = cursor;
  if (agrees) return { ...asked, userId, cookieId, context, filters, boosts };
  const detail =
    'cursor: belongs to another page, section, item, category or visitor; follow it with the same parameters';
  throw new Problem(400, 'invalid-cursor', detail);
}

/** A parameter may be left out when a cursor carries it. */
const isSame = (given: string | undefined, carried: string | undefined): boolean =>
  given === undefined || given === carried;
