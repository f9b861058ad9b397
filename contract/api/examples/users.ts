const PREFERENCES = { dislikedCategories: ['games'], priceRange: { max: 100000 } };
const CLUSTER = {
  facet: 'category',
  value: 'fashion',
  source: 'actions',
  weight: 0.62,
  evidence: '31 of 50 actions within 60 days',
};
const VIEW = { type: 'view', itemId: 'i42', occurredAt: '2026-11-23T09:00:00.000Z', platform: 'ios' };

/** What is sent and answered about users and cookies. */
export const USER_EXAMPLES = {
  profile: { sex: 'female', birthYear: 1994, interests: ['fashion'] },
  profileStored: { userId: 'u1', profile: { sex: 'female', birthYear: 1994, interests: ['fashion'] } },
  preferences: { ...PREFERENCES, showAdult: null },
  preferencesStored: { preferences: PREFERENCES },
  user: {
    userId: 'u1',
    profile: { sex: 'female', birthYear: 1994, interests: ['fashion'] },
    preferences: PREFERENCES,
    clusters: [CLUSTER],
    history: [VIEW],
    cookies: [{ cookieId: '5c7d1b6e-8a50-4f0e-9a86-2f4f3a0c7b11', lastSeenAt: '2026-11-23T09:00:00.000Z' }],
  },
  cookie: {
    cookieId: '5c7d1b6e-8a50-4f0e-9a86-2f4f3a0c7b11',
    preferences: {},
    clusters: [CLUSTER],
    history: [VIEW],
    links: [{ userId: 'u1', occurredAt: '2026-11-23T09:00:00.000Z' }],
  },
  erased: { receipt: '/v1/receipts/r-20261123T090000Z-8f2c1a' },
  receipt: {
    receiptId: 'r-20261123T090000Z-8f2c1a',
    actor: { userId: 'u1' },
    erasedAt: '2026-11-23T09:00:00.000Z',
    removed: [{ where: 'actors table', what: 'rows of the user', count: 4 }],
    remains: [{ where: 'archive', what: 'events, no longer read', until: '2027-12-28T09:00:00.000Z' }],
    lastTraceAt: '2027-12-28T09:00:00.000Z',
  },
  tokenFor: { userId: 'u1', expiresIn: 3600 },
  token: {
    token: 'eyJ1IjoidTEifQ.9Zp0…',
    userId: 'u1',
    expiresAt: '2026-11-23T10:00:00.000Z',
  },
} as const;
