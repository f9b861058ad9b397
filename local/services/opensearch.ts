import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { request as secureRequest } from 'node:https';
import { messageOf } from '../errors.ts';
import { serveSearch } from '../opensearch/api.ts';
import { SearchEngine } from '../opensearch/engine.ts';
import { Emulator } from './emulator.ts';

/** What tests make of the engine: slow, or refusing; `share` of the requests (all unless told otherwise). */
export interface SearchFault {
  /** Answered with instead of an answer. */
  readonly status?: number;
  readonly delayMs?: number;
  /** In (0, 1]. */
  readonly share?: number;
}

const CONTROL = /^\/2021-01-01\/opensearch\/domain\/([^/]+)(\/health)?$/;
/** Of a request through us: they say who asked us, not whom we ask. */
const OWN_HEADERS = /^(host|connection|authorization|x-amz-.*)$/;

/**
 * OpenSearch Service: the control plane, as far as its SDK is asked about domains, and the engine behind it: the
 * embedded one, or one that runs elsewhere.
 */
export class OpenSearchService {
  readonly emulator: Emulator;
  /** Requests to the engine meet it; undefined: they do not. */
  fault: SearchFault | undefined;
  private readonly domains = new Map<string, string>();
  private readonly directory: string | undefined;
  private readonly upstream: URL | undefined;
  private engine: SearchEngine | undefined;
  private dice = 1;

  /** `upstream` is the address of the engine that answers instead of the embedded one. */
  constructor(directory: string | undefined, upstream: string | undefined) {
    this.directory = directory;
    this.upstream = upstream === undefined ? undefined : new URL(upstream);
    this.emulator = new Emulator((req, res) => {
      this.serve(req, res).catch((error: unknown) => unreachable(res, error));
    });
  }

  get hasDomains(): boolean {
    return this.domains.size > 0;
  }

  createDomain(name: string, arn: string): void {
    this.domains.set(name, arn);
  }

  /** Host and port at which a domain answers. */
  get endpoint(): string {
    return new URL(this.emulator.url).host;
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    this.engine?.close();
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/2021-01-01/')) return this.control(path, req, res);
    if (await this.meetsFault(res)) return;
    if (this.upstream !== undefined) return pass(this.upstream, req, res);
    this.engine ??= new SearchEngine(this.directory);
    return serveSearch(this.engine, req, res);
  }

  private async meetsFault(res: ServerResponse): Promise<boolean> {
    const { fault } = this;
    // Every so many, evenly: a test wants the same run twice.
    // Not every n-th: who sends n requests a time would meet it always or never.
    this.dice = (Math.imul(this.dice, 1664525) + 1013904223) >>> 0;
    const meets = this.dice / 2 ** 32 < (fault?.share ?? 1);
    if (fault === undefined || !meets) return false;
    if (fault.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
    if (fault.status === undefined) return false;
    const error = { type: 'fault', reason: `a fault of the test: ${fault.status}` };
    answer(res, fault.status, { error, status: fault.status });
    return true;
  }

  private async control(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [, name = '', health] = CONTROL.exec(path) ?? [];
    const arn = this.domains.get(name);
    if (req.method !== 'GET' || name === '') {
      const message = `${req.method} ${path} is not implemented on the laptop`;
      return answer(res, 501, { message }, 'UnknownOperationException');
    }
    if (arn === undefined)
      return answer(res, 409, { message: `Domain not found: ${name}` }, 'ResourceNotFoundException');
    return answer(res, 200, health === undefined ? this.domain(name, arn) : HEALTH);
  }

  private domain(name: string, arn: string) {
    const status = {
      DomainId: `${arn.split(':')[4]}/${name}`,
      DomainName: name,
      ARN: arn,
      Created: true,
      Deleted: false,
      Processing: false,
      Endpoint: this.endpoint,
      EngineVersion: 'OpenSearch_2.19',
      ClusterConfig: {},
    };
    return { DomainStatus: status };
  }
}

const HEALTH = {
  DomainState: 'Active',
  ClusterHealth: 'Green',
  DataNodeCount: '1',
  WarmNodeCount: '0',
  ActiveAvailabilityZoneCount: '1',
  DedicatedMaster: false,
  TotalUnAssignedShards: '0',
};

function answer(res: ServerResponse, status: number, body: object, errorType?: string): void {
  res.statusCode = status;
  res.setHeader('content-type', 'application/json');
  if (errorType !== undefined) res.setHeader('x-amzn-errortype', errorType);
  res.end(JSON.stringify(body));
}

function unreachable(res: ServerResponse, error: unknown): void {
  if (res.headersSent) res.destroy();
  else answer(res, 502, { error: { type: 'unreachable', reason: messageOf(error) }, status: 502 });
}

/** Hands a request to another server, and its answer back. */
function pass(upstream: URL, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const target = new URL(upstream);
  const { username, password, pathname } = target;
  const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => !OWN_HEADERS.test(name)));
  const options = {
    method: req.method,
    path: pathname.replace(/\/$/, '') + (req.url ?? '/'),
    headers,
    ...(username !== '' && { auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` }),
  };
  return new Promise((resolve, reject) => {
    const send = target.protocol === 'https:' ? secureRequest : request;
    const outgoing = send(target, options, (incoming) => {
      res.writeHead(incoming.statusCode ?? 502, incoming.headers);
      incoming.pipe(res);
      incoming.once('error', reject).once('end', resolve);
    });
    outgoing.once('error', reject);
    res.once('close', () => res.writableFinished || outgoing.destroy());
    req.pipe(outgoing);
  });
}
