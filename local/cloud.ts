import type { ResourceRef } from './deploy/kind.ts';
import { LocalError } from './errors.ts';
import type { Invoked } from './lambda/errors.ts';
import type { Pool } from './lambda/pool.ts';
import type { Queue } from './queues.ts';
import type { SearchFault } from './services/opensearch.ts';
import type { World } from './world.ts';

/** What may still run that long after `stop()`. */
const GRACE_MS = 2_000;

/** Services that can be stopped and started again. */
type Stoppable = 'kinesis' | 'dynamodb' | 's3' | 'opensearch';

/** A function answered with an error: `name` is its errorType, `payload` all of it. */
export class FunctionFailed extends Error {
  readonly payload: unknown;
  constructor({ payload }: Invoked) {
    const error = JSON.parse(payload);
    super(error?.errorMessage ?? payload);
    this.name = error?.errorType ?? 'Unhandled';
    this.payload = error;
  }
}

/** A running assembly. */
export class LocalCloud {
  private readonly world: World;
  private readonly finish: () => void;
  private stopping: Promise<void> | undefined;
  /** Outputs of the templates: stack name → output → value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;

  constructor(world: World, outputs: Record<string, Record<string, string>>, finish: () => void) {
    this.world = world;
    this.outputs = outputs;
    this.finish = finish;
  }

  /** URL of the first HTTP API, without a slash at the end; empty when there is none. */
  get apiUrl(): string {
    return [...this.world.apis.values()][0]?.url ?? '';
  }

  get region(): string {
    return this.world.region;
  }

  get account(): string {
    return this.world.account;
  }

  get endpoints() {
    const { dynamodb, kinesis, s3, opensearch, control } = this.world;
    return {
      dynamodb: dynamodb.emulator.url,
      kinesis: kinesis.emulator.url,
      s3: s3.emulator.url,
      opensearch: opensearch.emulator.url,
      stepfunctions: control.url,
      lambda: control.url,
    };
  }

  /** The variables by which an AWS SDK in another process reaches this cloud (credentials, region, endpoints). */
  get environment(): Record<string, string> {
    return this.world.environment();
  }

  /** All resources that were made, with their physical names. */
  get resources(): readonly ResourceRef[] {
    return this.world.resources;
  }

  /**
   * A resource by the beginning of its logical id or the end of its CDK path (`Storage/Items`), in a stack or in any
   * (`*`). `name` is what `Ref` gives. Throws when there is none, or several.
   */
  resource(stack: string, idOrPath: string, type?: string): ResourceRef {
    const candidates = this.world.resources.filter(
      (one) => (stack === '*' || one.stack === stack) && (type === undefined || one.type === type),
    );
    const exact = candidates.filter((one) => one.logicalId === idOrPath || hasPath(one.path, idOrPath));
    const found = exact.length > 0 ? exact : candidates.filter((one) => one.logicalId.startsWith(idOrPath));
    if (found.length === 1 && found[0] !== undefined) return found[0];
    const these = (found.length === 0 ? candidates : found).map((one) => one.path).join(', ');
    throw new LocalError(
      'NoSuchResource',
      `${found.length} resources are called ${idOrPath} in stack ${stack}; there are ${these}`,
    );
  }

  /** Invokes a function by physical name, ARN, or as `resource` finds it, and gives its result. Throws FunctionFailed. */
  async invoke(functionNameOrPath: string, payload: unknown): Promise<unknown> {
    const invoked = await this.pool(functionNameOrPath).invoke(JSON.stringify(payload ?? {}));
    if (invoked.functionError !== undefined) throw new FunctionFailed(invoked);
    return JSON.parse(invoked.payload);
  }

  /** A queue by name or end of its CDK path: what failure destinations got. */
  queue(nameOrPath: string): Queue {
    const queues = [...this.world.queues.values()];
    const found = queues.find((queue) => queue.name === nameOrPath || queue.arn === nameOrPath);
    if (found !== undefined) return found;
    const { name } = this.resource('*', nameOrPath, 'AWS::SQS::Queue');
    return queues.find((queue) => name.endsWith(`/${queue.name}`)) as Queue;
  }

  /** Processes of a function, and the most invocations that ran at once. */
  instances(functionNameOrPath: string): { pids: number[]; busy: number; peak: number } {
    const pool = this.pool(functionNameOrPath);
    return { pids: pool.pids(), busy: pool.busy, peak: pool.peak };
  }

  /** Fault: kills all processes of a function, also those at work. */
  killInstances(functionNameOrPath: string): Promise<void> {
    return this.pool(functionNameOrPath).killInstances();
  }

  /** Fault: the service refuses connections; its state stays. */
  stopService(service: Stoppable): Promise<void> {
    return this.world[service].emulator.stop();
  }

  startService(service: Stoppable): Promise<void> {
    return this.world[service].emulator.start();
  }

  /** Fault: the search engine is slow, or refuses; undefined ends it. */
  searchFault(fault: SearchFault | undefined): void {
    this.world.opensearch.fault = fault;
  }

  /** Sends an event to the default bus, as PutEvents would. */
  emit(event: { source: string; detailType: string; detail: Record<string, never> | object }): void {
    this.world.bus.emit({ ...event, detail: JSON.parse(JSON.stringify(event.detail)) });
  }

  /** Lets what runs finish for up to 2 s, then ends everything: no process, no port, no temporary file is left. */
  stop(): Promise<void> {
    this.stopping ??= this.world.stop(Date.now() + GRACE_MS).finally(this.finish);
    return this.stopping;
  }

  private pool(nameOrPath: string): Pool {
    const pools = this.world.functions.all();
    const named = pools.find(({ spec }) => [spec.name, spec.arn, spec.label].includes(nameOrPath));
    if (named !== undefined) return named;
    return this.world.functions.find(this.resource('*', nameOrPath, 'AWS::Lambda::Function').name);
  }
}

/** Whether a CDK path ends in another, its last part `Resource` being left out. */
function hasPath(path: string, end: string): boolean {
  return [path, path.replace(/\/Resource$/, '')].some((one) => one === end || one.endsWith(`/${end}`));
}
