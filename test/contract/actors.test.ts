import { afterAll, beforeAll } from 'vitest';
import { dynamoActors } from '../../adapters/dynamodb/actors.ts';
import { memoryActors } from '../support/memory/actors.ts';
import { actorStoreSuite } from './actors.suite.ts';
import { startDynamo } from './emulators/dynamo.ts';

const memory = memoryActors();
actorStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
actorStoreSuite('DynamoDB (dynalite)', () => dynamoActors('actors', { client: dynamo.client }));
