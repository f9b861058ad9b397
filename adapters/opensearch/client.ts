import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Transport } from '@opensearch-project/opensearch';
import { AwsSigv4Signer } from '@opensearch-project/opensearch/aws-v3';
import { ConnectionError } from '@opensearch-project/opensearch/lib/errors.js';
import { ConnectionPool } from '@opensearch-project/opensearch/lib/pool/index.js';
import { SearchFailed, searchFailed } from './errors.ts';

/** Requests of one process at once: a page asks a handful, a bulk load one; more than that only queues. */
const SOCKETS = 32;
/** Every request has a budget of its own, shorter than this. */
const LONGEST_MS = 60_000;
/** The SDKs' variable for where a service is. */
const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL_OPENSEARCH';

/** One request to the engine, over HTTP as it is. */
export interface EngineRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** For messages: `a search`. */
  readonly asked: string;
  /** The request is given up, and its connection closed, after that. */
  readonly budgetMs: number;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly body?: object | undefined;
  /** Lines of a bulk, as they are sent. */
  readonly lines?: string | undefined;
  /** Statuses that are answers and no failures. */
  readonly expected?: readonly number[] | undefined;
}
export interface EngineReply<Body> {
  readonly status: number;
  readonly body: Body;
}

/** The engine behind its HTTP API; every request is signed. Nothing is retried, but see below. */
export interface Engine {
  /** @throws SearchFailed */
  send<Body>(request: EngineRequest): Promise<EngineReply<Body>>;
  close(): Promise<void>;
}

/**
 * The transport of OpenSearch's client alone: its 600 methods would be 230 KB of every bundle.
 * @param endpoint the domain's host; AWS_ENDPOINT_URL_OPENSEARCH, with its scheme, wins over it
 */
export function openSearchEngine(endpoint: string): Engine {
  const signer = AwsSigv4Signer({ region: process.env.AWS_REGION ?? '', service: 'es' });
  const connectionPool = new ConnectionPool({
    Connection: tellingOfReuse(signer.Connection),
    agent: { keepAlive: true, maxSockets: SOCKETS, maxFreeSockets: SOCKETS },
    // The one node there is stays the one that is asked, and nobody pings it.
    resurrectStrategy: 'none',
    emit,
  });
  connectionPool.addConnection(process.env[ENDPOINT_VARIABLE] ?? `https://${endpoint}`);
  const transport = new signer.Transport({
    connectionPool,
    serializer,
    maxRetries: 0,
    requestTimeout: LONGEST_MS,
    sniffEndpoint: '',
    emit,
  });
  return {
    send: (request) => send(transport, request),
    close: () => new Promise((resolve) => connectionPool.empty(resolve)),
  };
}

/** Bodies are made and lines joined before they come here. */
const serializer = {
  serialize: JSON.stringify,
  deserialize: (text: string) => JSON.parse(text),
  ndserialize: (lines: string[]) => lines.join(''),
  qserialize: (query: Record<string, string> = {}) => new URLSearchParams(query).toString(),
};
/** Nobody listens to the client's events. */
const emit = () => false;

async function send<Body>(transport: Transport, request: EngineRequest): Promise<EngineReply<Body>> {
  const until = performance.now() + request.budgetMs;
  try {
    return await once<Body>(transport, request, request.budgetMs);
  } catch (error) {
    // A kept connection that was closed while we slept: the engine never saw the request, so this is no retry.
    const leftMs = until - performance.now();
    if (!closedBefore.has(error as object) || leftMs < 1) throw searchFailed(request.asked, error);
    return await once<Body>(transport, request, leftMs).catch((again) => {
      throw searchFailed(request.asked, again);
    });
  }
}

async function once<Body>(
  transport: Transport,
  request: EngineRequest,
  ms: number,
): Promise<EngineReply<Body>> {
  const { method, path, query, body, lines, expected } = request;
  const sent = transport.request(
    {
      method,
      path,
      ...(query && { querystring: query }),
      ...(body && { body: JSON.stringify(body) }),
      ...(lines !== undefined && { bulkBody: lines }),
    },
    { requestTimeout: Math.ceil(ms), ...(expected && { ignore: [...expected] }) },
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new SearchFailed('timeout', request.asked, `no answer within ${request.budgetMs} ms`));
      sent.abort();
    }, ms);
  });
  try {
    const { statusCode, body: answer } = await Promise.race([sent, late]);
    return { status: statusCode ?? 0, body: answer as Body };
  } finally {
    clearTimeout(timer);
  }
}

/** Errors of requests that went into a connection which its other end had closed. */
const closedBefore = new WeakSet<object>();

type Connection = ReturnType<typeof AwsSigv4Signer>['Connection'];
type Answer = (error: Error | null, response: IncomingMessage | null) => void;

/** The client's connection, which also notes when a kept socket turned out to be closed. */
function tellingOfReuse(Signed: Connection): Connection {
  return class extends Signed {
    override request(params: never, callback: Answer): ClientRequest {
      const request: ClientRequest = super.request(params, ((error: Error | null, response) => {
        if (error instanceof ConnectionError && request.reusedSocket) closedBefore.add(error);
        callback(error, response);
      }) as Answer as never);
      return request;
    }
  };
}
