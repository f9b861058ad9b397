import { Metrics } from '@aws-lambda-powertools/metrics';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { ROUTES } from '../../../../../contract/api/routes.ts';
import { ENVIRONMENT } from '../../../../../contract/environment.ts';
import type { FunctionName } from '../../../../../contract/functions.ts';
import type { Scope } from '../../../../../domain/events/event.ts';
import { admin } from '../../../../../functions/provider/admin.ts';
import { catalogue } from '../../../../../functions/provider/catalogue.ts';
import { collect } from '../../../../../functions/provider/collect.ts';
import { recommend } from '../../../../../functions/provider/recommend.ts';
import { system } from '../../../../../functions/provider/system.ts';
import { users } from '../../../../../functions/provider/users.ts';
import { apiContext, type Operations } from '../../../../../functions/runtime/api.ts';
import { httpFunction } from '../../../../../functions/runtime/http.ts';
import { logger } from '../../../../../functions/runtime/logger.ts';
import { memoryPorts, type SearchEngine } from '../../../../support/memory-ports.ts';

logger.setLogLevel('SILENT');
Metrics.prototype.publishStoredMetrics = function publishNothing() {
  this.clearMetrics();
  return this;
};
process.env[ENVIRONMENT.archiveDays] = '90';

const OPERATIONS: Partial<Record<FunctionName, Operations>> = {
  'provider/admin': admin,
  'provider/catalogue': catalogue,
  'provider/collect': collect,
  'provider/recommend': recommend,
  'provider/system': system,
  'provider/users': users,
};

export const NOW = Date.parse('2026-11-23T09:00:00.000Z');
export const at = (milliseconds: number): string => new Date(NOW + milliseconds).toISOString();
export const MINUTE = 60_000;
export const DAY = 86_400_000;

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
}
export interface Asking {
  readonly key?: string | null;
  readonly body?: unknown;
  /** Sent as it is, instead of the body. */
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** The whole HTTP API over memory ports, with a clock that the test moves. Keys: the scopes' names. */
export function testApi(engine: SearchEngine = {}) {
  const ports = memoryPorts(engine);
  for (const scope of ['browser', 'server', 'admin'] as Scope[]) ports.keys.issue(`${scope}-key`, scope);
  const time = { now: NOW };
  let dice = 0;
  const random = (bytes: number) => {
    const made = Buffer.alloc(bytes);
    made.writeUIntBE(++dice, 0, Math.min(6, bytes));
    return made;
  };
  const context = apiContext(ports, { clock: () => time.now, random });
  const handlers = new Map(
    Object.entries(OPERATIONS).map(([name, operations]) => [
      name,
      httpFunction(name as FunctionName, operations, context),
    ]),
  );
  const ask = async (method: string, url: string, asking: Asking = {}): Promise<Answer> => {
    const event = eventOf(method, url, asking);
    const route = ROUTES.find((known) => `${known.method} ${known.path}` === event.routeKey);
    const handler = handlers.get(route?.function ?? 'provider/system')!;
    const { statusCode, headers, body } = await handler(event, {} as Context);
    return { status: statusCode, headers: { ...headers }, body: body === '' ? undefined : JSON.parse(body) };
  };
  const as =
    (scope: Scope) => (method: string, url: string, body?: unknown, headers?: Record<string, string>) =>
      ask(method, url, { key: `${scope}-key`, body, ...(headers && { headers }) });
  return { ports, time, ask, server: as('server'), browser: as('browser'), admin: as('admin') };
}
export type TestApi = ReturnType<typeof testApi>;

/** The event as API Gateway sends it: payload format 2.0. */
function eventOf(method: string, url: string, { key = null, body, raw, headers }: Asking) {
  const [path = '', search = ''] = url.split('?');
  const { template, params } = match(method, path);
  const query = Object.fromEntries(new URLSearchParams(search));
  const given = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    version: '2.0',
    routeKey: template ? `${method} ${template}` : '$default',
    rawPath: path,
    rawQueryString: search,
    headers: { 'content-type': 'application/json', ...(key !== null && { 'x-api-key': key }), ...headers },
    requestContext: { requestId: 'test-request', http: { method } },
    ...(Object.keys(query).length > 0 && { queryStringParameters: query }),
    ...(template && { pathParameters: params }),
    body: Buffer.isBuffer(given) ? given.toString('base64') : given,
    isBase64Encoded: Buffer.isBuffer(given),
  } as unknown as APIGatewayProxyEventV2;
}

function match(method: string, path: string): { template?: string; params: Record<string, string> } {
  const parts = path.split('/');
  const fitting = ROUTES.filter((route) => route.method === method && fits(route.path.split('/'), parts));
  const [best] = fitting.sort((a, b) => a.path.split('{').length - b.path.split('{').length);
  if (!best) return { params: {} };
  const named = best.path
    .split('/')
    .flatMap((part, index): [string, string][] =>
      part.startsWith('{') ? [[part.slice(1, -1), decodeURIComponent(parts[index]!)]] : [],
    );
  return { template: best.path, params: Object.fromEntries(named) };
}

const fits = (template: readonly string[], parts: readonly string[]): boolean =>
  template.length === parts.length &&
  template.every((part, index) => (part.startsWith('{') ? parts[index] !== '' : part === parts[index]));
