import { afterAll, beforeAll } from 'vitest';
import { dynamoModels } from '../../adapters/dynamodb/models.ts';
import { memoryModels } from '../support/memory/models.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { modelStoreSuite } from './models.suite.ts';

const memory = memoryModels();
modelStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
modelStoreSuite('DynamoDB (dynalite)', () => dynamoModels('models', dynamo.client));
