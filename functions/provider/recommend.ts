import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { z } from 'zod';
import type {
  PageReply,
  pageQuery,
  popularQuery,
  RankRequest,
  RecommendRequest,
  SectionReply,
  sectionQuery,
} from '../../contract/api/recommend.ts';
import type { PreviewBody } from '../../contract/api/registry.ts';
import { METRICS } from '../../contract/metrics.ts';
import { isAtEnd } from '../../domain/ranking/places.ts';
import { tailAfter } from '../../domain/ranking/steps/arrangeable.ts';
import { type Registry, slotsOf } from '../../domain/registry/registry.ts';
import { type ApiContext, type ApiReply, type ApiRequest, type Operations, ok } from '../runtime/api.ts';
import { metrics } from '../runtime/metrics.ts';
import { Problem, unavailable } from '../runtime/problems.ts';
import type { ServedRegistry } from '../runtime/registry-loader.ts';
import { pageEtag, unlessKnown } from './etag.ts';
import { checkAccess } from './recommend/access.ts';
import { answerOf } from './recommend/answer.ts';
import { type Cursor, itemHash, readCursor, writeCursor } from './recommend/cursor.ts';
import { type FillRates, fillsOf, type SectionFill } from './recommend/fill-rate.ts';
import { type MadePage, type MadeSection, makePage } from './recommend/page.ts';
import { popularItems } from './recommend/popular.ts';
import { previewPages } from './recommend/preview.ts';
import { fromBody, fromQuery, known, lookOf, type PageQuery } from './recommend/query.ts';
import { rankList } from './recommend/rank.ts';
import { readersOf } from './recommend/readers.ts';
import { targetsOf } from './recommend/targets.ts';

type Get<Params, Query> = ApiRequest<{ params: Params; query: Query; body: unknown }>;

/** The function provider/recommend. */
export const recommend: Operations = {
  recommend: post,
  getPage,
  getSection,
  getPopular,
  rank,
  previewRegistry,
};

async function post(
  request: ApiRequest<{ params: unknown; query: unknown; body: RecommendRequest }>,
  context: ApiContext,
): Promise<ApiReply> {
  if (request.body.force && request.scope !== 'admin')
    throw new Problem(403, 'forbidden', `force: needs a key of scope admin, got one of ${request.scope}`);
  const served = await readersOf(context).registry();
  const query = whereRead(served, () => fromBody(request.body, served.registry));
  const sections = await serve(query, undefined, request, context, served);
  return answer(query, pageOf(query, sections, served), sections);
}

/** GET /pages/{page} */
async function getPage(
  request: Get<{ page: string }, z.infer<typeof pageQuery>>,
  context: ApiContext,
): Promise<ApiReply> {
  const served = await readersOf(context).registry();
  const query = whereRead(served, () => fromQuery(request.params.page, request.query, served.registry));
  await checkAccess(request, query, context);
  const sections = await serve(query, undefined, request, context, served);
  return answer(query, pageOf(query, sections, served), sections, request.ifNoneMatch);
}

/** A page with what stands between its sections. */
function pageOf(
  { page }: PageQuery,
  sections: readonly SectionReply[],
  { registry }: ServedRegistry,
): PageReply {
  const document = registry.pages.get(page);
  const slots = document ? slotsOf(document) : [];
  return { page, sections: [...sections], ...(slots.length > 0 && { slots }) };
}

/** GET /pages/{page}/sections/{section}: its first page, or the one that the cursor stands before. */
async function getSection(
  request: Get<{ page: string; section: string }, z.infer<typeof sectionQuery>>,
  context: ApiContext,
): Promise<ApiReply> {
  const { params, query: given, now } = request;
  const cursor =
    given.cursor === undefined ? undefined : await readCursor(given.cursor, now, worldOf(context));
  const served = await readersOf(context).registry();
  const { registry } = served;
  const asked = whereRead(served, () =>
    cursor ? lookOf(params.page, given, registry) : fromQuery(params.page, given, registry),
  );
  const onPage = new Map(asked.sections.map((name) => [name, name]));
  const sections = [known('section', params.section, onPage)];
  const query = { ...(cursor ? resumed(asked, cursor, params) : asked), sections };
  await checkAccess(request, query, context);
  const [section] = await serve(query, cursor, request, context, served);
  return answer(query, section, [section!], request.ifNoneMatch);
}

/** What an unread registry does not know may well be there: that is no 404. @throws Problem 503 */
function whereRead<T>({ degraded }: ServedRegistry, look: () => T): T {
  try {
    return look();
  } catch (error) {
    if (degraded && error instanceof Problem && error.status === 404) throw unavailable('registry', error);
    throw error;
  }
}

