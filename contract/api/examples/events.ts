/** Sending events, and the answer where a browser key sent a type that it may not. */
export const EVENT_EXAMPLES = {
  events: {
    events: [
      {
        eventId: 'e-1001',
        type: 'view',
        userId: 'u1',
        itemId: 'i42',
        occurredAt: '2026-11-23T09:00:00.000Z',
        platform: 'ios',
      },
    ],
    sentAt: '2026-11-23T09:00:02.000Z',
  },
  taken: {
    accepted: 1,
    rejected: [
      {
        index: 1,
        code: 'type-not-allowed',
        detail: 'type: a browser key may not send purchase',
        retryable: false,
      },
    ],
  },
} as const;
