import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RouteMatch } from './routes.ts';

export interface ApiNames {
  readonly apiId: string;
  readonly account: string;
  readonly stage: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** An event of payload format 2.0. */
export function toRequestEvent(
  req: IncomingMessage,
  body: Buffer,
  { route, parameters }: RouteMatch<unknown>,
  names: ApiNames,
) {
  const [path = '/', query = ''] = splitOnce(req.url ?? '/', '?');
  const headers = joinHeaders(req);
  const now = new Date();
  const binary = !isText(headers['content-type'] ?? '');
  const cookies = req.headers.cookie?.split(/;\s*/);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: query,
    ...(cookies !== undefined && { cookies }),
    headers,
    ...(query !== '' && { queryStringParameters: joinQuery(query) }),
    requestContext: {
      accountId: names.account,
      apiId: names.apiId,
      domainName: req.headers.host ?? '',
      domainPrefix: names.apiId,
      http: {
        method: req.method,
        path,
        protocol: `HTTP/${req.httpVersion}`,
        sourceIp: req.socket.remoteAddress ?? '127.0.0.1',
        userAgent: req.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: names.stage,
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    ...(body.length > 0 && { body: body.toString(binary ? 'base64' : 'utf8') }),
    isBase64Encoded: binary && body.length > 0,
  };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Lower-case names, several values joined by commas; cookies have a field of their own. */
function joinHeaders(req: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(req.headersDistinct)) {
    if (name !== 'cookie' && values !== undefined) headers[name] = values.join(',');
  }
  return headers;
}

function joinQuery(query: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

function isText(type: string): boolean {
  const media = type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (media === '' || media.startsWith('text/')) return true;
  return /^application\/(.*\+)?(json|xml|javascript)$/.test(media);
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}

/**
 * Reads what a function answered: an object with a statusCode, or anything else, which is the body of a 200.
 * Undefined when it is not an answer at all.
 */
export function toReply(payload: string): Reply | undefined {
  const value: unknown = JSON.parse(payload);
  if (typeof value !== 'object' || value === null || !('statusCode' in value)) return inferred(value);
  const { statusCode, headers, cookies, body, isBase64Encoded } = value as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  if (body !== undefined && body !== null && typeof body !== 'string') return undefined;
  const own = Object.entries((headers ?? {}) as Record<string, unknown>).map(([name, one]) => [
    name.toLowerCase(),
    String(one),
  ]);
  return {
    status,
    headers: { 'content-type': 'text/plain;charset=utf-8', ...Object.fromEntries(own) },
    cookies: Array.isArray(cookies) ? cookies.map(String) : [],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function inferred(value: unknown): Reply {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    cookies: [],
    body: Buffer.from(text),
  };
}
