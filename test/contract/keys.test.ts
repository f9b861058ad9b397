import { afterAll, beforeAll } from 'vitest';
import { dynamoKeys } from '../../adapters/dynamodb/keys.ts';
import { memoryKeys } from '../support/memory/keys.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { keyStoreSuite } from './keys.suite.ts';

const memory = memoryKeys();
keyStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
keyStoreSuite('DynamoDB (dynalite)', () => dynamoKeys('keys', dynamo.client));
