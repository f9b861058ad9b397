import { z } from 'zod';
import { event as eventSchema } from '../../contract/api/events.ts';
import { isTimestamp, timestamp } from '../../contract/api/primitives.ts';
import type { Stamp } from '../../contract/stream.ts';
import type { ArchivedEvent, EventType } from '../../domain/events/event.ts';
import { EVENT_TYPES, ITEMLESS_EVENT_TYPES, PLATFORMS, SCOPES } from '../../domain/events/event.ts';

/** An event of the archive, with its actor's facets if they were known. */
export type StampedLine = ArchivedEvent & { readonly stamp?: Stamp | undefined };

const stampSchema = z.strictObject({
  actor: z.string().regex(/^[uc]#./),
  facets: z.array(z.string().min(1).max(256)).max(100),
  own: z.literal(true).optional(),
}) as unknown as z.ZodType<Stamp>;

const lineSchema = z.strictObject({
  sequence: z.string().optional(),
  index: z.number().int().min(0).optional(),
  scope: z.enum(SCOPES),
  receivedAt: timestamp,
  event: eventSchema,
  // A stamp that cannot be read is made anew; the event counts.
  stamp: stampSchema.optional().catch(undefined),
});

export type ParsedLine =
  | { readonly archived: StampedLine; readonly reason?: undefined }
  | { readonly archived?: undefined; readonly reason: string };

/**
 * An archive's line as an event, or why it is none. Lines of the plain kind, nearly all, are recognised by
 * hand in a microsecond; every other is judged by the API's own schema. What the first takes the second
 * takes too.
 */
export function parseArchivedLine(text: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'is not JSON' };
  }
  if (isPlainLine(value)) return { archived: value };
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return { archived: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `${issue!.path.join('.') || 'line'}: ${issue!.message}` };
}

const PLAIN_ID = /^[\w:-]{1,128}$/;
const PLAIN_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const TYPES: ReadonlySet<unknown> = new Set(EVENT_TYPES);
const SCOPE_SET: ReadonlySet<unknown> = new Set(SCOPES);
const PLATFORM_SET: ReadonlySet<unknown> = new Set(PLATFORMS);

const isPlainId = (value: unknown): boolean => typeof value === 'string' && PLAIN_ID.test(value);
const isPlainTime = (value: unknown): boolean =>
  typeof value === 'string' && (PLAIN_TIME.test(value) || isTimestamp(value));
const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** Judges fields by name; a field that is not here makes the event one for the schema. */
const PLAIN_FIELDS = new Map<string, (value: unknown) => boolean>([
  ['eventId', isPlainId],
  ['type', (value) => TYPES.has(value)],
  ['userId', isPlainId],
  ['cookieId', isPlainId],
  ['itemId', isPlainId],
  ['occurredAt', isPlainTime],
  ['platform', (value) => PLATFORM_SET.has(value)],
  ['orderId', isPlainId],
  ['price', (value) => typeof value === 'number' && value >= 0 && value <= 1e12],
  ['currency', (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value)],
  ['quantity', (value) => isWhole(value, 1, 1e9)],
  ['refundOf', isPlainId],
  ['recommendationId', isPlainId],
  ['position', (value) => isWhole(value, 0, 100_000)],
]);

function isPlainLine(value: unknown): value is StampedLine {
  if (typeof value !== 'object' || value === null) return false;
  const line = value as Record<string, unknown>;
  for (const key of Object.keys(line)) {
    if (key === 'sequence' && typeof line[key] !== 'string') return false;
    if (key === 'index' && !isWhole(line[key], 0, Number.MAX_SAFE_INTEGER)) return false;
    if (key === 'stamp' && !stampSchema.safeParse(line[key]).success) return false;
    if (!LINE_FIELDS.has(key)) return false;
  }
  return SCOPE_SET.has(line.scope) && isPlainTime(line.receivedAt) && isPlainEvent(line.event);
}
const LINE_FIELDS: ReadonlySet<string> = new Set([
  'sequence',
  'index',
  'scope',
  'receivedAt',
  'event',
  'stamp',
]);

function isPlainEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as Record<string, unknown>;
  for (const key of Object.keys(event)) if (!PLAIN_FIELDS.get(key)?.(event[key])) return false;
  if (event.eventId === undefined || event.type === undefined || event.occurredAt === undefined) return false;
  if (event.userId === undefined && event.cookieId === undefined) return false;
  return event.itemId !== undefined || ITEMLESS_EVENT_TYPES.has(event.type as EventType);
}
