import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { messageOf } from '../errors.ts';
import { LambdaServiceError } from '../lambda/errors.ts';
import { close, LOOPBACK, listen } from '../ports.ts';
import type { World } from '../world.ts';
import { invokeFunction } from './lambda-api.ts';
import { type Operation, ServiceError } from './operation.ts';
import { parameterOperations, secretOperations } from './parameter-api.ts';
import { sfnOperations } from './sfn-api.ts';

/** A body may be as large as an invocation, in base64 and with its envelope. */
const LARGEST = 16 * 1024 * 1024;

/** One server for every AWS service of which functions need few operations: Step Functions, Lambda, parameters. */
export class ControlServer {
  private readonly server: Server;
  private readonly services: Record<string, Record<string, Operation>>;
  private readonly world: World;
  private port = 0;

  constructor(world: World) {
    this.world = world;
    this.services = {
      AWSStepFunctions: sfnOperations(world),
      AmazonSSM: parameterOperations(world),
      secretsmanager: secretOperations(world),
    };
    this.server = createServer((req, res) => {
      this.serve(req, res).catch((error: unknown) => fail(res, error));
    });
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  async start(): Promise<void> {
    this.port = await listen(this.server);
  }

  stop(): Promise<void> {
    return close(this.server);
  }

  private async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await read(req);
    const invocation = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(req.url ?? '');
    if (invocation !== null && req.method === 'POST') {
      return invokeFunction(this.world, decodeURIComponent(invocation[1] ?? ''), req, res, body);
    }
    const target = String(req.headers['x-amz-target'] ?? '');
    const [service = '', operation = ''] = target.split('.');
    const run = this.services[service]?.[operation];
    if (run === undefined) {
      throw new ServiceError(
        'UnknownOperationException',
        `${target || `${req.method} ${req.url}`} is not implemented on the laptop`,
        501,
      );
    }
    const output = await run(body === '' ? {} : JSON.parse(body));
    res.setHeader('content-type', req.headers['content-type'] ?? 'application/x-amz-json-1.0');
    res.end(JSON.stringify(output ?? {}));
  }
}

function fail(res: ServerResponse, error: unknown): void {
  const name = error instanceof Error ? error.name : 'InternalFailure';
  const status =
    error instanceof ServiceError || error instanceof LambdaServiceError
      ? error.status
      : name === 'Error' || name === 'TypeError'
        ? 500
        : 400;
  res.statusCode = status;
  res.setHeader('content-type', 'application/x-amz-json-1.0');
  res.setHeader('x-amzn-errortype', name);
  res.end(
    JSON.stringify({ __type: name, message: messageOf(error), Message: messageOf(error), Type: 'User' }),
  );
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST)
      throw new ServiceError('RequestTooLargeException', `the request is larger than ${LARGEST} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
