import { z } from 'zod';
import type { DocumentKind } from '../../domain/registry/documents.ts';
import { REGISTRY_LIMITS } from '../limits.ts';
import { flagQuery, id, limitQuery, text, timestamp } from './primitives.ts';
import { boosts, context, exclude, filters, ITEM_FIELDS, LOCALES, limits, section } from './recommend.ts';

/** The kinds of documents, in the order in which they refer to one another. */
export const REGISTRY_KINDS = [
  'pages',
  'sections',
  'providers',
  'models',
  'experiments',
] as const satisfies readonly DocumentKind[];

const kind = z.enum(REGISTRY_KINDS);
const version = z.number().int().min(0).max(1e9);
const author = text(REGISTRY_LIMITS.author).refine(
  (name) => !/\p{Cc}/u.test(name),
  'must not contain control characters',
);
const note = text(REGISTRY_LIMITS.note);

/**
 * A document as JSON; what its kind asks is at GET /v1/registry/schemas/{kind}. Passed on as it is: a record's schema would swallow a key
 * like __proto__ instead of leaving it to be refused.
 */
export const document = z
  .unknown()
  .superRefine((value, context) => {
    const wrong = (message: string, input: unknown, path: string[] = []) =>
      context.addIssue({ code: 'custom', path, message, input });
    if (value === null || typeof value !== 'object' || Array.isArray(value))
      return wrong('must be a document, a JSON object', value);
    const { name } = value as { readonly name?: unknown };
    if (name !== undefined && typeof name !== 'string') wrong('must be a text', name, ['name']);
  })
  .meta({
    id: 'Document',
    type: 'object',
    properties: {
      name: { type: 'string', description: 'as the document is addressed; may be left out in a write' },
    },
    additionalProperties: true,
    description: 'as GET /v1/registry/schemas/{kind} describes it',
  }) as unknown as z.ZodType<Readonly<Record<string, unknown>>>;

/** An unknown kind is answered 404 in words, so it is checked behind the schema. */
export const documentParams = z.strictObject({ kind: id, name: id });
export const kindParams = z.strictObject({ kind: id });

export const registryQuery = z.strictObject({ full: flagQuery.optional() });
const versionQuery = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number)
  .pipe(z.number().int());
export const documentQuery = z.strictObject({ version: versionQuery.optional() });
export const writeQuery = z.strictObject({ author: author.optional(), note: note.optional() });
export const historyQuery = z.strictObject({ limit: limitQuery, before: versionQuery.optional() });

export const rollbackBody = z.strictObject({
  /** 0: what ships, also that of later releases. */
  version,
  author: author.optional(),
  note: note.optional(),
});

export const change = z.strictObject({
  kind,
  name: id,
  /** Null deletes. */
  document: document.nullable(),
});
export const changesBody = z.strictObject({
  changes: z.array(change).min(1).max(REGISTRY_LIMITS.changes),
  /** Nothing is changed when the registry is at another revision. */
  expectedRevision: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  author: author.optional(),
  note: note.optional(),
  /** Checks everything and changes nothing. */
  dryRun: z.boolean().optional(),
});
export type ChangesBody = z.infer<typeof changesBody>;

const stamp = {
  kind: z.string(),
  name: z.string(),
  version,
  /** Of the last change; absent where nothing was ever stored. */
  updatedAt: timestamp.optional(),
  by: z.string().optional(),
  note: z.string().optional(),
};

const documentReply = z.strictObject({
  ...stamp,
  etag: z.string(),
  /** The shipped one: a later release may change it. */
  default: z.boolean(),
  document: document.optional(),
});

const reference = z.strictObject({ kind: z.string(), name: z.string() });
const brokenReference = z.strictObject({ from: reference, to: reference, detail: z.string() });

export const registryReply = z
  .strictObject({
    revision: z.number().int(),
    documents: z.array(documentReply),
    /** References that lead nowhere, and documents that this release cannot read: something else serves in their place. */
    problems: z.array(z.string()).optional(),
  })
  .meta({ id: 'Registry' });
export type RegistryReply = z.infer<typeof registryReply>;

export const oneDocumentReply = documentReply
  .extend({ revision: z.number().int() })
  .meta({ id: 'RegistryDocument' });
export type OneDocumentReply = z.infer<typeof oneDocumentReply>;

export const deletedReply = z.strictObject({
  ...stamp,
  deleted: z.literal(true),
  revision: z.number().int(),
});

export const historyReply = z
  .strictObject({
    kind: z.string(),
    name: z.string(),
    versions: z.array(
      z.strictObject({
        version,
        /** reset: the shipped one again. */
        state: z.enum(['stored', 'deleted', 'reset']),
        at: timestamp,
        by: z.string(),
        note: z.string().optional(),
      }),
    ),
    /** Where `before` goes on. */
    next: version.optional(),
  })
  .meta({ id: 'RegistryHistory' });

export const changesReply = z
  .strictObject({
    revision: z.number().int(),
    dryRun: z.boolean(),
    changes: z.array(
      z.strictObject({
        kind: z.string(),
        name: z.string(),
        version,
        etag: z.string().optional(),
        deleted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'RegistryChanges' });

/** POST /registry/preview: proposed documents, and for whom to show what they would do. */
export const previewBody = z
  .strictObject({
    changes: z.array(change).max(REGISTRY_LIMITS.changes),
    viewers: z
      .array(z.strictObject({ userId: id.optional(), cookieId: id.optional() }))
      .min(1)
      .max(REGISTRY_LIMITS.previewedViewers),
    page: text(64),
    context: context.optional(),
    filters: filters.optional(),
    boosts: boosts.optional(),
    exclude: exclude.optional(),
    limits: limits.optional(),
    locale: z.enum(LOCALES).optional(),
    fields: z.array(z.enum(ITEM_FIELDS)).max(ITEM_FIELDS.length).optional(),
    explain: z.boolean().optional(),
  })
  .meta({ id: 'PreviewRequest' });
export type PreviewBody = z.infer<typeof previewBody>;

const previewed = z.object({ page: z.string(), sections: z.array(section) });
export const previewReply = z
  .object({
    page: z.string(),
    viewers: z.array(
      z.object({
        userId: id.optional(),
        cookieId: id.optional(),
        now: previewed.optional().meta({ description: 'absent where the page is new' }),
        proposed: previewed.optional().meta({ description: 'absent where the page would be gone' }),
        changes: z.array(
          z.object({
            section: z.string(),
            now: z.number().int(),
            proposed: z.number().int(),
            entered: z.array(id).readonly(),
            left: z.array(id).readonly(),
            moved: z.number().int(),
            emptied: z.boolean(),
          }),
        ),
      }),
    ),
    summary: z.object({ slotsChanged: z.number().int(), pagesEmptied: z.number().int() }),
  })
  .meta({ id: 'Preview' });
export type PreviewReply = z.infer<typeof previewReply>;

/** Members of the problem `broken-references`. */
export type BrokenReferenceReply = z.infer<typeof brokenReference>;

const jsonSchema = z.record(z.string(), z.unknown()).meta({ description: 'a JSON Schema (2020-12)' });
export const schemaReply = jsonSchema;
export const schemasReply = z.strictObject({ schemas: z.record(z.string(), jsonSchema) });
