import type { z } from 'zod';
import type {
  boosts,
  context,
  filters,
  ITEM_FIELDS,
  LOCALES,
  pageQuery,
  RecommendRequest,
} from '../../../contract/api/recommend.ts';
import { type Registry, sectionsOf } from '../../../domain/registry/registry.ts';
import { Problem, preview } from '../../runtime/problems.ts';

export type Locale = (typeof LOCALES)[number];
export type ItemField = (typeof ITEM_FIELDS)[number];

/** What the three ways of asking come to. */
export interface PageQuery {
  readonly page: string;
  readonly sections: readonly string[];
  readonly userId?: string | undefined;
  readonly cookieId?: string | undefined;
  readonly context: z.infer<typeof context>;
  readonly filters: z.infer<typeof filters>;
  readonly boosts?: z.infer<typeof boosts> | undefined;
  readonly exclude: readonly string[];
  /** The list that is to be ordered (POST /rank). */
  readonly only?: readonly string[] | undefined;
  /** What the request says; undefined leaves it to the section's document. */
  readonly limitOf: (section: string) => number | undefined;
  readonly locale: Locale;
  readonly fields: readonly ItemField[];
  readonly explain: boolean;
  readonly whyNot?: string | undefined;
}

/** The name that a request for sections without a page is answered under. */
const NO_PAGE = 'sections';

/** POST /recommend. @throws Problem 404 for an unknown page or section */
export function fromBody(body: RecommendRequest, registry: Registry): PageQuery {
  const sections = body.page === undefined ? body.sections! : onPage(body.page, registry);
  for (const section of sections) known('sections', section, registry.sections);
  const given = body.context ?? {};
  const filters = restricted(body.page, given, body.filters ?? {});
  const { limits } = body;
  if (typeof limits === 'object') checkLimits(limits, sections);
  const limitOf = (section: string) =>
    typeof limits === 'object' ? new Map(Object.entries(limits)).get(section) : limits;
  return {
    page: body.page ?? NO_PAGE,
    sections: [...new Set(sections)],
    userId: body.userId,
    cookieId: body.cookieId,
    context: given,
    filters,
    boosts: body.boosts,
    exclude: body.exclude ?? [],
    limitOf,
    locale: body.locale ?? 'en',
    fields: body.fields ?? [],
    explain: body.explain ?? false,
    whyNot: body.whyNot,
  };
}

/** GET /pages/{page}. @throws Problem 404, 400 */
export function fromQuery(page: string, query: z.infer<typeof pageQuery>, registry: Registry): PageQuery {
  const filters = restricted(page, { category: query.category }, {});
  return { ...lookOf(page, query, registry), filters };
}

/** What a query says besides the page's own restriction, which a cursor carries. @throws Problem 404 */
export function lookOf(page: string, query: z.infer<typeof pageQuery>, registry: Registry): PageQuery {
  const { itemId, category, platform } = query;
  return {
    page,
    sections: onPage(page, registry),
    userId: query.userId,
    cookieId: query.cookieId,
    context: { ...(itemId !== undefined && { itemIds: [itemId] }), category, platform },
    filters: {},
    exclude: [],
    limitOf: () => query.limit,
    locale: query.locale ?? 'en',
    fields: query.fields ?? [],
    explain: query.explain ?? false,
  };
}

/** The page whose items are all of the category, or have the attributes, that it is about. */
const CATEGORY_PAGE = 'category';

/** The category page's own restriction besides the request's filters. @throws Problem 400 when it is about nothing */
function restricted(
  page: string | undefined,
  { category, attributes }: Pick<PageQuery['context'], 'category' | 'attributes'>,
  filters: PageQuery['filters'],
): PageQuery['filters'] {
  if (page !== CATEGORY_PAGE) return filters;
  if (category === undefined && attributes === undefined) {
    const message = 'the category page needs a category, or context.attributes';
    const error = { field: 'category', message, got: 'nothing' };
    throw new Problem(400, 'invalid-query', `category: ${message}, got nothing`, { errors: [error] });
  }
  return {
    ...filters,
    ...(category !== undefined && { categories: [category] }),
    ...(attributes !== undefined && { attributes: { ...filters.attributes, ...attributes } }),
  };
}

const onPage = (page: string, registry: Registry): readonly string[] =>
  sectionsOf(known('page', page, registry.pages));

/** The document of that name. @throws Problem 404 naming the ones there are */
export function known<T>(field: string, name: string, documents: ReadonlyMap<string, T>): T {
  const document = documents.get(name);
  if (document) return document;
  const code = CODES[field] ?? 'unknown-section';
  const names = [...documents.keys()].join(', ');
  throw new Problem(404, code, `${field}: must be one of ${names}, got ${preview(name)}`);
}

const CODES: Readonly<Record<string, string>> = { page: 'unknown-page', provider: 'unknown-provider' };

function checkLimits(limits: Readonly<Record<string, number>>, sections: readonly string[]): void {
  const stranger = Object.keys(limits).find((name) => !sections.includes(name));
  if (stranger === undefined) return;
  const message = `must name sections of this page: ${sections.join(', ')}`;
  const error = { field: 'limits', message, got: preview(stranger) };
  throw new Problem(400, 'invalid-body', `limits: ${message}, got ${error.got}`, { errors: [error] });
}
