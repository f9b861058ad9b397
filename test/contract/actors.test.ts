import { afterAll, beforeAll } from 'vitest';
import { dynamoActors } from '../../adapters/dynamodb/actors.ts';
import { memoryActors } from '../support/memory/actors.ts';
import { actorStoreSuite, SUITE_NOW } from './actors.suite.ts';
import { startDynamo } from './emulators/dynamo.ts';

const clock = () => SUITE_NOW;
const memory = memoryActors(clock);
actorStoreSuite('memory', () => memory);

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo.stop());
actorStoreSuite('DynamoDB (dynalite)', () => dynamoActors('actors', { client: dynamo.client, clock }));
