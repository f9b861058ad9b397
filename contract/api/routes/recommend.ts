import { z } from 'zod';
import { RECOMMEND_EXAMPLES } from '../examples/recommend.ts';
import { id } from '../primitives.ts';
import {
  pageQuery,
  pageReply,
  popularQuery,
  popularReply,
  rankBody,
  rankReply,
  recommendBody,
  section,
  sectionQuery,
} from '../recommend.ts';
import { ANYBODY, REVALIDATED, type Route, SERVER } from '../route.ts';

const common = { function: 'provider/recommend', tag: 'recommendations' } as const;
const page = {
  description: 'a page of sections, no item twice',
  schema: pageReply,
  example: RECOMMEND_EXAMPLES.page,
};

export const RECOMMEND_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'recommend',
    method: 'POST',
    path: '/v1/recommend',
    scopes: SERVER,
    summary: 'Recommendations for a page, or for sections by name',
    description: 'force is checked but has no effect yet.',
    body: recommendBody,
    example: RECOMMEND_EXAMPLES.asked,
    replies: { 200: page },
  },
  {
    ...common,
    operationId: 'getPage',
    method: 'GET',
    path: '/v1/pages/{page}',
    scopes: ANYBODY,
    summary: 'The short, cacheable form of the same',
    description: 'A browser key may give a userId only with a valid x-user-token for that user.',
    params: z.strictObject({ page: id }),
    query: pageQuery,
    parameters: { page: 'home', ...RECOMMEND_EXAMPLES.look },
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: page,
    },
  },
  {
    ...common,
    operationId: 'getSection',
    method: 'GET',
    path: '/v1/pages/{page}/sections/{section}',
    scopes: ANYBODY,
    summary: 'One section; following nextCursor never repeats an item, and ends',
    params: z.strictObject({ page: id, section: id }),
    query: sectionQuery,
    parameters: {
      page: 'home',
      section: 'for-you',
      ...RECOMMEND_EXAMPLES.look,
      cursor: RECOMMEND_EXAMPLES.section.nextCursor,
    },
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: { description: 'the section', schema: section, example: RECOMMEND_EXAMPLES.section },
    },
  },
  {
    ...common,
    operationId: 'rank',
    method: 'POST',
    path: '/v1/rank',
    scopes: SERVER,
    summary: "The shop's own list, ordered for this actor: search results, a listing page",
    description:
      'By the scores of the category page, as the provider document "rank" has them. An item that nothing speaks for keeps its order behind the others. One that must not be shown (not on sale, for adults, hidden) is in `omitted`.',
    body: rankBody,
    example: RECOMMEND_EXAMPLES.list,
    replies: {
      200: { description: 'the list, best first', schema: rankReply, example: RECOMMEND_EXAMPLES.ranked },
    },
  },
  {
    ...common,
    operationId: 'getPopular',
    method: 'GET',
    path: '/v1/popular',
    scopes: ANYBODY,
    summary: 'Popular items for the given facets, without a user',
    description: 'Facets beside category are those of the audience; category is also what the items are in.',
    query: popularQuery,
    parameters: RECOMMEND_EXAMPLES.audience,
    replies: {
      200: {
        description: 'the items, most popular first',
        schema: popularReply,
        example: RECOMMEND_EXAMPLES.popular,
      },
    },
  },
];
