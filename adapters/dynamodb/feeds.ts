import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { FeedStore } from '../../domain/ports.ts';
import { dynamoClient } from './client.ts';
import { getRow } from './conditional.ts';
import { bytes, number, text } from './rows.ts';

/** States of long feeds, a row each: `expiresAt` in seconds for the table's time to live, `until` to the millisecond. */
export function dynamoFeeds(name: string, client = dynamoClient()): FeedStore {
  const table = { client, name };
  return {
    async put(id, state, expiresAt) {
      const expiry = { until: number(expiresAt), expiresAt: number(Math.ceil(expiresAt / 1000)) };
      const row = { pk: text(id), state: bytes(state), ...expiry };
      await client.send(new PutItemCommand({ TableName: name, Item: row }));
    },
    async read(id, now) {
      const row = await getRow(table, { pk: text(id) });
      // The table lets go of expired rows within days only.
      if (!row || now >= Number(row.until!.N)) return undefined;
      return Uint8Array.from(row.state!.B!);
    },
  };
}
