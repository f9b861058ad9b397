import { randomUUID } from 'node:crypto';
import { messageOf } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Log } from '../logs.ts';
import type { Queue } from '../queues.ts';
import type { FunctionSpec } from './environment.ts';
import { type Invoked, noSuchFunction, tooLarge } from './errors.ts';
import { Pool, type PoolOptions } from './pool.ts';

export interface AsyncConfig {
  readonly retries: number;
  readonly maxAgeSeconds: number;
  readonly onFailure?: Queue | undefined;
  readonly onSuccess?: Queue | undefined;
}

const DEFAULT_ASYNC: AsyncConfig = { retries: 2, maxAgeSeconds: 6 * 3600 };
/** Lambda waits one minute before the first retry of an asynchronous invocation, then two; the laptop, seconds. */
const RETRY_MS = 1_000;

/** All functions by physical name: the Lambda service. */
export class Functions {
  private readonly pools = new Map<string, Pool>();
  private readonly asyncConfigs = new Map<string, AsyncConfig>();
  private readonly pending = new Set<Promise<void>>();
  private readonly options: PoolOptions;
  private readonly log: Log;
  private stopped = false;

  constructor(options: PoolOptions) {
    this.options = options;
    this.log = options.log;
  }

  add(spec: FunctionSpec): void {
    this.pools.set(spec.name, new Pool(spec, this.options));
  }

  configureAsync(name: string, config: AsyncConfig): void {
    this.asyncConfigs.set(name, config);
  }

  all(): Pool[] {
    return [...this.pools.values()];
  }

  /** By name, by ARN, with or without version or alias (there is one version of everything). */
  find(nameOrArn: string): Pool {
    const name = nameOrArn.startsWith('arn:')
      ? (nameOrArn.split(':')[6] ?? '')
      : (nameOrArn.split(':')[0] ?? '');
    const pool = this.pools.get(name);
    if (pool === undefined) throw noSuchFunction(nameOrArn);
    return pool;
  }

  invoke(nameOrArn: string, payload: string, requestId?: string): Promise<Invoked> {
    return this.find(nameOrArn).invoke(payload, requestId);
  }

  /** Takes an event and answers at once; retries and failure destination as EventInvokeConfig says. */
  invokeAsync(nameOrArn: string, payload: string): string {
    const pool = this.find(nameOrArn);
    const size = Buffer.byteLength(payload);
    if (size > LIMITS.lambda.eventPayload) throw tooLarge(size, LIMITS.lambda.eventPayload);
    const requestId = randomUUID();
    const done = this.deliver(pool, payload, requestId).finally(() => this.pending.delete(done));
    this.pending.add(done);
    return requestId;
  }

  private async deliver(pool: Pool, payload: string, requestId: string): Promise<void> {
    const config = this.asyncConfigs.get(pool.spec.name) ?? DEFAULT_ASYNC;
    const expires = Date.now() + config.maxAgeSeconds * 1000;
    let invoked: Invoked | undefined;
    let failures = 0;
    while (!this.stopped) {
      try {
        invoked = await pool.invoke(payload, requestId);
        if (invoked.functionError === undefined)
          return send(config.onSuccess, pool, payload, invoked, 'Success', failures + 1);
        failures += 1;
      } catch (error) {
        // throttled: Lambda tries again until the event is too old, without counting
        this.log({
          time: new Date(),
          source: pool.spec.label,
          level: 'WARN',
          text: `event waits: ${messageOf(error)}`,
        });
      }
      const aged = Date.now() > expires;
      if (failures > config.retries || aged) {
        return send(
          config.onFailure,
          pool,
          payload,
          invoked,
          aged ? 'EventAgeExceeded' : 'RetriesExhausted',
          failures,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS * Math.max(1, failures)));
    }
  }

  async stop(deadline: number): Promise<void> {
    this.stopped = true;
    await Promise.all(this.all().map((pool) => pool.stop(deadline)));
  }
}

/** The record that Lambda sends to a destination of asynchronous invocations. */
function send(
  queue: Queue | undefined,
  pool: Pool,
  payload: string,
  invoked: Invoked | undefined,
  condition: string,
  count: number,
): void {
  queue?.send(
    JSON.stringify({
      version: '1.0',
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: invoked?.requestId,
        functionArn: `${pool.spec.arn}:$LATEST`,
        condition,
        approximateInvokeCount: count,
      },
      requestPayload: JSON.parse(payload),
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(invoked?.functionError && { functionError: invoked.functionError }),
      },
      ...(invoked && { responsePayload: JSON.parse(invoked.payload) }),
    }),
  );
}
