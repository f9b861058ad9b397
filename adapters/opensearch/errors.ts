import { ResponseError, TimeoutError } from '@opensearch-project/opensearch/lib/errors.js';
import type { SearchFailure, SearchFailureKind } from '../../domain/ports.ts';
import { AdapterError } from '../errors.ts';

/**
 * What the engine did not do, and of which kind that is. The words name what was asked and the engine's reason,
 * never an address: they may reach a run's record or a log that others read.
 */
export class SearchFailed extends AdapterError implements SearchFailure {
  declare readonly code: 'search-failed';
  readonly kind: SearchFailureKind;
  constructor(kind: SearchFailureKind, asked: string, reason: string) {
    super('search-failed', `${asked} failed (${kind}): ${reason}`);
    this.kind = kind;
  }
}

/** The engine's own error: `error` of a reply, or of one document of a bulk. */
export interface EngineError {
  readonly type?: string | undefined;
  readonly reason?: string | undefined;
  readonly root_cause?: readonly EngineError[] | undefined;
}

/** A failure of the client's as ours. @param asked what was asked, e.g. `a search` */
export function searchFailed(asked: string, error: unknown): SearchFailed {
  if (error instanceof SearchFailed) return error;
  if (error instanceof TimeoutError) return new SearchFailed('timeout', asked, 'no answer in time');
  if (!(error instanceof ResponseError))
    return new SearchFailed('unreachable', asked, `no connection, ${nameOf(error)}`);
  const status = error.statusCode ?? 500;
  const engineError = engineErrorOf(error.body);
  return new SearchFailed(kindOf(status, engineError), asked, inWords(status, engineError));
}

/** The system's code, or else the class: messages of connections name hosts. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  return /\b(?:E[A-Z]{4,}|socket hang up)\b/.exec(error.message)?.[0] ?? error.name;
}

/** Which kind of failure a status and the engine's error are. */
export function kindOf(status: number, { type, root_cause, reason }: EngineError): SearchFailureKind {
  const types = [type, ...(root_cause ?? []).map((cause) => cause.type)];
  if (types.includes('cluster_block_exception') || status === 401 || status === 403) return 'blocked';
  if (types.includes('index_not_found_exception') || status === 404) return 'missing-index';
  if (status === 429 || status === 503) return 'throttled';
  const ranOut = [reason, ...(root_cause ?? []).map((cause) => cause.reason)].includes('Time exceeded');
  if (status === 408 || status === 504 || ranOut) return 'timeout';
  return status >= 500 ? 'unreachable' : 'invalid';
}

export function inWords(status: number, { type, root_cause, reason }: EngineError): string {
  const [cause] = root_cause ?? [];
  const words = [cause?.type ?? type, cause?.reason ?? reason].filter(Boolean).join(': ');
  return words ? `${status} ${words}` : `status ${status}`;
}

/** IAM's refusals and proxies' pages have no engine error. */
function engineErrorOf(body: unknown): EngineError {
  const error = (body as { error?: EngineError | string } | null | undefined)?.error;
  return typeof error === 'string' ? { reason: error } : (error ?? {});
}
