import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LIMITS } from '../limits.ts';
import { type Log, parseLine } from '../logs.ts';
import type { FunctionSpec } from './environment.ts';
import { exited, type FunctionError, failed, type Invoked, outOfMemory, timedOut } from './errors.ts';

const RUNTIME = fileURLToPath(new URL('./runtime.mjs', import.meta.url));
const MB = 1024 * 1024;
const PAGE = 4096;
/** How often memory is looked at while an invocation runs. */
const WATCH_MS = 200;

type Message =
  | { type: 'ready' }
  | { type: 'done'; payload: string }
  | { type: 'error' | 'init-error'; error: FunctionError };
type Outcome = { payload: string } | { error: FunctionError };

/** One process of a function. It serves one invocation at a time, and is not used again once it failed to answer. */
export class Instance {
  readonly child: ChildProcess;
  private readonly spec: FunctionSpec;
  private readonly log: Log;
  private readonly ready: Promise<FunctionError | undefined>;
  private settle: ((outcome: Outcome) => void) | undefined;
  private killedFor: 'memory' | undefined;
  private heapExhausted = false;
  private gone = false;
  private readonly closed: Promise<void>;
  idleSince = Date.now();

  constructor(spec: FunctionSpec, environment: Record<string, string>, log: Log) {
    this.spec = spec;
    this.log = log;
    this.child = fork(RUNTIME, [], {
      cwd: spec.code,
      execArgv: [`--max-old-space-size=${Math.floor(spec.memoryMb * 0.9)}`, '--enable-source-maps'],
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.closed = new Promise((resolve) => this.child.once('close', () => resolve()));
    this.readLines();
    this.ready = this.initialised();
    this.child.on('message', (message: Message) => this.receive(message));
    this.child.on('exit', (code, signal) => this.ended(code, signal));
    this.child.on('error', () => this.ended(null, 'spawn'));
  }

  /** Whether it can be used again. */
  get usable(): boolean {
    return !this.gone;
  }

  async invoke(requestId: string, payload: string): Promise<Invoked> {
    const problem = await this.ready;
    if (problem !== undefined) {
      await this.kill();
      const errorMessage = problem.errorMessage.replace('RequestId:  ', `RequestId: ${requestId} `);
      return failed(requestId, { ...problem, errorMessage });
    }
    const outcome = await this.run(requestId, payload);
    if ('payload' in outcome) return this.checked(requestId, outcome.payload);
    if (this.gone) {
      await this.closed;
      this.log({
        time: new Date(),
        source: this.spec.label,
        level: 'ERROR',
        text: outcome.error.errorMessage,
      });
    }
    return failed(requestId, outcome.error);
  }

  private checked(requestId: string, payload: string): Invoked {
    const size = Buffer.byteLength(payload);
    if (size <= LIMITS.lambda.payload) return { requestId, payload };
    const errorMessage = `Response payload size (${size} bytes) exceeded maximum allowed payload size (${LIMITS.lambda.payload} bytes).`;
    return failed(requestId, { errorType: 'Function.ResponseSizeTooLarge', errorMessage });
  }

  private run(requestId: string, payload: string): Promise<Outcome> {
    const limit = this.spec.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.settle?.({ error: timedOut(requestId, this.spec.timeoutSeconds) });
        this.kill();
      }, limit);
      const watch = setInterval(() => this.watchMemory(), WATCH_MS);
      this.settle = (outcome) => {
        this.settle = undefined;
        clearTimeout(timer);
        clearInterval(watch);
        if ('error' in outcome && outcome.error.errorType === 'Runtime.ExitError' && this.starved) {
          resolve({ error: outOfMemory(requestId) });
        } else {
          resolve('error' in outcome ? { error: withId(outcome.error, requestId) } : outcome);
        }
      };
      if (this.gone) return this.settle({ error: exited('', this.child.exitCode, this.child.signalCode) });
      const message = { id: requestId, payload, deadline: Date.now() + limit, arn: this.spec.arn };
      this.child.send(message, (error) => {
        if (error) this.settle?.({ error: exited('', this.child.exitCode, this.child.signalCode) });
      });
    });
  }

  private get starved(): boolean {
    return this.killedFor === 'memory' || this.heapExhausted;
  }

  private initialised(): Promise<FunctionError | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve({
          errorType: 'Sandbox.Timedout',
          errorMessage: `Init timed out after ${LIMITS.lambda.init / 1000} seconds`,
        });
        this.kill();
      }, LIMITS.lambda.init);
      const finish = (problem?: FunctionError) => {
        clearTimeout(timer);
        resolve(problem);
      };
      this.child.on('message', (message: Message) => {
        if (message.type === 'ready') finish();
        if (message.type === 'init-error') finish(message.error);
      });
      this.child.on('close', (code, signal) =>
        finish(this.starved ? outOfMemory('') : exited('', code, signal)),
      );
    });
  }

  private receive(message: Message): void {
    if (message.type === 'done') this.settle?.({ payload: message.payload });
    if (message.type === 'error') this.settle?.({ error: message.error });
  }

  private ended(code: number | null, signal: string | null): void {
    this.gone = true;
    // standard error may still hold the reason: wait for the streams to end
    this.closed.then(() => this.settle?.({ error: exited('', code, signal) }));
  }

  private readLines(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.child[name];
      if (stream === null) continue;
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (raw) => {
        if (name === 'stderr' && /JavaScript heap out of memory|Reached heap limit/.test(raw))
          this.heapExhausted = true;
        const line = raw.trim() === '' ? undefined : parseLine(raw, name);
        if (line !== undefined) this.log({ time: new Date(), source: this.spec.label, ...line });
      });
    }
  }

  /** Private memory (resident less shared pages) against MemorySize; Linux only, elsewhere the heap limit stands. */
  private watchMemory(): void {
    try {
      const [, resident, shared] = readFileSync(`/proc/${this.child.pid}/statm`, 'utf8')
        .split(' ')
        .map(Number);
      if (((resident ?? 0) - (shared ?? 0)) * PAGE <= this.spec.memoryMb * MB) return;
    } catch {
      return;
    }
    this.killedFor = 'memory';
    this.kill();
  }

  /** Ends the process; resolves when it is gone. */
  async kill(): Promise<void> {
    this.gone = true;
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    if (this.child.pid !== undefined) await this.closed;
  }
}

/** Errors that arise where the request is not known carry its id all the same. */
function withId(error: FunctionError, requestId: string): FunctionError {
  return { ...error, errorMessage: error.errorMessage.replace('RequestId:  ', `RequestId: ${requestId} `) };
}
