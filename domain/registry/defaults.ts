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
    { name: 'home', sections: ['recently-viewed', 'buy-again', 'for-you'] },
    { name: 'item', sections: ['viewed-together', 'bought-together'] },
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
      fallback: [{ source: 'popular' }],
      filters: [...COMMON_FILTERS, 'purchased'],
    },
    {
      name: 'viewed-together',
      sources: [{ source: 'together', kind: 'view', by: 'count' }],
      fallback: [{ source: 'popular' }],
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
