import { afterAll, beforeAll } from 'vitest';
import { dynamoRegistry } from '../../adapters/dynamodb/registry.ts';
import { memoryRegistry } from '../support/memory/registry.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { registryStoreSuite } from './registry.suite.ts';

const memory = memoryRegistry();
registryStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
registryStoreSuite('DynamoDB (dynalite)', () => dynamoRegistry('registry', dynamo.client));
