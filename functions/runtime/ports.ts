import { dynamoActors } from '../../adapters/dynamodb/actors.ts';
import { dynamoItems } from '../../adapters/dynamodb/items.ts';
import { dynamoKeys } from '../../adapters/dynamodb/keys.ts';
import { dynamoModels } from '../../adapters/dynamodb/models.ts';
import { dynamoRuns } from '../../adapters/dynamodb/runs.ts';
import { kinesisStream } from '../../adapters/kinesis/stream.ts';
import { s3Objects } from '../../adapters/s3/objects.ts';
import { stepFunctionsWorkflows } from '../../adapters/stepfunctions/workflows.ts';
import { readEnvironment } from '../../contract/environment.ts';
import type {
  ActorStore,
  IngestStream,
  ItemStore,
  KeyStore,
  ModelStore,
  ObjectStore,
  RunStore,
  Workflows,
} from '../../domain/ports.ts';
import { logger } from './logger.ts';

/** What a function may ask of the world. Functions take `Pick<Stores, …>`; tests pass memoryPorts(). */
export interface Stores {
  readonly actors: ActorStore;
  readonly items: ItemStore;
  readonly models: ModelStore;
  readonly runs: RunStore;
  readonly keys: KeyStore;
  readonly workflows: Workflows;
  readonly stream: IngestStream;
  readonly archive: ObjectStore;
  readonly artefacts: ObjectStore;
}

/**
 * The composition root: each port is made when first asked for, once a process, so that a function needs
 * only the environment variables of what it uses. @throws MissingEnvironmentError naming the variable
 */
export const ports: { readonly [Name in keyof Stores]: () => Stores[Name] } = {
  actors: once(() => dynamoActors(readEnvironment('actorsTable'), { onDropped: warnOfDropped })),
  items: once(() => dynamoItems(readEnvironment('itemsTable'))),
  models: once(() => dynamoModels(readEnvironment('modelsTable'))),
  runs: once(() => dynamoRuns(readEnvironment('runsTable'))),
  keys: once(() => dynamoKeys(readEnvironment('keysTable'))),
  workflows: once(() => stepFunctionsWorkflows(JSON.parse(readEnvironment('stateMachines')))),
  stream: once(() => kinesisStream(readEnvironment('ingestStream'))),
  archive: once(() => s3Objects(readEnvironment('archiveBucket'))),
  artefacts: once(() => s3Objects(readEnvironment('artefactsBucket'))),
};

/** The same as plain properties, made when first read: what a shell hands to its function. */
export const stores: Stores = Object.defineProperties(
  {} as Stores,
  Object.fromEntries(Object.entries(ports).map(([name, make]) => [name, { get: make, enumerable: true }])),
);

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function warnOfDropped(drop: { readonly actor: string; readonly row: string; readonly actions: number }) {
  logger.warn('the oldest actions of a row were dropped, for the row would pass what DynamoDB holds', drop);
}
