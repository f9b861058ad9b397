import { z } from 'zod';
import { API_LIMITS, REGISTRY_LIMITS } from '../limits.ts';
import { id, limitQuery, text, timestamp } from './primitives.ts';
import { CHANNELS, ITEM_FIELDS, LOCALES, TOGETHER_KINDS } from './recommend.ts';
import { change } from './registry.ts';

export const SIMILARITIES = ['cosine', 'count', 'jaccard', 'lift', 'llr'] as const;

/** ISO 8601 duration of whole days or hours: P60D, PT12H. */
export const duration = z
  .string()
  .regex(/^P(?=.)(\d{1,4}D)?(T(?=.)(\d{1,5}H)?(\d{1,6}M)?)?$/, 'must be like P60D or PT12H');

/**
 * A row is rewritten only when the order of its served top changes or a score moves by more than this share
 * (domain/models/tolerance.ts); 0, the default, keeps every row exact.
 */
const publishTolerance = z.number().min(0).max(1).optional();

/** Parameters of the together job (design §6). */
export const togetherParameters = z.strictObject({
  asOf: timestamp.optional(),
  kinds: z.array(z.enum(TOGETHER_KINDS)).min(1).optional(),
  channels: z.array(z.enum(CHANNELS)).min(1).optional(),
  similarity: z.enum(SIMILARITIES).optional(),
  shrink: z.number().min(0).max(1e6).optional(),
  targets: z.enum(['all', 'live']).optional(),
  minCount: z.number().int().min(1).max(1e6).optional(),
  topK: z.number().int().min(1).max(1000).optional(),
  maxItemsPerActor: z.number().int().min(1).max(10_000).optional(),
  maxEventsPerActorPerDay: z.number().int().min(1).max(1e6).optional(),
  /** Whether views and purchases of one's own listings count. */
  ownListings: z.enum(['count', 'ignore']).optional(),
  /** With targets live: rows of fewer than 8 entries are filled from the item's name group, then its leaf category. */
  backOff: z.boolean().optional(),
  /** Keep counts for the next run, and count only what changed since the last that did: the same rows. */
  incremental: z.boolean().optional(),
  maxLag: duration.optional(),
  windows: z
    .strictObject({ view: duration.optional(), buy: duration.optional(), basket: duration.optional() })
    .optional(),
  /** Publish although the gate refuses. */
  force: z.boolean().optional(),
  publishTolerance,
  /** The next run follows this one by itself, with the same parameters, until one is started without it. */
  continuous: z.boolean().optional(),
});

export const publishModelParameters = z.strictObject({
  name: text(64),
  version: text(64),
  force: z.boolean().optional(),
  publishTolerance,
});
export const togetherFreshParameters = z.strictObject({
  /** Forget what is kept of the last hours and read them again: the same rows. */
  rebuild: z.boolean().optional(),
});
export const rebuildActorsParameters = z.strictObject({});

/** Parameters of the popularity job (design §7). */
export const popularityParameters = z.strictObject({
  /** Forget the state and count the whole archive again: the same numbers. */
  rebuild: z.boolean().optional(),
});
export const clustersParameters = z.strictObject({
  /** Learned clusters to make; fewer where there are not enough actors. */
  clusters: z.number().int().min(1).max(100).optional(),
  /** How far back actions count. */
  window: duration.optional(),
});
/** Parameters of the repurchase job (docs/post-processing.md). */
export const repurchaseParameters = z.strictObject({
  /** How far back purchases count. */
  window: duration.optional(),
  /** Items of a category return where at least this share of an item's buyers buys it again. */
  share: z.number().min(0.001).max(1).optional(),
  /** Within so many days of their first purchase. */
  withinDays: z.number().int().min(1).max(730).optional(),
  /** Buyers that a category needs for a rule of its own. */
  leastBuyers: z.number().int().min(1).max(1e6).optional(),
  /** What rests with a durable item, and for how long. */
  kin: z.enum(['name-group', 'category']).optional(),
  kinDays: z.number().int().min(1).max(3650).optional(),
  /** Put the rules in place although the gate refuses. */
  force: z.boolean().optional(),
});
/** State machines hand a run's parameters from step to step: a state holds 256 KiB. */
const MOST_CHANGES = 64 * 1024;

/** Parameters of the replay job (docs/registry.md). */
export const replayParameters = z.strictObject({
  /** Proposed documents, as POST /registry/changes takes them; none shows how far pages agree with themselves. */
  changes: z
    .array(change)
    .max(REGISTRY_LIMITS.changes)
    .refine(
      (changes) => JSON.stringify(changes).length <= MOST_CHANGES,
      `must be at most ${MOST_CHANGES} characters`,
    ),
  /** At most so many of the last day's requests. */
  sample: z.number().int().min(1).max(5000).optional(),
  /** Only requests of these pages. */
  pages: z.array(text(64)).min(1).max(20).optional(),
});
export const reindexParameters = z.strictObject({});

