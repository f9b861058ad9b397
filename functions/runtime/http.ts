import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type Route, routeKey } from '../../contract/api/route.ts';
import { ROUTES } from '../../contract/api/routes.ts';
import type { FunctionName } from '../../contract/functions.ts';
import { SERVICE_LIMITS } from '../../contract/limits.ts';
import type { Scope } from '../../domain/events/event.ts';
import type { ApiContext, ApiReply, ApiRequest, Operation, Operations } from './api.ts';
import { keyHash } from './keys.ts';
import { logger } from './logger.ts';
import { publishMetrics } from './metrics.ts';
import { clip, type HttpReply, internalProblem, Problem, problemReply, unavailable } from './problems.ts';
import { readInput } from './request-input.ts';

/** The event while it passes through the stack: each layer adds what it found. */
type Passing = APIGatewayProxyEventV2 & {
  startedAt?: number;
  route?: Route;
  scope?: Scope | undefined;
  keyId?: string;
  request?: ApiRequest;
};
type Layer = MiddlewareObj<Passing, HttpReply>;

/**
 * A function behind the HTTP API: the shared stack (log line, problems, route, key and scope, size and
 * schema) around its operations. Every operation of its routes must be given.
 */
export function httpFunction(name: FunctionName, operations: Operations, context: ApiContext) {
  const routes = routesOf(name, operations);
  return middy<Passing, HttpReply>()
    .use(accessLog(context))
    .use(problems())
    .use(routing(routes))
    .use(keys(context))
    .use(input(context))
    .handler(async (event: Passing): Promise<HttpReply> => {
      const operation = operations[event.route!.operationId] as unknown as Operation;
      return reply(await operation(event.request!, context));
    });
}

function routesOf(name: FunctionName, operations: Operations): Map<string, Route> {
  const routes = ROUTES.filter((route) => route.function === name);
  const missing = routes.filter(({ operationId }) => !Object.hasOwn(operations, operationId));
  if (missing.length > 0)
    throw new Error(`${name} lacks operations: ${missing.map(({ operationId }) => operationId).join(', ')}`);
  return new Map(routes.map((route) => [routeKey(route), route]));
}

/** One line a request, whatever became of it; metrics leave with it. */
function accessLog({ clock }: ApiContext): Layer {
  const end: Layer['after'] = ({ event, response, context }) => {
    logger.info('request', {
      requestId: requestIdOf(event, context),
      method: event.requestContext?.http?.method,
      route: event.route?.path ?? clip(event.rawPath ?? ''),
      status: response?.statusCode,
      ms: clock() - (event.startedAt ?? clock()),
      scope: event.scope,
    });
    publishMetrics();
  };
  return {
    before: ({ event }) => {
      event.startedAt = clock();
    },
    after: end,
    onError: end,
  };
}

/** Errors become problems; what nobody foresaw is logged with its stack and answered without it. */
function problems(): Layer {
  return {
    onError: (passing) => {
      const requestId = requestIdOf(passing.event, passing.context);
      const problem = passing.error instanceof Problem ? passing.error : internalProblem(passing.error);
      if (problem.status >= 500)
        logger.error('request failed', { requestId, code: problem.code, error: passing.error as Error });
      passing.response = problemReply(problem, requestId);
    },
  };
}

/** `$default` and whatever no route is: 404 in the same form. */
function routing(routes: ReadonlyMap<string, Route>): Layer {
  return {
    before: ({ event }) => {
      const route = routes.get(event.routeKey);
      if (route) event.route = route;
      else throw unknownRoute(event);
    },
  };
}

function unknownRoute(event: Passing): Problem {
  const got = clip(`${event.requestContext?.http?.method} ${event.rawPath}`);
  return new Problem(404, 'unknown-route', `no such route: ${got}; GET /v1/openapi.json lists them`);
}

function keys({ scopeOf }: ApiContext): Layer {
  return {
    before: async ({ event }) => {
      const { scopes } = event.route!;
      if (scopes === 'public') return;
      const key = event.headers?.['x-api-key'];
      const scope = await scopeOfKey(key, scopeOf);
      event.scope = scope;
      event.keyId = keyHash(key!).slice(0, KEY_ID);
      if (scopes.includes(scope)) return;
      const detail = `this needs a key of scope ${scopes.join(' or ')}, got one of scope ${scope}`;
      throw new Problem(403, 'forbidden', detail);
    },
  };
}

/** Enough hexadecimal digits to tell a shop's keys apart. */
const KEY_ID = 8;

async function scopeOfKey(key: string | undefined, scopeOf: ApiContext['scopeOf']): Promise<Scope> {
  if (!key) throw unauthorized('header x-api-key is missing');
  const scope = await scopeOf(key).catch((cause) => {
    throw unavailable('store', cause);
  });
  if (!scope) throw unauthorized('header x-api-key holds an unknown key');
  return scope;
}

const unauthorized = (detail: string): Problem =>
  new Problem(401, 'unauthorized', detail, { headers: { 'www-authenticate': 'ApiKey' } });

function input({ clock }: ApiContext): Layer {
  return {
    before: ({ event, context }) => {
      const route = event.route!;
      event.request = {
        route,
        requestId: requestIdOf(event, context),
        now: clock(),
        scope: event.scope,
        userToken: event.headers?.['x-user-token'],
        keyId: event.keyId,
        ifMatch: event.headers?.['if-match'],
        ifNoneMatch: event.headers?.['if-none-match'],
        ...readInput(route, event),
      };
    },
  };
}

function reply({ status, body, headers }: ApiReply): HttpReply {
  if (body === undefined) return { statusCode: status, headers: { ...headers }, body: '' };
  const text = JSON.stringify(body);
  if (sizeOfResult(text) > SERVICE_LIMITS.lambdaPayload - ENVELOPE)
    throw new Problem(400, 'answer-too-large', 'the answer would be larger than 6 MB; ask for less');
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: text,
  };
}

const ENVELOPE = 16 * 1024;

/** Lambda's 6 MB hold the whole result as JSON, in which our body is a string: its quotes are escaped. */
const sizeOfResult = (text: string): number =>
  text.length < 1_000_000 ? text.length : Buffer.byteLength(JSON.stringify(text));

const requestIdOf = (event: APIGatewayProxyEventV2, context: Context | undefined): string =>
  event.requestContext?.requestId ?? context?.awsRequestId ?? 'unknown';
