import { z } from 'zod';
import { CLUSTER_SOURCES } from '../../domain/clusters/cluster.ts';
import { AGE_BANDS, FACET_NAMES } from '../../domain/clusters/facet.ts';
import type { Preferences, Profile } from '../../domain/identity/actor.ts';
import { id, money, text, timestamp } from './primitives.ts';

const sex = z.enum(['female', 'male', 'other']);
const categories = z.array(text(128)).max(200);

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
    .record(text(64), z.union([text(256), z.array(text(256)).max(50)]))
    .refine((value) => Object.keys(value).length <= 50, 'must have at most 50 attributes')
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

export const userTokenReply = z
  .object({ token: z.string(), userId: id, expiresAt: timestamp })
  .meta({ id: 'UserToken' });

const historyEntry = z.object({
  type: z.string(),
  itemId: id.optional(),
  occurredAt: timestamp,
  platform: z.string().optional(),
  orderId: id.optional(),
  price: money.optional(),
  quantity: z.number().optional(),
  query: z.string().optional(),
});
/** Design §7: each cluster with its evidence. */
export const cluster = z
  .object({
    facet: z.enum(FACET_NAMES),
    value: z.string(),
    name: z.string().optional(),
    source: z.enum(CLUSTER_SOURCES),
    weight: z.number(),
    evidence: z.string(),
  })
  .meta({ id: 'Cluster' });
const knownTo = {
  preferences,
  clusters: z.array(cluster).meta({ description: 'the groups it belongs to now, and why' }),
  history: z.array(historyEntry).meta({ description: 'what was done last, newest first' }),
};
export const userReply = z
  .object({
    userId: id,
    profile,
    ...knownTo,
    cookies: z.array(z.object({ cookieId: id, lastSeenAt: timestamp })),
  })
  .meta({ id: 'User' });
export const cookieReply = z
  .object({
    cookieId: id,
    ...knownTo,
    links: z.array(z.object({ userId: id, occurredAt: timestamp })),
  })
  .meta({ id: 'Cookie' });
export const profileReply = z.object({ userId: id, profile }).meta({ id: 'UserProfile' });
export const preferencesReply = z.object({ preferences }).meta({ id: 'StoredPreferences' });

/** What an erasure did: what went where, and when the last trace goes. */
export const receipt = z
  .object({
    receiptId: id,
    actor: z.object({ userId: id.optional(), cookieId: id.optional() }),
    erasedAt: timestamp,
    removed: z.array(z.object({ where: z.string(), what: z.string(), count: z.number().int() })),
    remains: z.array(z.object({ where: z.string(), what: z.string(), until: timestamp })),
    lastTraceAt: timestamp,
  })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof receipt>;
export const erasureReply = z.object({ receipt: z.string() }).meta({ id: 'Erasure' });
