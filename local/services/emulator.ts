import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { close, LOOPBACK, listen } from '../ports.ts';

export interface Answer {
  status: number;
  headers: Record<string, string | number | string[]>;
  body: Buffer;
}

/** Looks at a request before the emulator does; answers it itself by giving something back. */
export type Intercept = (
  target: string,
  body: Buffer,
  pass: (body: Buffer) => Promise<Answer>,
) => Promise<Answer> | undefined;

const SIGNED =
  'AWS4-HMAC-SHA256 Credential=local/20260101/local/local/aws4_request, SignedHeaders=host, Signature=local';

/**
 * A service emulator behind a server of our own, so that it can be stopped and started again without losing its
 * state, looked into, and called without a socket.
 */
export class Emulator {
  private readonly handler: RequestListener;
  private readonly version: string;
  private readonly intercepted: readonly string[];
  private readonly intercept: Intercept | undefined;
  private server: Server | undefined;
  private port = 0;

  /** `intercepted` are the operations that `intercept` wants to see, others pass untouched. */
  constructor(
    handler: RequestListener,
    version = '',
    intercepted: readonly string[] = [],
    intercept?: Intercept,
  ) {
    this.handler = handler;
    this.version = version;
    this.intercepted = intercepted;
    this.intercept = intercept;
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  get running(): boolean {
    return this.server !== undefined;
  }

  async start(): Promise<void> {
    if (this.server !== undefined) return;
    const server = createServer((req, res) => this.serve(req, res));
    server.keepAliveTimeout = 30_000;
    this.port = await listen(server, this.port);
    this.server = server;
  }

  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server !== undefined) await close(server);
  }

  /** An AWS JSON call from inside. */
  async call<T>(operation: string, input: unknown): Promise<T> {
    if (!this.running) throw new Error(`the service is stopped: ${this.version}.${operation}`);
    const headers = {
      'x-amz-target': `${this.version}.${operation}`,
      'content-type': this.version.startsWith('Kinesis')
        ? 'application/x-amz-json-1.1'
        : 'application/x-amz-json-1.0',
      authorization: SIGNED,
      'x-amz-date': '20260101T000000Z',
    };
    const answer = await replay(
      this.handler,
      { method: 'POST', url: '/', headers },
      Buffer.from(JSON.stringify(input)),
    );
    const body = answer.body.length === 0 ? {} : JSON.parse(answer.body.toString());
    if (answer.status === 200) return body as T;
    const name =
      String(body.__type ?? 'InternalFailure')
        .split('#')
        .pop() ?? '';
    throw Object.assign(new Error(`${operation}: ${body.message ?? body.Message ?? name}`), { name });
  }

  private serve(req: IncomingMessage, res: ServerResponse): void {
    const target = String(req.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    if (this.intercept === undefined || !this.intercepted.includes(target)) this.handler(req, res);
    else this.look(target, req, res);
  }

  private look(target: string, req: IncomingMessage, res: ServerResponse): void {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('error', () => res.destroy());
    req.on('end', () => {
      const body = Buffer.concat(chunks);
      const pass = (changed: Buffer) => replay(this.handler, req, changed);
      const answer = this.intercept?.(target, body, pass) ?? pass(body);
      answer.then(
        (one) => send(res, one),
        () => res.destroy(),
      );
    });
  }
}

function send(res: ServerResponse, answer: Answer): void {
  for (const [name, value] of Object.entries(answer.headers)) res.setHeader(name, value);
  res.setHeader('content-length', answer.body.length);
  res.statusCode = answer.status;
  res.end(answer.body);
}

export function jsonAnswer(status: number, body: unknown, version = '1.1'): Answer {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: Buffer.from(JSON.stringify(body)),
  };
}

type Head = { method?: string | undefined; url?: string | undefined; headers: IncomingMessage['headers'] };

/** Gives a request to a handler without a socket, and collects the answer. */
function replay(handler: RequestListener, { method, url, headers }: Head, body: Buffer): Promise<Answer> {
  return new Promise((resolve) => {
    const request = Object.assign(Readable.from([body]), { method, url, headers });
    const answer: Answer = { status: 200, headers: {}, body: Buffer.alloc(0) };
    const response = {
      get statusCode() {
        return answer.status;
      },
      set statusCode(status: number) {
        answer.status = status;
      },
      setHeader(name: string, value: string | number | string[]) {
        answer.headers[name.toLowerCase()] = value;
      },
      end(data?: string | Buffer) {
        answer.body = data === undefined || data === null ? Buffer.alloc(0) : Buffer.from(data as Buffer);
        resolve(answer);
      },
    };
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  });
}
