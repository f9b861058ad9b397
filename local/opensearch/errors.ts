import type { JsonObject } from '../deploy/json.ts';

/** An error in OpenSearch's words: `status` is the HTTP status, `type` and `reason` what its answers carry. */
export class SearchError extends Error {
  readonly status: number;
  readonly type: string;
  /** Further fields of the error, as OpenSearch gives them for this type. */
  readonly more: JsonObject;
  constructor(status: number, type: string, reason: string, more: JsonObject = {}) {
    super(reason);
    this.name = 'SearchError';
    this.status = status;
    this.type = type;
    this.more = more;
  }

  /** The error alone, as bulk items carry it. */
  get body(): JsonObject {
    return { type: this.type, reason: this.message, ...this.more };
  }
}

/** An error that OpenSearch meets while a shard executes a query: it comes wrapped. */
export class ShardError extends SearchError {}

/** What OpenSearch has and this subset has not; named, so that nobody looks for the mistake elsewhere. */
export const unsupported = (what: string): SearchError =>
  new SearchError(
    400,
    'unsupported_operation_exception',
    `the embedded OpenSearch does not support ${what}; a real one does (local/README.md says what is here)`,
  );

export const invalid = (reason: string): SearchError =>
  new SearchError(400, 'illegal_argument_exception', reason);

export const badQuery = (reason: string): SearchError => new SearchError(400, 'parsing_exception', reason);

/** @param cause what was wrong with the value, as OpenSearch nests it */
export const badDocument = (reason: string, cause?: { type: string; reason: string }): SearchError =>
  new SearchError(
    400,
    'mapper_parsing_exception',
    reason,
    cause === undefined ? {} : { caused_by: { ...cause } },
  );

export const noIndex = (index: string, why = ''): SearchError =>
  new SearchError(404, 'index_not_found_exception', `no such index [${index}]${why}`, {
    index,
    'resource.id': index,
    'resource.type': 'index_or_alias',
    index_uuid: '_na_',
  });

/** The body of an answer that is an error. */
export function errorBody(error: SearchError): JsonObject {
  const { body, status } = error;
  if (!(error instanceof ShardError)) return { error: { root_cause: [body], ...body }, status };
  const failed = { shard: 0, node: 'embedded', reason: body };
  const wrapped = {
    root_cause: [body],
    type: 'search_phase_execution_exception',
    reason: 'all shards failed',
    phase: 'query',
    grouped: true,
    failed_shards: [failed],
  };
  return { error: wrapped, status };
}
