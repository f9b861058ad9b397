import {
  type ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { isNamed } from '../errors.ts';
import { number, type Row, type Table } from './rows.ts';

/** A row that rivals may write: every write is conditional on the revision it was decided on. */
export const revisionOf = (row: Row | undefined): number => Number(row?.revision?.N ?? 0);

export type PutOutcome =
  | { readonly written: true; readonly row: Row }
  /** What stands there instead, when the store says so (DynamoDB does, dynalite does not). */
  | { readonly written: false; readonly row: Row | undefined };

/** Puts a row under the next revision if it still is at `revision` (0: not there). */
export async function putIfUnchanged(table: Table, row: Row, revision: number): Promise<PutOutcome> {
  const next = { ...row, revision: number(revision + 1) };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: next,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...unchangedSince(revision),
      }),
    );
    return { written: true, row: next };
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
    return { written: false, row: (error as ConditionalCheckFailedException).Item };
  }
}

/** A consistent read of one row. */
export async function getRow(table: Table, key: Row): Promise<Row | undefined> {
  const command = new GetItemCommand({ TableName: table.name, Key: key, ConsistentRead: true });
  return (await table.client.send(command)).Item;
}

function unchangedSince(revision: number) {
  if (revision === 0) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: 'revision = :revision',
    ExpressionAttributeValues: { ':revision': number(revision) },
  };
}
