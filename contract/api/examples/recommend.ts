const ITEM = {
  itemId: 'i42',
  position: 0,
  score: 0.887,
  reason: 'history',
  tier: 'personal',
  item: { title: '리넨 셔츠', price: 39000 },
};
const SECTION = {
  section: 'for-you',
  title: '회원님을 위한 추천',
  titleKey: 'section.for-you',
  recommendationId: 'sa2Uud8HZkdOqo-MK42wpQ',
  provider: 'for-you',
  personal: true,
  items: [ITEM],
  nextCursor: 'AX9k…',
};

/** A page asked for, and what comes. */
export const RECOMMEND_EXAMPLES = {
  asked: { page: 'home', userId: 'u1', limits: 10, fields: ['title', 'price'], locale: 'ko' },
  look: {
    userId: 'u1',
    platform: 'ios',
    limit: 10,
    locale: 'ko',
    fields: ['title', 'price'],
    explain: false,
  },
  page: { page: 'home', sections: [SECTION] },
  section: SECTION,
  list: { userId: 'u1', itemIds: ['i42', 'i7', 'i9'] },
  ranked: {
    recommendationId: 'Xk3vB0nVYQp6a9sE2mZt7w',
    personal: true,
    items: [ITEM, { ...ITEM, itemId: 'i7', position: 1, score: 0.31 }],
    omitted: [{ itemId: 'i9', reason: 'available' }],
  },
  audience: {
    sex: 'female',
    ageBand: '30s',
    category: 'fashion',
    window: 'trending',
    limit: 10,
    locale: 'ko',
  },
  popular: {
    facets: ['sex=female', 'ageBand=30s'],
    asOf: '2026-11-23T09:00:00.000Z',
    items: [{ ...ITEM, reason: 'popular', tier: 'popular' }],
  },
} as const;
