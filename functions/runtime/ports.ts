import { dynamoActors } from '../../adapters/dynamodb/actors.ts';
import { dynamoFeeds } from '../../adapters/dynamodb/feeds.ts';
import { dynamoItems } from '../../adapters/dynamodb/items.ts';
import { dynamoKeys } from '../../adapters/dynamodb/keys.ts';
import { dynamoModels } from '../../adapters/dynamodb/models.ts';
import { dynamoRegistry } from '../../adapters/dynamodb/registry.ts';
import { dynamoRuns } from '../../adapters/dynamodb/runs.ts';
import { kinesisStream } from '../../adapters/kinesis/stream.ts';
import { openSearchEngine } from '../../adapters/opensearch/client.ts';
import { openSearchCluster } from '../../adapters/opensearch/cluster.ts';
import { openSearchIndex } from '../../adapters/opensearch/index.ts';
import { openSearchItems } from '../../adapters/opensearch/search.ts';
import { s3Objects } from '../../adapters/s3/objects.ts';
import { stepFunctionsWorkflows } from '../../adapters/stepfunctions/workflows.ts';
import { type EnvironmentName, readEnvironment, readOptional } from '../../contract/environment.ts';
import type {
  ActorStore,
  FeedStore,
  IngestStream,
  ItemIndex,
  ItemSearch,
  ItemStore,
  KeyStore,
  ModelStore,
  ObjectStore,
  RegistryStore,
  RunStore,
  SearchCluster,
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
  readonly feeds: FeedStore;
  readonly registry: RegistryStore;
  readonly workflows: Workflows;
  readonly stream: IngestStream;
  readonly archive: ObjectStore;
  readonly artefacts: ObjectStore;
  /** These three are undefined in a stage with `search: none`, and in functions that have no access to it. */
  readonly search: ItemSearch | undefined;
  readonly index: ItemIndex | undefined;
  readonly cluster: SearchCluster | undefined;
}

/** One engine, and its connections, for all that ask it. */
const engine = once(() => openSearchEngine(readEnvironment('searchEndpoint')));
const shape = () => JSON.parse(readEnvironment('searchIndex'));

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
  feeds: once(() => dynamoFeeds(readEnvironment('feedsTable'))),
  registry: once(() => dynamoRegistry(readEnvironment('registryTable'))),
  workflows: once(() => stepFunctionsWorkflows(JSON.parse(readEnvironment('stateMachines')))),
  stream: once(() => kinesisStream(readEnvironment('ingestStream'))),
  archive: once(() => s3Objects(readEnvironment('archiveBucket'))),
  artefacts: once(() => s3Objects(readEnvironment('artefactsBucket'))),
  search: once(() => where('searchEndpoint', () => openSearchItems(engine()))),
  index: once(() => where('searchEndpoint', () => openSearchIndex(engine(), shape()))),
  cluster: once(() => where('searchDomain', () => openSearchCluster(readEnvironment('searchDomain')))),
};

/** The same as plain properties, made when first read: what a shell hands to its function. */
export const stores: Stores = Object.defineProperties(
  {} as Stores,
  Object.fromEntries(Object.entries(ports).map(([name, make]) => [name, { get: make, enumerable: true }])),
);

/** What a stage may be without: made where its variable is set. */
function where<T>(variable: EnvironmentName, make: () => T): T | undefined {
  return readOptional(variable) === undefined ? undefined : make();
}

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
