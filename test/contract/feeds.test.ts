import { afterAll, beforeAll } from 'vitest';
import { dynamoFeeds } from '../../adapters/dynamodb/feeds.ts';
import { memoryFeeds } from '../support/memory/feeds.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { feedStoreSuite } from './feeds.suite.ts';

const memory = memoryFeeds();
feedStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
feedStoreSuite('DynamoDB (dynalite)', () => dynamoFeeds('feeds', dynamo.client));
