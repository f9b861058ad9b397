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
import { slotsOf } from '../../domain/registry/registry.ts';
import { type ApiContext, type ApiReply, type ApiRequest, type Operations, ok } from '../runtime/api.ts';
import { Problem, unavailable } from '../runtime/problems.ts';
import type { ServedRegistry } from '../runtime/registry-loader.ts';
import { pageEtag, unlessKnown } from './etag.ts';
import { checkAccess } from './recommend/access.ts';
import { countSnapshots } from './recommend/counts.ts';
import { readCursor } from './recommend/cursor.ts';
import { popularItems } from './recommend/popular.ts';
import { previewPages } from './recommend/preview.ts';
import { fromBody, fromQuery, known, lookOf, type PageQuery } from './recommend/query.ts';
import { rankList } from './recommend/rank.ts';
import { readersOf } from './recommend/readers.ts';
import { resumed, serve, worldOf } from './recommend/serve.ts';

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
  const sections = await serve(query, undefined, request.now, context, served);
  countSnapshots(sections);
  return ok(pageOf(query, sections, served), { 'cache-control': PRIVATE });
}

/** GET /pages/{page} */
async function getPage(
  request: Get<{ page: string }, z.infer<typeof pageQuery>>,
  context: ApiContext,
): Promise<ApiReply> {
  const served = await readersOf(context).registry();
  const query = whereRead(served, () => fromQuery(request.params.page, request.query, served.registry));
  await checkAccess(request, query, context);
  const sections = await serve(query, undefined, request.now, context, served);
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
  const [section] = await serve(query, cursor, request.now, context, served);
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

/** One second: a sanctioned item may be seen no longer than that, and a burst still shares one answer. */
const PUBLIC = 'public, max-age=1';
const PRIVATE = 'private, no-store';

/** The answer of a GET. A cursor carries a cart, so that a section may be personal though no id was given. */
function answer(
  query: PageQuery,
  body: unknown,
  sections: readonly SectionReply[],
  ifNoneMatch: string | undefined,
): ApiReply {
  countSnapshots(sections);
  const forEverybody = query.userId === undefined && query.cookieId === undefined && !query.explain;
  const isShared = sections.every(({ personal, degraded }) => !personal && degraded === undefined);
  if (!forEverybody || !isShared) return ok(body, { 'cache-control': PRIVATE });
  return unlessKnown(ok(body, { 'cache-control': PUBLIC }), pageEtag(body), ifNoneMatch);
}
