const SHIRT = {
  itemId: 'i42',
  title: 'Linen shirt',
  titles: { en: 'Linen shirt', ko: '리넨 셔츠' },
  categories: ['fashion', 'men', 'shirts'],
  price: 39000,
  currency: 'KRW',
  sellerId: 's7',
  listedAt: '2026-11-20T09:00:00.000Z',
  status: 'on_sale',
};

/** What is sent and answered about items: one item goes through them all. */
export const ITEM_EXAMPLES = {
  item: SHIRT,
  items: { items: [SHIRT] },
  change: { status: 'sanctioned' },
  stored: { ...SHIRT, updatedAt: '2026-11-23T09:00:00.000Z' },
  changed: { ...SHIRT, status: 'sanctioned', updatedAt: '2026-11-23T09:05:00.000Z' },
  deleted: { ...SHIRT, status: 'deleted', updatedAt: '2026-11-23T09:10:00.000Z' },
  written: {
    accepted: 1,
    items: [{ itemId: 'i42', updatedAt: '2026-11-23T09:00:00.000Z' }],
    rejected: [
      { index: 1, code: 'invalid-item', detail: 'price: expected number, got "free"', retryable: false },
    ],
  },
  ids: { itemIds: ['i42', 'i43'] },
  found: { items: [{ ...SHIRT, updatedAt: '2026-11-23T09:00:00.000Z' }], missing: ['i43'] },
  together: {
    itemId: 'i42',
    kind: 'view',
    channel: 'all',
    model: { name: 'together-view', version: 'together-20261123T090000000Z-8f2c1a' },
    items: [
      { itemId: 'i51', score: 0.41, count: 37 },
      { itemId: 'i77', score: 0.28, count: 19 },
    ],
  },
} as const;
