import { z } from 'zod';
import { API_LIMITS } from '../../limits.ts';
import { event, eventsBody, eventsReply } from '../events.ts';
import { EVENT_EXAMPLES } from '../examples/events.ts';
import { timestamp } from '../primitives.ts';
import { ANYBODY, type Route } from '../route.ts';

export const EVENT_ROUTES: readonly Route[] = [
  {
    operationId: 'sendEvents',
    method: 'POST',
    path: '/v1/events',
    function: 'provider/collect',
    scopes: ANYBODY,
    tag: 'events',
    summary: 'Send events: what users and cookies did',
    description:
      'Each event is judged alone: a bad one never costs a good one. An eventId makes a retry harmless. A browser key may send view, impression, click, search, like, unlike, cart, uncart and hide; its userId counts only with a valid x-user-token for that very user, and is dropped otherwise.',
    body: eventsBody,
    shownBody: z.strictObject({
      events: z.array(event).min(1).max(API_LIMITS.eventsPerRequest),
      sentAt: timestamp
        .optional()
        .meta({ description: "the sender's clock at sending; corrects occurredAt when it is off" }),
    }),
    maxBodyBytes: API_LIMITS.eventsBody,
    example: EVENT_EXAMPLES.events,
    replies: {
      202: {
        description: 'at least one event was taken; the others are listed with reasons',
        schema: eventsReply,
        example: EVENT_EXAMPLES.taken,
        headers: { 'x-user-token': 'invalid or expired, when the token sent did not count' },
      },
    },
  },
];
