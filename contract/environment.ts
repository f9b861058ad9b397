/** Environment variables of the functions: the constructs set them, runtime/ reads them. */
export const ENVIRONMENT = {
  stage: 'JANGTEO_STAGE',
  actorsTable: 'JANGTEO_ACTORS_TABLE',
  itemsTable: 'JANGTEO_ITEMS_TABLE',
  modelsTable: 'JANGTEO_MODELS_TABLE',
  runsTable: 'JANGTEO_RUNS_TABLE',
  keysTable: 'JANGTEO_KEYS_TABLE',
  feedsTable: 'JANGTEO_FEEDS_TABLE',
  registryTable: 'JANGTEO_REGISTRY_TABLE',
  /** Host of the search domain; absent with `search: none`. AWS_ENDPOINT_URL_OPENSEARCH wins over it. */
  searchEndpoint: 'JANGTEO_SEARCH_ENDPOINT',
  /** Name of the search domain, for the control plane. */
  searchDomain: 'JANGTEO_SEARCH_DOMAIN',
  /** JSON {shards, replicas} of a new index. */
  searchIndex: 'JANGTEO_SEARCH_INDEX',
  archiveBucket: 'JANGTEO_ARCHIVE_BUCKET',
  artefactsBucket: 'JANGTEO_ARTEFACTS_BUCKET',
  ingestStream: 'JANGTEO_INGEST_STREAM',
  /** JSON object: job name → state machine ARN. */
  stateMachines: 'JANGTEO_STATE_MACHINES',
  /** Days that archived events are kept: the date of a deleted user's last trace follows from it. */
  archiveDays: 'JANGTEO_ARCHIVE_DAYS',
} as const;
export type EnvironmentName = keyof typeof ENVIRONMENT;

export class MissingEnvironmentError extends Error {
  readonly code = 'missing-environment';
  constructor(variable: string) {
    super(`environment variable ${variable} is not set; the construct that makes this function must set it`);
  }
}

/** The value of a variable by its contract name. @throws MissingEnvironmentError naming the variable */
export function readEnvironment(name: EnvironmentName): string {
  const value = process.env[ENVIRONMENT[name]];
  if (value === undefined || value === '') throw new MissingEnvironmentError(ENVIRONMENT[name]);
  return value;
}

/** The same for a variable that a stage may leave out. */
export const readOptional = (name: EnvironmentName): string | undefined =>
  process.env[ENVIRONMENT[name]] || undefined;
