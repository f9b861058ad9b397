import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { LambdaServiceError } from '../lambda/errors.ts';
import type { Functions } from '../lambda/functions.ts';
import { LIMITS } from '../limits.ts';
import type { Log } from '../logs.ts';
import { close, LOOPBACK, listen } from '../ports.ts';
import { type Cors, corsHeaders, preflightHeaders } from './cors.ts';
import { type Reply, toReply, toRequestEvent } from './payload.ts';
import { type Route, RouteTable } from './routes.ts';
import { type Throttling, TokenBucket } from './throttle.ts';

export interface Integration {
  readonly functionName: string;
  readonly timeoutMs: number;
}

export interface StageSettings {
  readonly name: string;
  readonly defaults: Throttling | undefined;
  readonly routes: Readonly<Record<string, Throttling>>;
}

const jsonReply = (status: number, message: string): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message })),
});

/** One HTTP API on a port of its own. It listens from the start, and serves once its routes are known. */
export class HttpApi {
  readonly id: string;
  private readonly functions: Functions;
  private readonly account: string;
  private readonly log: Log;
  private readonly server: Server;
  private port = 0;
  private table: RouteTable<Integration> | undefined;
  private readonly buckets = new Map<string, TokenBucket>();
  cors: Cors | undefined;
  stage: StageSettings | undefined;
  readonly routes: Route<Integration>[] = [];

  constructor(id: string, functions: Functions, account: string, log: Log) {
    this.id = id;
    this.functions = functions;
    this.account = account;
    this.log = log;
    this.server = createServer({ maxHeaderSize: 4 * LIMITS.http.headers }, (req, res) =>
      this.receive(req, res),
    );
    this.server.keepAliveTimeout = 60_000;
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  async listen(port: number): Promise<void> {
    this.port = await listen(this.server, port);
  }

  /** Call after the last route was added. */
  ready(): void {
    this.table = new RouteTable(this.routes);
  }

  /** Takes no more requests; those that wait for an answer still get it. */
  drain(): void {
    this.server.close();
    this.server.closeIdleConnections();
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return close(this.server);
  }

  private receive(req: IncomingMessage, res: ServerResponse): void {
    this.answer(req)
      .catch((error: unknown) => {
        this.tell(`${req.method} ${req.url}: ${error instanceof Error ? error.message : error}`);
        return jsonReply(500, 'Internal Server Error');
      })
      .then((reply) => this.send(req, res, reply));
  }

  private async answer(req: IncomingMessage): Promise<Reply> {
    if (headerSize(req) > LIMITS.http.headers) return jsonReply(431, 'Request Header Fields Too Large');
    if (this.table === undefined) return jsonReply(503, 'Service Unavailable');
    const preflight = this.preflight(req);
    if (preflight !== undefined) return preflight;
    const body = await readBody(req);
    if (body === undefined) return jsonReply(413, 'Request Entity Too Large');
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    const match = this.stage === undefined ? undefined : this.table.match(req.method ?? 'GET', path);
    if (match === undefined) return jsonReply(404, 'Not Found');
    if (!this.admits(match.route.key)) return jsonReply(429, 'Too Many Requests');
    const names = { apiId: this.id, account: this.account, stage: this.stage?.name ?? '$default' };
    return this.integrate(match.route.target, JSON.stringify(toRequestEvent(req, body, match, names)));
  }

  private preflight(req: IncomingMessage): Reply | undefined {
    const { origin, 'access-control-request-method': method } = req.headers;
    if (this.cors === undefined || req.method !== 'OPTIONS' || origin === undefined || method === undefined)
      return undefined;
    return {
      status: 204,
      headers: preflightHeaders(this.cors, origin, method),
      cookies: [],
      body: Buffer.alloc(0),
    };
  }

  private admits(routeKey: string): boolean {
    const limits = this.stage?.routes[routeKey] ?? this.stage?.defaults;
    if (limits === undefined) return true;
    const bucket = this.buckets.get(routeKey) ?? new TokenBucket(limits);
    this.buckets.set(routeKey, bucket);
    return bucket.take();
  }

  private async integrate({ functionName, timeoutMs }: Integration, event: string): Promise<Reply> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Reply>((resolve) => {
      timer = setTimeout(() => resolve(jsonReply(503, 'Service Unavailable')), timeoutMs);
    });
    const invoked = this.invoke(functionName, event);
    try {
      return await Promise.race([invoked, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async invoke(functionName: string, event: string): Promise<Reply> {
    try {
      const invoked = await this.functions.invoke(functionName, event);
      const reply = invoked.functionError === undefined ? toReply(invoked.payload) : undefined;
      if (reply !== undefined) return reply;
      this.tell(`${functionName} gave no valid answer: ${invoked.payload.slice(0, 500)}`);
    } catch (error) {
      if (!(error instanceof LambdaServiceError)) throw error;
      this.tell(`${functionName}: ${error.message}`);
      if (error.status === 429) return jsonReply(503, 'Service Unavailable');
      if (error.status === 413) return jsonReply(413, 'Request Entity Too Large');
    }
    return jsonReply(500, 'Internal Server Error');
  }

  private send(req: IncomingMessage, res: ServerResponse, { status, headers, cookies, body }: Reply): void {
    if (res.destroyed) return;
    const { origin } = req.headers;
    const own =
      this.cors === undefined
        ? Object.entries(headers)
        : Object.entries(headers).filter(
            ([name]) => req.method === 'OPTIONS' || !name.startsWith('access-control-'),
          );
    const shared =
      this.cors === undefined || origin === undefined || req.method === 'OPTIONS'
        ? {}
        : corsHeaders(this.cors, origin);
    res.statusCode = status;
    for (const [name, value] of [...own, ...Object.entries(shared)]) setHeader(res, name, value);
    if (cookies.length > 0) res.setHeader('set-cookie', cookies);
    const empty = status === 204 || status === 304;
    if (empty) res.removeHeader('content-type');
    else res.setHeader('content-length', body.length);
    // what was not read of a body that is too large must not be taken for the next request
    if (!req.complete) res.setHeader('connection', 'close');
    res.end(req.method === 'HEAD' || empty ? undefined : body);
  }

  private tell(text: string): void {
    this.log({ time: new Date(), source: 'api', level: 'ERROR', text });
  }
}

function setHeader(res: ServerResponse, name: string, value: string): void {
  if (['content-length', 'transfer-encoding', 'connection'].includes(name)) return;
  const before = name === 'vary' ? res.getHeader(name) : undefined;
  try {
    res.setHeader(name, before === undefined ? value : `${before}, ${value}`);
  } catch {
    // a header that HTTP does not allow is dropped, as API Gateway does
  }
}

function headerSize(req: IncomingMessage): number {
  const line = `${req.method} ${req.url} HTTP/1.1\r\n`.length;
  return req.rawHeaders.reduce((size, part) => size + Buffer.byteLength(part) + 2, line);
}

/** The whole body; undefined when it is too large. */
function readBody(req: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    if (Number(req.headers['content-length'] ?? 0) > LIMITS.http.body) {
      req.resume();
      return resolve(undefined);
    }
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > LIMITS.http.body) resolve(undefined);
      else chunks.push(chunk);
    });
    req.on('end', () => resolve(Buffer.concat(chunks)));
    req.on('error', reject);
  });
}
