import { z } from 'zod';
import { EVENT_TYPES } from '../events/event.ts';
import { NEW_LISTINGS } from '../search/listing-queries.ts';

/**
 * What a page shows, as data: page → sections → provider (sources → merge → filters → cut) → models.
 * The shipped documents are in defaults.ts; the registry will store versions of the same shapes.
 */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower case letters, digits and hyphens');
const weight = z.number().min(0).max(100).default(1);
const kind = z.enum(['view', 'buy', 'basket']);
export type RowKind = z.infer<typeof kind>;

/** What the actor's own actions lead to through one model's rows, by the type of action. */
const historyModel = z.strictObject({
  kind,
  weight,
  types: z.partialRecord(z.enum(EVENT_TYPES), z.number().min(0).max(100)),
});

export const sourceDocument = z.discriminatedUnion('source', [
  /** History recombination (design §8). */
  z.strictObject({
    source: z.literal('history'),
    weight,
    halfLifeDays: z.number().min(0.01).max(3650),
    items: z.number().int().min(1).max(30),
    models: z.array(historyModel).min(1).max(3),
  }),
  /** Rows of the items at hand, as they are. */
  z.strictObject({ source: z.literal('together'), weight, kind, by: z.enum(['score', 'count']) }),
  /** What the actor looked at, newest first. */
  z.strictObject({ source: z.literal('recently-viewed'), weight }),
  /** What the actor bought: Σ 2^(−age/halfLife). */
  z.strictObject({
    source: z.literal('purchases'),
    weight,
    halfLifeDays: z.number().min(0.01).max(3650),
  }),
  /** What people act on: everybody, or people like the viewer; or what grows now. */
  z.strictObject({
    source: z.literal('popular'),
    weight,
    by: z.enum(['everybody', 'clusters']).default('everybody'),
    window: z.enum(['popular', 'trending']).default('popular'),
  }),
  /** New listings until each has had its impressions: the least seen first. Needs the search engine. */
  z.strictObject({
    source: z.literal('new-listings'),
    weight,
    withinDays: z.number().min(0.01).max(365).default(NEW_LISTINGS.withinDays),
    guarantee: z.number().int().min(1).max(100_000).default(NEW_LISTINGS.guarantee),
  }),
  /** Items like the first at hand: leaf category, price, title. Needs the search engine. */
  z.strictObject({ source: z.literal('similar'), weight }),
]);
export type SourceDocument = z.infer<typeof sourceDocument>;

export const FILTER_NAMES = [
  'at-hand',
  'excluded',
  'in-cart',
  'hidden',
  'available',
  'own-listing',
  'adult',
  'disliked',
  'price-range',
  'purchased',
  'due-again',
  'request',
] as const;
export type FilterName = (typeof FILTER_NAMES)[number];

export const providerDocument = z.strictObject({
  name,
  sources: z.array(sourceDocument).min(1).max(10),
  /** Numbers of sources that take turns, over and over; without it they are merged by weight. */
  pattern: z.array(z.number().int().min(0).max(9)).min(1).max(20).optional(),
  /** The pattern for viewers of whom nothing is known; without it the same. */
  patternForUnknown: z.array(z.number().int().min(0).max(9)).min(1).max(20).optional(),
  /** Asked only for places that the sources leave empty. */
  fallback: z.array(sourceDocument).max(10).default([]),
  filters: z.array(z.enum(FILTER_NAMES)),
});
export type ProviderDocument = z.infer<typeof providerDocument>;

const titleTexts = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });

export const sectionDocument = z.strictObject({
  name,
  provider: name,
  titleKey: z.string().min(1).max(128),
  titles: titleTexts,
  /** Below this many items the section is left out, with its reason. */
  minItems: z.number().int().min(0).max(100),
  /** What it is called when only the fallback filled it: a title must not promise what is not there. */
  fallbackTitle: z.strictObject({ titleKey: z.string().min(1).max(128), titles: titleTexts }).optional(),
  /** Says which item at hand it is about (basedOn). */
  aboutItem: z.boolean().default(false),
});
export type SectionDocument = z.infer<typeof sectionDocument>;

export const pageDocument = z.strictObject({ name, sections: z.array(name).min(1).max(20) });
export type PageDocument = z.infer<typeof pageDocument>;

export const registryDocuments = z.strictObject({
  pages: z.array(pageDocument),
  sections: z.array(sectionDocument),
  providers: z.array(providerDocument),
});
