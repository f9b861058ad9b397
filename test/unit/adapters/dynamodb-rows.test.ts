import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { getRows, type Row, text, writeRows } from '../../../adapters/dynamodb/rows.ts';
import { fakeClient, sdkError } from './fake-client.ts';

const key = (n: number): Row => ({ pk: text(`k${n}`) });
const keys = [...Array(150).keys()].map(key);
interface Get {
  readonly RequestItems: { readonly t: { readonly Keys: readonly Row[] } };
}
interface Write {
  readonly RequestItems: { readonly t: readonly unknown[] };
}

describe('reading rows in batches', () => {
  it('asks again for keys that were left unprocessed', async () => {
    const { client, sent } = fakeClient<DynamoDBClient>(({ RequestItems }: Get, call) => {
      const { Keys } = RequestItems.t;
      const [answered, left] = call === 1 ? [Keys.slice(0, 60), Keys.slice(60)] : [Keys, []];
      return { Responses: { t: answered }, UnprocessedKeys: left.length > 0 ? { t: { Keys: left } } : {} };
    });
    const rows = await getRows({ client, name: 't' }, keys, { consistent: true });
    expect(new Set(rows.map(({ pk }) => pk!.S)).size).toBe(150);
    expect(sent).toHaveLength(3);
    expect(sent.every((input) => (input as Get).RequestItems.t.Keys.length <= 100)).toBe(true);
  });

  it('gives up in words when keys stay unprocessed', { timeout: 30_000 }, async () => {
    const { client } = fakeClient<DynamoDBClient>(({ RequestItems }: Get) => ({
      UnprocessedKeys: RequestItems,
    }));
    await expect(
      getRows({ client, name: 't' }, keys.slice(0, 3), { consistent: false }),
    ).rejects.toMatchObject({
      code: 'store-throttled',
      message: 'table t left 3 keys unprocessed after 10 tries',
    });
  });

  it('asks nothing for no keys', async () => {
    const { client, sent } = fakeClient<DynamoDBClient>(() => ({}));
    expect(await getRows({ client, name: 't' }, [], { consistent: true })).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe('writing rows in batches', () => {
  it('sends again what was left unprocessed, and adds up the write units', async () => {
    const { client, sent } = fakeClient<DynamoDBClient>(({ RequestItems }: Write, call) => ({
      UnprocessedItems: call === 1 ? { t: RequestItems.t.slice(20) } : {},
      ConsumedCapacity: [{ CapacityUnits: 4 }],
    }));
    const requests = keys.slice(0, 30).map((row) => ({ PutRequest: { Item: row } }));
    expect(await writeRows({ client, name: 't' }, requests)).toBe(12);
    expect((sent as Write[]).map(({ RequestItems }) => RequestItems.t.length).sort()).toEqual([25, 5, 5]);
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'sends all of it again after %s',
    async (name) => {
      const { client, sent } = fakeClient<DynamoDBClient>((_: Write, call) => {
        if (call <= 2) throw sdkError(name);
        return { ConsumedCapacity: [{ CapacityUnits: 4 }] };
      });
      const requests = keys.slice(0, 3).map((row) => ({ PutRequest: { Item: row } }));
      expect(await writeRows({ client, name: 't' }, requests)).toBe(4);
      expect((sent as Write[]).map(({ RequestItems }) => RequestItems.t.length)).toEqual([3, 3, 3]);
    },
  );

  it('does not try again what can never do', async () => {
    const { client, sent } = fakeClient<DynamoDBClient>(() => {
      throw sdkError('ValidationException', 'item too large');
    });
    const requests = [{ DeleteRequest: { Key: key(1) } }];
    await expect(writeRows({ client, name: 't' }, requests)).rejects.toThrow('item too large');
    expect(sent).toHaveLength(1);
  });

  it('gives up in words when rows stay unprocessed', { timeout: 30_000 }, async () => {
    const { client } = fakeClient<DynamoDBClient>(({ RequestItems }: Write) => ({
      UnprocessedItems: RequestItems,
    }));
    const requests = [{ DeleteRequest: { Key: key(1) } }];
    await expect(writeRows({ client, name: 't' }, requests)).rejects.toMatchObject({
      code: 'store-throttled',
    });
  });
});