/** A step's input holds 256 KB at most, and it carries the whole list. */
const MOST_NAMED_BYTES = 128 * 1024;
const namedUsers = z
  .array(id)
  .min(1)
  .max(1000)
  .refine(
    (ids) => new TextEncoder().encode(JSON.stringify(ids)).length <= MOST_NAMED_BYTES,
    `must be at most ${MOST_NAMED_BYTES} bytes of JSON; put longer lists into a file`,
  );
const usersFile = z
  .string()
  .max(512)
  .regex(
    /^exports\/[^\p{Cc}]+\.ndjson(\.gz)?$/u,
    'must be all-active, a list of ids, or the key of an NDJSON file such as exports/lists/autumn.ndjson',
  );

/** Parameters of the export-recommendations job (docs/exports.md). */
export const exportParameters = z.strictObject({
  page: text(64),
  /** Of the page; all of them where none is named. */
  sections: z.array(text(64)).min(1).max(20).optional(),
  limit: z.number().int().min(1).max(API_LIMITS.limit).optional(),
  fields: z.array(z.enum(ITEM_FIELDS)).max(ITEM_FIELDS.length).optional(),
  locale: z.enum(LOCALES).optional(),
  actors: z.strictObject({
    /** all-active, ids, or the key of a file of {"userId": …} lines in the artefact bucket. */
    users: z.union([z.literal('all-active'), namedUsers, usersFile]),
    /** Of all-active: users who did something within so many days. */
    activeWithinDays: z.number().int().min(1).max(365).optional(),
  }),
});

/** Each job's parameters, checked when a run is started and shown at GET /runs/jobs. */
export const JOB_PARAMETERS = {
  together: togetherParameters,
  'together-fresh': togetherFreshParameters,
  'publish-model': publishModelParameters,
  'rebuild-actors': rebuildActorsParameters,
  popularity: popularityParameters,
  clusters: clustersParameters,
  repurchase: repurchaseParameters,
  reindex: reindexParameters,
  'export-recommendations': exportParameters,
  replay: replayParameters,
} as const;

export const RUN_STATES = ['starting', 'running', 'succeeded', 'failed', 'timed-out', 'stopped'] as const;

export const runStep = z.object({
  step: z.string(),
  part: z.number().int().optional(),
  state: z.enum(['running', 'succeeded', 'failed']),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  counts: z.record(z.string(), z.number()).optional(),
  error: z.string().optional(),
});
export const run = z
  .object({
    runId: id,
    job: z.string(),
    state: z.enum(RUN_STATES),
    parameters: z.record(z.string(), z.unknown()),
    startedAt: timestamp,
    endedAt: timestamp.optional(),
    counts: z.record(z.string(), z.number()),
    steps: z.array(runStep),
    error: z.string().optional(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof run>;
export type RunStep = z.infer<typeof runStep>;

/** The standard model format's manifest: what any producer puts beside its files. */
export const modelManifest = z.object({
  name: text(64),
  version: text(64),
  kind: z.enum(['item-to-items', 'user-to-items', 'segment-to-items']),
  createdAt: timestamp,
  producer: text(128),
  files: z
    .array(
      z.object({
        path: text(256),
        rows: z.number().int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10_000),
  parameters: z.record(z.string(), z.unknown()).optional(),
});
export type ModelManifest = z.infer<typeof modelManifest>;

export const jobsReply = z
  .object({
    jobs: z.array(
      z.object({
        job: z.string(),
        description: z.string(),
        parameters: z.record(z.string(), z.unknown()).meta({ description: 'a JSON Schema' }),
      }),
    ),
  })
  .meta({ id: 'Jobs' });
export const runStarted = z.object({ runId: id }).meta({ id: 'RunStarted' });
export const runsQuery = z.strictObject({ job: text(64).optional(), limit: limitQuery });
export const runsReply = z.object({ runs: z.array(run) }).meta({ id: 'Runs' });

const modelVersion = z.object({
  version: z.string(),
  kind: z.string(),
  state: z.enum(['publishing', 'ready', 'refused']),
  createdAt: timestamp,
  publishedAt: timestamp.optional(),
  producer: z.string(),
  rows: z.number().int(),
  figures: z.record(z.string(), z.number()),
  refusal: z.string().optional(),
  runId: z.string().optional(),
});
export const modelsReply = z
  .object({
    models: z.array(
      z.object({
        name: z.string(),
        active: z.string().optional(),
        previous: z.string().optional(),
        versions: z.array(modelVersion),
      }),
    ),
  })
  .meta({ id: 'Models' });
export const activationReply = z
  .object({ name: z.string(), version: z.string(), previous: z.string().optional() })
  .meta({ id: 'Activation' });
/** A version too old for a pointer flip is published again from S3 by this run. */
export const republishReply = z
  .object({ name: z.string(), version: z.string(), runId: id })
  .meta({ id: 'Republication' });

/** POST /archive/uploads: as many presigned URLs as there are parts. */
export const uploadsBody = z.strictObject({ parts: z.number().int().min(1).max(1000) });
export const uploadsReply = z
  .object({
    importId: id,
    expiresAt: timestamp,
    uploads: z.array(z.object({ part: z.number().int(), url: z.string() })),
  })
  .meta({ id: 'Uploads' });
