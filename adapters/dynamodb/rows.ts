import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  paginateQuery,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { SERVICE_LIMITS } from '../../contract/limits.ts';
import { AdapterError, isNamed } from '../errors.ts';
import { backOff, chunks, mapBounded } from '../retry.ts';

export type Row = Record<string, AttributeValue>;

/** Where rows lie: what every helper here needs. */
export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

/** 10 tries with back-off up to 1 s: about 5 s of throttling are waited out. */
const TRIES = 10;
/** A throttled write waits longer, for a partition that splits or a table that grows: some 8 s in all, 15 at most. */
const WRITE_BASE_MS = 50;
const WRITE_CAP_MS = 3000;
const THROTTLED = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'];
/** Calls of one batch in flight. */
const AT_ONCE = 8;

export class ThrottledError extends AdapterError {
  constructor(table: string, left: number) {
    super('store-throttled', `table ${table} left ${left} keys unprocessed after ${TRIES} tries`);
  }
}

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const bytes = (value: Uint8Array): AttributeValue => ({ B: value });

/** A row's members as JSON in one attribute: any key, also `__proto__`, and every number's bits survive. */
export const json = (value: unknown): AttributeValue => ({ S: JSON.stringify(value) });
export const parseJson = <T>(attribute: AttributeValue | undefined): T | undefined =>
  attribute?.S === undefined ? undefined : (JSON.parse(attribute.S) as T);

/** The rows of a query, over its pages, until there are `atMost`. */
export async function queryRows(
  table: Table,
  query: Omit<QueryCommandInput, 'TableName'>,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of paginateQuery({ client: table.client }, { TableName: table.name, ...query })) {
    rows.push(...(page.Items ?? []));
    if (rows.length >= atMost) return rows.slice(0, atMost);
  }
  return rows;
}

/** Rows by their keys (each key once), 100 a call, with what was left unprocessed asked again. */
export async function getRows(
  table: Table,
  keys: readonly Row[],
  options: { readonly consistent: boolean },
): Promise<Row[]> {
  const parts = chunks(keys, SERVICE_LIMITS.batchGetKeys);
  const rows = await mapBounded(parts, AT_ONCE, (part) => getPart(table, part, options.consistent));
  return rows.flat();
}

async function getPart(table: Table, keys: Row[], consistent: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  let left = keys;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === TRIES) throw new ThrottledError(table.name, left.length);
    if (attempt > 0) await backOff(attempt);
    const request = { [table.name]: { Keys: left, ConsistentRead: consistent } };
    const reply = await table.client.send(new BatchGetItemCommand({ RequestItems: request }));
    rows.push(...(reply.Responses?.[table.name] ?? []));
    left = reply.UnprocessedKeys?.[table.name]?.Keys ?? [];
  }
  return rows;
}

/** Writes or deletes, 25 a call, with what was left unprocessed sent again. Answers the write units. */
export async function writeRows(table: Table, requests: readonly WriteRequest[]): Promise<number> {
  const parts = chunks(requests, SERVICE_LIMITS.batchWriteItems);
  const units = await mapBounded(parts, AT_ONCE, (part) => writePart(table, part));
  return units.reduce((sum, part) => sum + part, 0);
}

async function writePart(table: Table, requests: WriteRequest[]): Promise<number> {
  let units = 0;
  let left = requests;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt === TRIES) throw new ThrottledError(table.name, left.length);
    if (attempt > 0) await backOff(attempt, WRITE_BASE_MS, WRITE_CAP_MS);
    const { used, unprocessed } = await tryWrite(table, left);
    units += used;
    left = unprocessed;
  }
  return units;
}

/** DynamoDB answers what it did not take, but throws when it took nothing: both mean to come again later. */
async function tryWrite({ client, name }: Table, requests: WriteRequest[]) {
  const command = { RequestItems: { [name]: requests }, ReturnConsumedCapacity: 'TOTAL' as const };
  try {
    const reply = await client.send(new BatchWriteItemCommand(command));
    const capacities = reply.ConsumedCapacity ?? [];
    const used = capacities.reduce((sum, { CapacityUnits }) => sum + (CapacityUnits ?? 0), 0);
    return { used, unprocessed: reply.UnprocessedItems?.[name] ?? [] };
  } catch (error) {
    if (!isNamed(error, ...THROTTLED)) throw error;
    return { used: 0, unprocessed: requests };
  }
}
