import { z } from 'zod';
import { AGE_BANDS, BEHAVIOURS, PRICE_BANDS } from '../../domain/clusters/facet.ts';
import { API_LIMITS } from '../limits.ts';
import { platform } from './events.ts';
import {
  flagQuery,
  id,
  limitQuery,
  listQuery,
  money,
  ownLimitQuery,
  scalar,
  text,
  timestamp,
} from './primitives.ts';

export const LOCALES = ['en', 'ko'] as const;
/** Item fields that `fields` can bind into an answer. */
export const ITEM_FIELDS = [
  'title',
  'price',
  'listPrice',
  'previousPrice',
  'currency',
  'imageUrl',
  'url',
  'categories',
  'sellerId',
  'status',
  'listedAt',
  'attributes',
  'stock',
  'groupId',
] as const;
export const TIERS = ['personal', 'cluster', 'popular', 'snapshot'] as const;

/** A query has a clause for each: far fewer than the search engine takes. */
const MOST_ATTRIBUTES = 20;
const MOST_BOOSTS = 100;
const atMost =
  (most: number, what: string) =>
  <T extends object>(schema: z.ZodType<T>): z.ZodType<T> =>
    schema.refine((value) => countOf(value) <= most, `must have at most ${most} ${what}`);
/** Values of an object, those of objects within it one by one. */
const countOf = (value: object): number =>
  Object.values(value).reduce(
    (sum, one) => sum + (typeof one === 'object' && !Array.isArray(one) ? countOf(one) : 1),
    0,
  );

const attributeRule = atMost(
  MOST_ATTRIBUTES,
  'attributes',
)(z.record(text(64), z.union([scalar, z.array(scalar).max(50)])));

export const context = z.strictObject({
  itemIds: z.array(id).max(100).optional(),
  cartItemIds: z.array(id).max(100).optional(),
  category: text(128).optional(),
  attributes: attributeRule.optional(),
  platform: platform.optional(),
});

export const filters = z.strictObject({
  categories: z.array(text(128)).max(50).optional(),
  excludeCategories: z.array(text(128)).max(50).optional(),
  price: z.strictObject({ min: money.optional(), max: money.optional() }).optional(),
  attributes: attributeRule.optional(),
  excludeAttributes: attributeRule.optional(),
});

const factor = z.number().min(0).max(100);
const boosting = atMost(MOST_BOOSTS, 'boosts');
export const boosts = z.strictObject({
  categories: boosting(z.record(text(128), factor)).optional(),
  items: boosting(z.record(id, factor)).optional(),
  attributes: boosting(z.record(text(64), z.record(z.string(), factor))).optional(),
});

/** Items that are not to be shown. */
export const exclude = z.array(id).max(API_LIMITS.excludedItems);

const limit = z.number().int().min(1).max(API_LIMITS.limit);

/** Items per section: one number for all, or by section name. */
export const limits = z.union([limit, z.record(text(64), limit)]);

export const recommendBody = z
  .strictObject({
    page: text(64).optional(),
    sections: z.array(text(64)).min(1).max(20).optional(),
    userId: id.optional(),
    cookieId: id.optional(),
    context: context.optional(),
    filters: filters.optional(),
    boosts: boosts.optional(),
    exclude: exclude.optional(),
    limits: limits.optional(),
    locale: z.enum(LOCALES).optional(),
    fields: z.array(z.enum(ITEM_FIELDS)).max(ITEM_FIELDS.length).optional(),
    explain: z.boolean().optional(),
    whyNot: id.optional(),
    /** Experiment variants to force, by experiment name (admin keys only). */
    force: z.record(text(64), text(64)).optional(),
  })
  .refine((body) => (body.page === undefined) !== (body.sections === undefined), {
    message: 'give either a page or sections',
    path: ['page'],
  })
  .meta({ id: 'RecommendRequest' });
export type RecommendRequest = z.infer<typeof recommendBody>;

/** POST /rank: the shop's own list. */
export const rankBody = z
  .strictObject({
    itemIds: z.array(id).min(1).max(API_LIMITS.rankedItems),
    userId: id.optional(),
    cookieId: id.optional(),
    context: context.optional(),
    locale: z.enum(LOCALES).optional(),
    fields: z.array(z.enum(ITEM_FIELDS)).max(ITEM_FIELDS.length).optional(),
    explain: z.boolean().optional(),
  })
  .meta({ id: 'RankRequest' });
export type RankRequest = z.infer<typeof rankBody>;

