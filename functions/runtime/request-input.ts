import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { z } from 'zod';
import type { Route } from '../../contract/api/route.ts';
import { API_LIMITS } from '../../contract/limits.ts';
import { invalid, Problem, preview } from './problems.ts';

export interface RequestInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Path, query and body as the route's schemas read them. @throws Problem 400, 413 or 415 */
export function readInput(route: Route, event: APIGatewayProxyEventV2): RequestInput {
  return {
    params: route.params ? check(route.params, decodedPath(event), 'invalid-parameter') : {},
    query: readQuery(route, event),
    body: readBody(route, event),
  };
}

function check(schema: z.ZodType, input: unknown, code: string): unknown {
  const read = schema.safeParse(input);
  if (!read.success) throw invalid(code, read.error, input);
  return read.data;
}

/** API Gateway decodes path parameters; one that still holds a percent sign was not, since no id has one. */
function decodedPath(event: APIGatewayProxyEventV2): Record<string, unknown> {
  const entries = Object.entries(event.pathParameters ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, decode(value ?? '')]));
}

function decode(value: string): string {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function readQuery(route: Route, event: APIGatewayProxyEventV2): unknown {
  const given = { ...event.queryStringParameters };
  if (route.query) return check(route.query, given, 'invalid-query');
  const [unknown] = Object.keys(given);
  if (unknown === undefined) return {};
  const field = { field: unknown, message: 'unknown field', got: preview(given[unknown]) };
  throw new Problem(400, 'invalid-query', `${unknown}: unknown field, got ${field.got}`, { errors: [field] });
}

function readBody(route: Route, event: APIGatewayProxyEventV2): unknown {
  if (route.method === 'GET' || route.method === 'DELETE') return undefined;
  const bytes = bodyBytes(event);
  const limit = route.maxBodyBytes ?? API_LIMITS.body;
  if (bytes.length > limit)
    throw new Problem(413, 'body-too-large', `body: must be at most ${limit} bytes, got ${bytes.length}`);
  if (bytes.length === 0 && (route.bodyOptional || !route.body)) return {};
  checkMediaType(event);
  const body = parseJson(bytes);
  if (route.body) return check(route.body, body, 'invalid-body');
  if (isEmptyObject(body)) return {};
  throw new Problem(400, 'invalid-body', `body: must be empty, got ${preview(body)}`);
}

const bodyBytes = (event: APIGatewayProxyEventV2): Buffer =>
  Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');

/** Browsers' sendBeacon can send only text/plain without a preflight, so that counts as JSON too. */
const JSON_TYPE = /^(application\/([\w.+-]+\+)?json|text\/plain)\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

function checkMediaType(event: APIGatewayProxyEventV2): void {
  const encoding = event.headers?.['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw unsupported(`content-encoding: must be identity, got ${preview(encoding)}`);
  const type = event.headers?.['content-type'] ?? 'application/json';
  if (!JSON_TYPE.test(type.trim()))
    throw unsupported(`content-type: must be application/json in UTF-8, got ${preview(type)}`);
}

const unsupported = (detail: string) => new Problem(415, 'unsupported-media-type', detail);

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new Problem(400, 'invalid-json', 'body: must be JSON, got nothing');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const got = preview(bytes.subarray(0, 200).toString('utf8'));
    throw new Problem(400, 'invalid-json', `body: must be JSON in UTF-8, got ${got}`, { cause });
  }
}

const isEmptyObject = (value: unknown): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
