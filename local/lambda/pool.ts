import { randomUUID } from 'node:crypto';
import { LIMITS } from '../limits.ts';
import type { Log } from '../logs.ts';
import { environmentOf, type FunctionSpec } from './environment.ts';
import { type Invoked, throttled, tooLarge } from './errors.ts';
import { Instance } from './instance.ts';
import type { Reaper } from './reaper.ts';

/** An instance that did nothing for so long is ended, as on Lambda. */
const IDLE_MS = 5 * 60_000;
/** Invocations that may wait for each instance before callers are throttled. */
const WAITING_PER_INSTANCE = 100;

export interface PoolOptions {
  readonly maxInstances: number;
  /** Variables that every function has. */
  readonly base: () => Readonly<Record<string, string>>;
  readonly log: Log;
  readonly reaper: Reaper;
}

/** All instances of one function: started when needed, the most recently used first, ended when idle. */
export class Pool {
  readonly spec: FunctionSpec;
  private readonly options: PoolOptions;
  private readonly instances = new Set<Instance>();
  private readonly idle: Instance[] = [];
  private readonly waiting: ((instance: Instance | undefined) => void)[] = [];
  private started = 0;
  private running = 0;
  private stopped = false;
  private readonly sweep: NodeJS.Timeout;
  /** The most invocations that ran at once. */
  peak = 0;

  constructor(spec: FunctionSpec, options: PoolOptions) {
    this.spec = spec;
    this.options = options;
    this.sweep = setInterval(() => this.reapIdle(), 30_000);
    this.sweep.unref();
  }

  /** Where the template reserves concurrency, it is the limit; Lambda does not let callers wait for it. */
  private get limit(): number {
    return Math.min(this.options.maxInstances, this.spec.reserved ?? this.options.maxInstances);
  }

  /** One synchronous invocation. Throws a LambdaServiceError when it is throttled or the payload is too large. */
  async invoke(payload: string, requestId: string = randomUUID()): Promise<Invoked> {
    const size = Buffer.byteLength(payload);
    if (size > LIMITS.lambda.payload) throw tooLarge(size, LIMITS.lambda.payload);
    const instance = await this.acquire();
    try {
      return await instance.invoke(requestId, payload);
    } finally {
      this.release(instance);
    }
  }

  private async acquire(): Promise<Instance> {
    if (this.stopped) throw throttled(this.spec.name);
    if (this.running < this.limit) {
      this.running += 1;
      this.peak = Math.max(this.peak, this.running);
      return this.take();
    }
    const reserved = this.spec.reserved !== undefined && this.spec.reserved <= this.limit;
    if (reserved || this.waiting.length >= this.limit * WAITING_PER_INSTANCE) throw throttled(this.spec.name);
    const instance = await new Promise<Instance | undefined>((resolve) => this.waiting.push(resolve));
    if (this.stopped) throw throttled(this.spec.name);
    return instance ?? this.take();
  }

  private take(): Instance {
    for (let instance = this.idle.pop(); instance !== undefined; instance = this.idle.pop()) {
      if (instance.usable) return instance;
    }
    return this.start();
  }

  private start(): Instance {
    this.started += 1;
    const instance = new Instance(
      this.spec,
      environmentOf(this.spec, this.started, this.options.base()),
      this.options.log,
    );
    this.instances.add(instance);
    const { pid } = instance.child;
    if (pid !== undefined) this.options.reaper.add(pid);
    instance.child.once('close', () => {
      this.instances.delete(instance);
      if (pid !== undefined && !this.stopped) this.options.reaper.remove(pid);
    });
    return instance;
  }

  private release(instance: Instance): void {
    instance.idleSince = Date.now();
    const next = this.waiting.shift();
    if (next !== undefined) {
      next(instance.usable ? instance : undefined);
      return;
    }
    this.running -= 1;
    if (instance.usable && !this.stopped) this.idle.push(instance);
  }

  private reapIdle(): void {
    while (this.idle[0] !== undefined && Date.now() - this.idle[0].idleSince > IDLE_MS)
      this.idle.shift()?.kill();
  }

  get busy(): number {
    return this.running;
  }

  pids(): number[] {
    return [...this.instances].flatMap(({ child }) => child.pid ?? []);
  }

  /** Ends every instance at once; what runs fails as a crash would. */
  async killInstances(): Promise<void> {
    this.idle.length = 0;
    await Promise.all([...this.instances].map((instance) => instance.kill()));
  }

  /** Takes no more work and gives what runs until `deadline` (epoch milliseconds). */
  async stop(deadline: number): Promise<void> {
    this.stopped = true;
    clearInterval(this.sweep);
    for (const next of this.waiting.splice(0)) next(undefined);
    while (this.running > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    await this.killInstances();
  }
}
