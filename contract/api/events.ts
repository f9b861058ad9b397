import { z } from 'zod';
import { EVENT_TYPES, type Event, ITEMLESS_EVENT_TYPES, PLATFORMS } from '../../domain/events/event.ts';
import { API_LIMITS } from '../limits.ts';
import { currency, id, money, scalar, text, timestamp } from './primitives.ts';

export const platform = z.enum(PLATFORMS);

const properties = z
  .record(text(64), scalar)
  .refine(
    (value) => Object.keys(value).length <= API_LIMITS.eventProperties,
    `must have at most ${API_LIMITS.eventProperties} properties`,
  );

/** One event, as a shop sends it. */
export const event = z
  .strictObject({
    eventId: id,
    type: z.enum(EVENT_TYPES),
    userId: id.optional(),
    cookieId: id.optional(),
    itemId: id.optional(),
    occurredAt: timestamp,
    platform: platform.optional(),
    orderId: id.optional(),
    price: money.optional(),
    currency: currency.optional(),
    quantity: z.number().int().min(1).max(1e9).optional(),
    refundOf: id.optional(),
    page: text(128).optional(),
    section: text(128).optional(),
    recommendationId: id.optional(),
    position: z.number().int().min(0).max(100_000).optional(),
    query: text(512).optional(),
    properties: properties.optional(),
  })
  .refine((value) => value.userId !== undefined || value.cookieId !== undefined, {
    message: 'needs a userId or a cookieId',
    path: ['userId'],
  })
  .refine((value) => value.itemId !== undefined || ITEMLESS_EVENT_TYPES.has(value.type), {
    message: 'is needed for every type but search and login',
    path: ['itemId'],
  })
  .meta({ id: 'Event' }) satisfies z.ZodType<Event>;

/** The body around the events. Each event is judged alone, by `event`, so that a bad one costs no good one. */
export const eventsBody = z.strictObject({
  events: z.array(z.unknown()).min(1).max(API_LIMITS.eventsPerRequest),
  sentAt: timestamp.optional(),
});

export const rejection = z.object({
  index: z.number().int(),
  code: z.string(),
  detail: z.string(),
  retryable: z.boolean(),
});
export type Rejection = z.infer<typeof rejection>;

export const eventsReply = z
  .object({ accepted: z.number().int(), rejected: z.array(rejection) })
  .meta({ id: 'EventsReply' });
