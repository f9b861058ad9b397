import { z } from 'zod';
import { API_LIMITS } from '../limits.ts';

/** Categories of characters that no id may have: controls, and the five that break a URL's path. */
const FORBIDDEN_IN_IDS = /[\p{Cc}/?#%\\]/u;

export const id = z
  .string()
  .min(1)
  .max(API_LIMITS.idLength)
  .refine((text) => !FORBIDDEN_IN_IDS.test(text), 'must not contain control characters or / ? # % \\')
  .refine((text) => text !== '.' && text !== '..', 'must be neither . nor ..')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode, without lone surrogates')
  .meta({
    description:
      'An opaque id: 1 to 128 UTF-16 units of any script, without control characters or / ? # % \\',
  });

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** True for a real moment written as 2026-11-23T09:00:00.000Z; false for February 30th. */
export function isTimestamp(text: string): boolean {
  if (!TIMESTAMP.test(text)) return false;
  const time = Date.parse(text);
  return Number.isFinite(time) && new Date(time).toISOString() === text;
}

export const timestamp = z
  .string()
  .refine(isTimestamp, 'must be a time in ISO 8601 UTC with milliseconds, such as 2026-11-23T09:00:00.000Z')
  .meta({ format: 'date-time', examples: ['2026-11-23T09:00:00.000Z'] });

/** A short text: well-formed, not empty, at most `max` UTF-16 units. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed(), 'must be well-formed Unicode, without lone surrogates');

export const money = z.number().min(0).max(1e12);
export const currency = z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as KRW');
const shortText = z
  .string()
  .max(256)
  .refine((value) => value.isWellFormed(), 'must be well-formed Unicode, without lone surrogates');
export const scalar = z.union([shortText, z.number(), z.boolean()]);

/** Query strings carry text: numbers, flags and lists are read from it, and shown as what they are in OpenAPI. */

/** How many of them; without it what is asked decides. */
export const ownLimitQuery = z
  .string()
  .regex(/^\d{1,3}$/, `must be a whole number from 1 to ${API_LIMITS.limit}`)
  .transform(Number)
  .pipe(z.number().int().min(1).max(API_LIMITS.limit));
export const limitQuery = ownLimitQuery.default(API_LIMITS.defaultLimit);
export const flagQuery = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .pipe(z.boolean());
export const listQuery = z
  .string()
  .min(1)
  .max(512)
  .transform((value) => value.split(','));
