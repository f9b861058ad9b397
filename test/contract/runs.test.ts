import { afterAll, beforeAll } from 'vitest';
import { dynamoRuns } from '../../adapters/dynamodb/runs.ts';
import { memoryRuns } from '../support/memory/runs.ts';
import { startDynamo } from './emulators/dynamo.ts';
import { runStoreSuite } from './runs.suite.ts';

const memory = memoryRuns();
runStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
runStoreSuite('DynamoDB (dynalite)', () => dynamoRuns('runs', { client: dynamo.client }));
