import { z } from 'zod';
import { mergeDocument } from '../ranking/merges/merge.ts';
import { SOURCES } from '../ranking/sources/index.ts';
import { STEPS } from '../ranking/steps/index.ts';

/**
 * What a page shows, as data: page → sections → provider (sources → merge → steps → cut) → models. The shipped documents
 * are in defaults/; a shop's own, and its changes of these, are in the registry (docs/registry.md).
 */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'must be lower case letters, digits and hyphens');
/** What somebody who reads it should know. */
const description = z.string().max(1000).optional();

type SchemaOf<Kinds extends readonly { readonly schema: z.ZodType }[]> = {
  -readonly [Place in keyof Kinds]: Kinds[Place]['schema'];
};
/** The schemas of some kinds as a union told apart by one field; what is no kind is refused with the names that there are. */
function oneOf<
  const Field extends string,
  Kinds extends readonly { readonly name: string; readonly schema: z.ZodType }[],
>(field: Field, kinds: Kinds) {
  const schemas = kinds.map(({ schema }) => schema) as unknown as [z.core.$ZodTypeDiscriminable];
  const names = kinds.map(({ name }) => name).join(', ');
  const union = z.discriminatedUnion(field, schemas, { error: () => `must be one of ${names}` });
  return union as unknown as z.ZodUnion<SchemaOf<Kinds>>;
}

export const sourceDocument = oneOf('source', SOURCES);
export type SourceDocument = z.infer<(typeof SOURCES)[number]['schema']>;
export const stepDocument = oneOf('step', STEPS);
export type StepDocument = z.infer<(typeof STEPS)[number]['schema']>;
export type StepName = StepDocument['step'];

export const providerDocument = z
  .strictObject({
    name,
    description,
    sources: z.array(sourceDocument).min(1).max(10),
    merge: mergeDocument.default({ merge: 'weighted' }),
    /** Asked only for places that the sources leave empty. */
    fallback: z.array(sourceDocument).max(10).default([]),
    /** A category page with fewer items than `upTo` is filled up to as many with what is popular in the category above. */
    backOff: z
      .strictObject({ to: z.literal('parent'), upTo: z.number().int().min(1).max(100).default(20) })
      .optional(),
    /** In this order; filters that need no item run before any is read, those that arrange behind all filters. */
    steps: z.array(stepDocument).max(50),
    /** The best so many that passed the filters are arranged: shuffling needs more than it answers. */
    pool: z.number().int().min(20).max(1000).default(200),
  })
  .superRefine(({ merge, sources }, context) => {
    if (merge.merge !== 'pattern') return;
    for (const field of ['pattern', 'patternForUnknown'] as const)
      for (const [place, source] of (merge[field] ?? []).entries())
        if (source >= sources.length)
          context.addIssue({
            code: 'custom',
            path: ['merge', field, place],
            message: `must be the number of a source, 0 to ${sources.length - 1}`,
            input: source,
          });
  });
export type ProviderDocument = z.infer<typeof providerDocument>;

const titleTexts = z.strictObject({ en: z.string().min(1).max(200), ko: z.string().min(1).max(200) });
const titleKey = z.string().min(1).max(128);

export const sectionDocument = z.strictObject({
  name,
  description,
  provider: name,
  titleKey,
  titles: titleTexts,
  /** Below this many items the section is left out, with its reason. */
  minItems: z.number().int().min(0).max(100),
  /** What it is called when only the fallback filled it: a title must not promise what is not there. */
  fallbackTitle: z.strictObject({ titleKey, titles: titleTexts }).optional(),
  /** Says which item at hand it is about (basedOn). */
  aboutItem: z.boolean().default(false),
  /** Items that it shows where the request names no limit. */
  limit: z.number().int().min(1).max(100).optional(),
});
export type SectionDocument = z.infer<typeof sectionDocument>;

/** A place on a page that is no recommendation: a banner, a notice. What `content` says is the client's business. */
const slotDocument = z.strictObject({
  slot: name,
  content: z
    .record(z.string().min(1).max(64), z.union([z.string().max(2000), z.number(), z.boolean()]))
    .refine((content) => Object.keys(content).length <= 20, 'must have at most 20 values')
    .default({}),
});

const nameOf = (entry: string | z.infer<typeof slotDocument>): string =>
  typeof entry === 'string' ? entry : `slot ${entry.slot}`;

export const pageDocument = z.strictObject({
  name,
  description,
  /** Names of sections, and static slots between them, from top to bottom. */
  sections: z
    .array(z.union([name, slotDocument]))
    .min(1)
    .max(40)
    .refine((entries) => new Set(entries.map(nameOf)).size === entries.length, 'must name each once'),
});
export type PageDocument = z.infer<typeof pageDocument>;
export type SlotDocument = z.infer<typeof slotDocument>;

/** What a published model of that name is (docs/models.md): providers name it, whoever made it. */
export const modelDocument = z.strictObject({
  name,
  description,
  kind: z.enum(['item-to-items', 'user-to-items', 'segment-to-items']),
});
export type ModelDocument = z.infer<typeof modelDocument>;

/** A test of providers against each other in one section. Kept and checked; nothing is split by it yet. */
export const experimentDocument = z
  .strictObject({
    name,
    description,
    section: name,
    variants: z
      .array(z.strictObject({ name, provider: name, share: z.number().min(0).max(1) }))
      .min(2)
      .max(10),
  })
  .refine(({ variants }) => Math.abs(variants.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9, {
    message: 'must have shares that sum to 1',
    path: ['variants'],
  });
export type ExperimentDocument = z.infer<typeof experimentDocument>;

/** The schema of each kind of document. */
export const DOCUMENT_SCHEMAS = {
  pages: pageDocument,
  sections: sectionDocument,
  providers: providerDocument,
  models: modelDocument,
  experiments: experimentDocument,
} as const;
export type DocumentKind = keyof typeof DOCUMENT_SCHEMAS;

export const registryDocuments = z.strictObject({
  pages: z.array(pageDocument),
  sections: z.array(sectionDocument),
  providers: z.array(providerDocument),
  models: z.array(modelDocument).default([]),
  experiments: z.array(experimentDocument).default([]),
});
