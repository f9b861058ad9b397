import { afterAll, beforeAll } from 'vitest';
import { dynamoItems } from '../../adapters/dynamodb/items.ts';
import { memoryItems } from '../support/memory/items.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { itemStoreSuite } from './items.suite.ts';

const memory = memoryItems();
itemStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
itemStoreSuite('DynamoDB (dynalite)', () => dynamoItems('items', dynamo.client));