/** GET /popular */
async function getPopular(
  { query, now }: ApiRequest<{ params: unknown; query: z.infer<typeof popularQuery>; body: unknown }>,
  context: ApiContext,
): Promise<ApiReply> {
  const body = await popularItems(query, { ...readersOf(context), api: context, now });
  return ok(body, { 'cache-control': body.degraded ? PRIVATE : PUBLIC });
}

/** POST /rank */
async function rank(
  { body, now }: ApiRequest<{ params: unknown; query: unknown; body: RankRequest }>,
  context: ApiContext,
): Promise<ApiReply> {
  const recommendationId = context.random(16).toString('base64url');
  const { registry, degraded } = await readersOf(context).registry();
  const ranked = await rankList(
    body,
    { api: context, ...readersOf(context), registry, now },
    recommendationId,
  );
  const labels = [...(ranked.degraded ?? []), ...(degraded ? ['registry'] : [])];
  const reply = { ...ranked, ...(labels.length > 0 && { degraded: labels }) };
  return ok(reply, { 'cache-control': PRIVATE });
}

/** POST /registry/preview */
async function previewRegistry(
  { body, now }: ApiRequest<{ params: unknown; query: unknown; body: PreviewBody }>,
  context: ApiContext,
): Promise<ApiReply> {
  const { registry } = await readersOf(context).registry();
  return ok(await previewPages(body, { api: context, ...readersOf(context), now }, registry));
}

/** Whose page it is, what was at hand and the filters go on from the cursor; limit and looks may change. */
function resumed(asked: PageQuery, cursor: Cursor, at: { page: string; section: string }): PageQuery {
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

async function serve(
  query: PageQuery,
  cursor: Cursor | undefined,
  { now }: ApiRequest,
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
  const { cartItemIds: _hashed, ...rest } = query.context;
  const common = { page, userId, cookieId, context: rest, filters, boosts, at: cursor?.at ?? now, shown };
  return Promise.all(
    sections.map((made) => {
      if (!hasMore(made)) return undefined;
      const { document, provider, places, filled } = made;
      const count = (cursor?.count ?? 0) + filled.picked.length;
      const tail = tailAfter(provider.steps, pageContext.tail, filled.picked, pageContext);
      const next = { ...common, section: document.name, count, places, tail };
      return writeCursor(next, cursor === undefined, worldOf(context));
    }),
  );
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

const worldOf = ({ secret, random, stores }: ApiContext) => ({ secret, random, feeds: () => stores.feeds });

/** One second: a sanctioned item may be seen no longer than that, and a burst still shares one answer. */
const PUBLIC = 'public, max-age=1';
const PRIVATE = 'private, no-store';

function answer(
  query: PageQuery,
  body: unknown,
  sections: readonly SectionReply[],
  ifNoneMatch?: string,
): ApiReply {
  count(sections);
  const forEverybody = query.userId === undefined && query.cookieId === undefined && !query.explain;
  const whole = sections.every(({ degraded }) => degraded === undefined);
  if (!forEverybody || !whole) return ok(body, { 'cache-control': PRIVATE });
  return unlessKnown(ok(body, { 'cache-control': PUBLIC }), pageEtag(body), ifNoneMatch);
}

function countTargets({ sections }: MadePage): void {
  const { asked, dead } = targetsOf(sections);
  if (asked === 0) return;
  metrics.addMetric(METRICS.servedTargets, MetricUnit.Count, asked);
  metrics.addMetric(METRICS.deadTargets, MetricUnit.Count, dead);
}

function count(sections: readonly SectionReply[]): void {
  const bySnapshot = sections.filter(({ degraded }) => degraded?.includes('search'));
  metrics.addMetric(METRICS.snapshotSections, MetricUnit.Count, bySnapshot.length);
}

/** How well a page was filled, all sections together for the alarms, and each for who wants to know which. */
function countFills(page: MadePage, rates: FillRates): void {
  const fills = fillsOf(page);
  if (fills.length === 0) return;
  const sum = (of: (fill: SectionFill) => number) => fills.reduce((total, fill) => total + of(fill), 0);
  metrics.addMetric(
    METRICS.servedItems,
    MetricUnit.Count,
    sum(({ items }) => items),
  );
  metrics.addMetric(
    METRICS.fallbackItems,
    MetricUnit.Count,
    sum(({ fallback }) => fallback),
  );
  metrics.addMetric(METRICS.askedSections, MetricUnit.Count, fills.length);
  metrics.addMetric(
    METRICS.omittedSections,
    MetricUnit.Count,
    sum(({ omitted }) => Number(omitted)),
  );
  rates.add(fills);
}
