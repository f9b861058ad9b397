import { z } from 'zod';
import type { Preferences, Profile } from '../../domain/identity/actor.ts';
import { id, money, text } from './primitives.ts';

const sex = z.enum(['female', 'male', 'other']);
const categories = z.array(text(128)).max(200);
export const AGE_BANDS = ['10s', '20s', '30s', '40s', '50s', '60s+'] as const;

export const profile = z
  .strictObject({
    sex: sex.optional(),
    birthYear: z.number().int().min(1900).max(2100).optional(),
    interests: categories.optional(),
    adult: z.boolean().optional(),
  })
  .meta({ id: 'Profile' }) satisfies z.ZodType<Profile>;

const priceRange = z
  .strictObject({ min: money.optional(), max: money.optional() })
  .refine(
    (range) => (range.min ?? 0) <= (range.max ?? Number.POSITIVE_INFINITY),
    'min must not be above max',
  );

const fields = {
  preferredCategories: categories.optional(),
  dislikedCategories: categories.optional(),
  hiddenItems: z.array(id).max(1000).optional(),
  showAdult: z.boolean().optional(),
  priceRange: priceRange.optional(),
  sex: sex.optional(),
  ageBand: z.enum(AGE_BANDS).optional(),
  attributes: z
    .record(z.string().min(1).max(64), z.union([text(256), z.array(text(256)).max(50)]))
    .optional(),
};
export const preferences = z
  .strictObject(fields)
  .meta({ id: 'Preferences' }) satisfies z.ZodType<Preferences>;

/** PATCH …/preferences: a field given replaces the stored one, null removes it. */
export const preferencesPatch = z.strictObject({
  preferredCategories: fields.preferredCategories.nullable(),
  dislikedCategories: fields.dislikedCategories.nullable(),
  hiddenItems: fields.hiddenItems.nullable(),
  showAdult: fields.showAdult.nullable(),
  priceRange: fields.priceRange.nullable(),
  sex: fields.sex.nullable(),
  ageBand: fields.ageBand.nullable(),
  attributes: fields.attributes.nullable(),
});
export type PreferencesPatch = z.infer<typeof preferencesPatch>;

/** POST /user-tokens */
export const userTokenBody = z.strictObject({
  userId: id,
  /** Seconds until it expires. */
  expiresIn: z.number().int().min(60).max(86_400).default(3600),
});
