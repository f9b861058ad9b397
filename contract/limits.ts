/** Limits of the services we stand on and of our own API, in one place. Bytes unless the name says otherwise. */
const KIB = 1024;
const MIB = 1024 * KIB;

export const SERVICE_LIMITS = {
  lambdaPayload: 6 * MIB,
  stateMachineState: 256 * KIB,
  dynamoItem: 400 * KIB,
  batchGetKeys: 100,
  batchWriteItems: 25,
  kinesisRecord: 1 * MIB,
  kinesisPutRecords: 500,
  kinesisPutBytes: 5 * MIB,
  lambdaSeconds: 900,
  httpSeconds: 30,
} as const;

export const API_LIMITS = {
  eventsPerRequest: 500,
  eventsBody: 1 * MIB,
  itemsPerRequest: 500,
  /** Below Lambda's 6 MB with room for the envelope around it. */
  body: 5 * MIB,
  excludedItems: 1000,
  rankedItems: 1000,
  limit: 100,
  defaultLimit: 20,
  idLength: 128,
  eventProperties: 20,
  futureMinutes: 5,
} as const;

export const REGISTRY_LIMITS = {
  document: 64 * KIB,
  /** Changes of one request. */
  changes: 1000,
  /** Viewers of one preview: two pages each. */
  previewedViewers: 20,
  /** UTF-16 units: it stands in the head beside each document (domain/registry/commit.ts). */
  author: 48,
  note: 512,
} as const;

export const ACTOR_LIMITS = {
  /**
   * Newest actions kept in a timeline's hot row: so many views, clicks and searches, and so many of the others.
   * ~150 bytes each before compression, read whole for every page.
   */
  recentActions: 300,
  links: 1000,
  cookies: 50,
  /**
   * What was seen, a filter a week (domain/seen): 5 weeks answer for up to 28 days. A question about 14 days asks 14 times: at
   * 0.1 % an item never seen counts as seen on one day 1.4 times in 100. 100,000 items seen in a week are far more than anybody looks at.
   */
  seen: {
    weeks: 5,
    falsePositives: 0.001,
    keys: 100_000,
    bytes: SERVICE_LIMITS.dynamoItem - 8 * KIB,
  },
} as const;

/** Memory of the largest functions: the most that a new account may have. What a batch step refuses follows from it. */
export const LARGEST_FUNCTION_MB = 3008;
