/**
 * DynamoDB tables: their keys, and who makes them up. Every table has a string partition key; those with
 * several rows a subject have a string sort key too. Rows with `expiresAt` (seconds) have a time to live.
 */
export const TABLES = {
  /**
   * pk = ActorKey (`u#id`, `c#id`); sk = profile | recent | links | cookies | listed | purchases#YYYY-MM | seen#week (counted down,
   * adapters/dynamodb/actor-seen.ts: last of all, and the newest first, so that one Query ends before old weeks); only `seen` expires
   */
  actors: { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' },
  /** pk = itemId */
  items: { partitionKey: 'pk' },
  /** pk = `m#model`, sk = pointer | version#…; pk = `r#model#key`, sk = row; pk = `m#`: the models' names */
  models: { partitionKey: 'pk', sortKey: 'sk' },
  /** pk = `job#job`, sk = lease | run#runId | step#runId#…; rows go after 90 days */
  runs: { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' },
  /** pk = head, sk = head: which versions hold; pk = `document#kind/name`, sk = `version#row` */
  registry: { partitionKey: 'pk', sortKey: 'sk' },
  /** pk = random id of a feed's state (FeedStore); rows go a day after */
  feeds: { partitionKey: 'pk', timeToLive: 'expiresAt' },
  /** pk = `key#sha256(api key)` or `secret#name` */
  keys: { partitionKey: 'pk' },
} as const;
export type TableName = keyof typeof TABLES;
