import type { z } from 'zod';
import type { registryDocuments } from './documents.ts';

const COMMON_FILTERS = [
  'at-hand',
  'excluded',
  'in-cart',
  'hidden',
  'available',
  'own-listing',
  'adult',
  'disliked',
  'price-range',
  'request',
] as const;

/** Weights and half-life as measured (docs/models.md): plain views count least, carts most. */
const HISTORY = {
  source: 'history',
  halfLifeDays: 30,
  items: 30,
  models: [
    { kind: 'view', types: { view: 1, like: 2, chat: 2, cart: 3 } },
    { kind: 'buy', types: { purchase: 2, cart: 3 } },
    { kind: 'basket', types: { purchase: 2, cart: 3 } },
  ],
} as const;

const POPULAR_TITLE = {
  titleKey: 'section.popular',
  titles: { en: 'Popular now', ko: '지금 인기 있는 상품' },
} as const;

/** The pages that ship. Plain data, in the shape in which a registry stores them. */
export const DEFAULT_DOCUMENTS = {
  pages: [
    {
      name: 'home',
      sections: [
        'recently-viewed',
        'buy-again',
        'for-you',
        'popular-with-people-like-you',
        'trending-now',
        'new-listings',
        'feed',
      ],
    },
    { name: 'item', sections: ['viewed-together', 'bought-together', 'similar-items'] },
    { name: 'category', sections: ['category-listing'] },
  ],
  sections: [
    {
      name: 'recently-viewed',
      provider: 'recently-viewed',
      titleKey: 'section.recently-viewed',
      titles: { en: 'Recently viewed', ko: '최근 본 상품' },
      minItems: 3,
    },
    {
      name: 'buy-again',
      provider: 'buy-again',
      titleKey: 'section.buy-again',
      titles: { en: 'Buy again', ko: '다시 구매하기' },
      minItems: 2,
    },
    {
      name: 'for-you',
      provider: 'for-you',
      titleKey: 'section.for-you',
      titles: { en: 'For you', ko: '회원님을 위한 추천' },
      minItems: 1,
      fallbackTitle: POPULAR_TITLE,
    },
    {
      name: 'popular-with-people-like-you',
      provider: 'popular-with-people-like-you',
      titleKey: 'section.popular-with-people-like-you',
      titles: { en: 'Popular with people like you', ko: '비슷한 회원들에게 인기 있는 상품' },
      minItems: 3,
      fallbackTitle: POPULAR_TITLE,
    },
    {
      name: 'trending-now',
      provider: 'trending-now',
      titleKey: 'section.trending-now',
      titles: { en: 'Trending now', ko: '지금 뜨는 상품' },
      minItems: 3,
    },
    {
      name: 'new-listings',
      provider: 'new-listings',
      titleKey: 'section.new-listings',
      titles: { en: 'Just listed', ko: '방금 올라온 상품' },
      minItems: 3,
    },
    {
      name: 'similar-items',
      provider: 'similar-items',
      titleKey: 'section.similar-items',
      titles: { en: 'Similar items', ko: '비슷한 상품' },
      minItems: 1,
      aboutItem: true,
    },
    {
      name: 'feed',
      provider: 'feed',
      titleKey: 'section.feed',
      titles: { en: 'More for you', ko: '더 많은 추천' },
      minItems: 1,
    },
    {
      name: 'category-listing',
      provider: 'category-listing',
      titleKey: 'section.category-listing',
      titles: { en: 'Popular in this category', ko: '이 카테고리의 인기 상품' },
      minItems: 1,
    },
    {
      name: 'viewed-together',
      provider: 'viewed-together',
      titleKey: 'section.viewed-together',
      titles: { en: 'Viewed together', ko: '함께 본 상품' },
      minItems: 1,
      fallbackTitle: POPULAR_TITLE,
      aboutItem: true,
    },
    {
      name: 'bought-together',
      provider: 'bought-together',
      titleKey: 'section.bought-together',
      titles: { en: 'Bought together', ko: '함께 구매한 상품' },
      minItems: 3,
      aboutItem: true,
    },
  ],
  providers: [
    {
      name: 'recently-viewed',
      sources: [{ source: 'recently-viewed' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'buy-again',
      sources: [
        { source: 'purchases', halfLifeDays: 120 },
        { ...HISTORY, weight: 0.3 },
      ],
      filters: [...COMMON_FILTERS, 'due-again'],
    },
    {
      name: 'for-you',
      sources: [HISTORY],
      fallback: [{ source: 'popular', by: 'clusters' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'popular-with-people-like-you',
      sources: [{ source: 'popular', by: 'clusters' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'trending-now',
      sources: [{ source: 'popular', window: 'trending' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      // Per ten: five for the viewer, three popular with people like them, one trending, one new listing; who is unknown: six
      // popular, two trending, two new. What a source lacks the first that has some gives.
      name: 'feed',
      sources: [
        HISTORY,
        { source: 'popular', by: 'clusters' },
        { source: 'popular', window: 'trending' },
        { source: 'new-listings' },
      ],
      pattern: [0, 1, 0, 2, 0, 1, 0, 3, 1, 0],
      patternForUnknown: [1, 2, 1, 3, 1, 1, 2, 1, 3, 1],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'new-listings',
      sources: [{ source: 'new-listings' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'similar-items',
      sources: [{ source: 'similar' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'category-listing',
      sources: [
        { source: 'popular', by: 'clusters' },
        { ...HISTORY, weight: 0.5 },
      ],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'viewed-together',
      sources: [{ source: 'together', kind: 'view', by: 'count' }],
      fallback: [{ source: 'similar' }, { source: 'popular' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'bought-together',
      sources: [{ source: 'together', kind: 'basket', by: 'count' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
  ],
} satisfies Mutable<z.input<typeof registryDocuments>>;

/** The literal above may be read-only where zod's types are not. */
type Mutable<T> = T extends object ? { readonly [K in keyof T]: Mutable<T[K]> } : T;