export const pageQuery = z.strictObject({
  userId: id.optional(),
  cookieId: id.optional(),
  itemId: id.optional(),
  category: text(128).optional(),
  platform: platform.optional(),
  limit: ownLimitQuery.optional(),
  locale: z.enum(LOCALES).optional(),
  fields: listQuery.pipe(z.array(z.enum(ITEM_FIELDS))).optional(),
  explain: flagQuery.optional(),
});
export const sectionQuery = pageQuery.extend({ cursor: z.string().min(1).max(8192).optional() });

export const recommendedItem = z
  .object({
    itemId: id,
    position: z.number().int(),
    score: z.number(),
    reason: z.string(),
    tier: z.enum(TIERS),
    item: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'RecommendedItem' });

export const section = z
  .object({
    section: z.string(),
    title: z.string(),
    titleKey: z.string(),
    titleParams: z.record(z.string(), z.string()).optional(),
    basedOn: id.optional(),
    recommendationId: z.string(),
    provider: z.string(),
    variant: z.string().optional(),
    personal: z.boolean(),
    items: z.array(recommendedItem),
    nextCursor: z.string().optional(),
    degraded: z.array(z.string()).optional(),
    omitted: z.string().optional(),
    ledger: z
      .unknown()
      .optional()
      .meta({ description: 'with explain: candidates per source, removals, final order' }),
    whyNot: z
      .unknown()
      .optional()
      .meta({ description: 'with whyNot: what became of that item in this section' }),
  })
  .meta({ id: 'Section' });
export type SectionReply = z.infer<typeof section>;

const slot = z.object({
  slot: z.string(),
  after: z.number().int().meta({ description: 'sections of the page that stand above it' }),
  content: z.record(z.string(), scalar),
});
export const rankReply = z
  .object({
    recommendationId: z.string(),
    personal: z.boolean(),
    items: z.array(recommendedItem),
    omitted: z
      .array(z.object({ itemId: id, reason: z.string() }))
      .meta({ description: 'items of the list that must not be shown to this actor, and why' }),
    degraded: z.array(z.string()).optional(),
    ledger: z.unknown().optional().meta({ description: 'with explain, as for sections' }),
  })
  .meta({ id: 'Ranked' });

export const pageReply = z
  .object({
    page: z.string(),
    sections: z.array(section),
    slots: z
      .array(slot)
      .optional()
      .meta({ description: 'places of the page that are no recommendation, as its document has them' }),
  })
  .meta({ id: 'Page' });
export type PageReply = z.infer<typeof pageReply>;

/** GET /popular: facets of the audience, and what the items must be. */
export const popularQuery = z.strictObject({
  sex: z.enum(['female', 'male', 'other']).optional(),
  ageBand: z.enum(AGE_BANDS).optional(),
  platform: platform.optional(),
  /** Items within this category, as those like it who are interested in it. */
  category: text(128).optional(),
  priceBand: z.enum(PRICE_BANDS).optional(),
  payer: z.enum(['yes', 'no']).optional(),
  paidWith: text(64).optional(),
  behaviour: z.enum(BEHAVIOURS).optional(),
  /** Id of a learned cluster. */
  learned: text(64).optional(),
  /** popular: half-life 3 days; trending: what grows now. */
  window: z.enum(['popular', 'trending']).optional(),
  limit: limitQuery,
  locale: z.enum(LOCALES).optional(),
  fields: listQuery.pipe(z.array(z.enum(ITEM_FIELDS))).optional(),
});
export const popularReply = z
  .object({
    facets: z.array(z.string()).meta({ description: 'the facets that counted, as name=value' }),
    asOf: timestamp.optional().meta({ description: 'events up to then are counted' }),
    items: z.array(recommendedItem),
    degraded: z.array(z.string()).optional(),
  })
  .meta({ id: 'Popular' });

export const TOGETHER_KINDS = ['view', 'buy', 'basket', 'view-buy'] as const;
export const CHANNELS = ['all', 'mobile', 'web'] as const;
export const togetherQuery = z.strictObject({
  kind: z.enum(TOGETHER_KINDS).default('view'),
  channel: z.enum(CHANNELS).default('all'),
  limit: limitQuery,
});
export const togetherReply = z
  .object({
    itemId: id,
    kind: z.enum(TOGETHER_KINDS),
    channel: z.enum(CHANNELS),
    model: z.object({ name: z.string(), version: z.string() }),
    items: z.array(z.object({ itemId: id, score: z.number(), count: z.number().optional() })),
  })
  .meta({ id: 'Together' });
