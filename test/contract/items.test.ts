import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoItems } from '../../adapters/dynamodb/items.ts';
import { memoryItems } from '../support/memory/items.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { itemStoreSuite } from './items.suite.ts';
import { at, fresh, item } from './samples.ts';

const memory = memoryItems();
itemStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
itemStoreSuite('DynamoDB (dynalite)', () => dynamoItems('items', dynamo.client));

it('reads an item that was written before titles had signatures, and signs it with its next write', async () => {
  const itemId = fresh('item');
  const items = dynamoItems('items', dynamo.client);
  const old = item(itemId, { updatedAt: at(1) });
  const row = { pk: { S: itemId }, body: { S: JSON.stringify(old) }, revision: { N: '1' } };
  await dynamo.client.send(new PutItemCommand({ TableName: 'items', Item: row }));
  expect((await items.read([itemId])).get(itemId)).toStrictEqual(old);
  await items.patch(itemId, { price: 3 }, Date.parse(at(2)));
  expect((await items.read([itemId])).get(itemId)).toMatchObject({
    price: 3,
    titleSignature: expect.any(String),
  });
});
