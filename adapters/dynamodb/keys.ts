import { randomBytes } from 'node:crypto';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { KeyStore, StoredKey } from '../../domain/ports.ts';
import { isNamed } from '../errors.ts';
import { dynamoClient } from './client.ts';
import { bytes, json, parseJson, type Row, type Table, text } from './rows.ts';

const SECRET_BYTES = 32;

/** API keys (by hash) and signing secrets. */
export function dynamoKeys(name: string, client = dynamoClient()): KeyStore {
  const table = { client, name };
  return {
    async read(hash) {
      return parseJson<StoredKey>((await get(table, `key#${hash}`))?.key);
    },
    async put(hash, key) {
      const row = { pk: text(`key#${hash}`), key: json(key) };
      await client.send(new PutItemCommand({ TableName: name, Item: row }));
    },
    async secret(secretName) {
      const pk = `secret#${secretName}`;
      const secret = (await get(table, pk)) ?? (await makeSecret(table, pk)) ?? (await get(table, pk));
      return Uint8Array.from(secret!.secret!.B!);
    },
  };
}

async function get(table: Table, pk: string): Promise<Row | undefined> {
  const key = { TableName: table.name, Key: { pk: text(pk) }, ConsistentRead: true };
  return (await table.client.send(new GetItemCommand(key))).Item;
}

/** The row made, or undefined when another process made it first. */
async function makeSecret(table: Table, pk: string): Promise<Row | undefined> {
  const row = { pk: text(pk), secret: bytes(randomBytes(SECRET_BYTES)) };
  const condition = 'attribute_not_exists(pk)';
  const command = new PutItemCommand({ TableName: table.name, Item: row, ConditionExpression: condition });
  try {
    await table.client.send(command);
    return row;
  } catch (error) {
    if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
    throw error;
  }
}
