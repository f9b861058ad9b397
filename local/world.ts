import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ResourceRef } from './deploy/kind.ts';
import { LocalError } from './errors.ts';
import { EventBus } from './events/bus.ts';
import { Scheduler } from './events/scheduler.ts';
import { HttpApi } from './http/api.ts';
import { Functions } from './lambda/functions.ts';
import { Reaper } from './lambda/reaper.ts';
import type { Log } from './logs.ts';
import type { Queue } from './queues.ts';
import { ControlServer } from './services/control.ts';
import { DynamoDbService } from './services/dynamodb.ts';
import { KinesisService } from './services/kinesis.ts';
import { OpenSearchService } from './services/opensearch.ts';
import { S3Service } from './services/s3.ts';
import type { ExecutionRecord } from './states/execution.ts';
import type { Machine } from './states/machine.ts';
import type { EventSource } from './streams/event-source.ts';

export interface WorldOptions {
  readonly region: string;
  readonly account: string;
  /** Folder of state that outlives the process. */
  readonly keep: string | undefined;
  /** Folder for what need not outlive it. */
  readonly scratch: string;
  readonly assets: (key: string) => string | undefined;
  readonly log: Log;
  readonly maxInstances: number;
  readonly overrides: Readonly<Record<string, string>>;
  readonly unprocessedEvery: number;
  /** Address of the search engine that answers instead of the embedded one. */
  readonly searchUrl: string | undefined;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly value: string;
}

/** s3rver knows this one key pair, and the other services any. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

/** A native module: where it cannot be loaded, streams are held in memory. */
function hasLevelDown(): boolean {
  try {
    createRequire(import.meta.url)('leveldown');
    return true;
  } catch {
    return false;
  }
}

/** Every service of the laptop, and what the templates made in them. */
export class World {
  readonly options: WorldOptions;
  readonly region: string;
  readonly account: string;
  readonly log: Log;
  readonly dynamodb: DynamoDbService;
  readonly kinesis: KinesisService;
  readonly s3: S3Service;
  readonly opensearch: OpenSearchService;
  readonly reaper = new Reaper();
  readonly functions: Functions;
  readonly bus: EventBus;
  readonly scheduler = new Scheduler();
  readonly control: ControlServer;
  readonly resources: ResourceRef[] = [];
  readonly parameters = new Map<string, string>();
  readonly secrets: Secret[] = [];
  readonly queues = new Map<string, Queue>();
  readonly machines = new Map<string, Machine>();
  readonly apis = new Map<string, HttpApi>();
  readonly mappings: EventSource[] = [];
  /** Streams that were there before this start, by name. */
  readonly oldStreams = new Set<string>();

  constructor(options: WorldOptions) {
    this.options = options;
    this.region = options.region;
    this.account = options.account;
    this.log = options.log;
    this.dynamodb = new DynamoDbService(this.kept('dynamodb'), options.unprocessedEvery);
    this.kinesis = new KinesisService(
      this.kept('kinesis') ?? (hasLevelDown() ? join(options.scratch, 'kinesis') : undefined),
    );
    this.s3 = new S3Service(join(options.keep ?? options.scratch, 's3'));
    this.opensearch = new OpenSearchService(this.kept('opensearch'), options.searchUrl);
    this.functions = new Functions({
      maxInstances: options.maxInstances,
      base: () => this.environment(),
      log: this.log,
      reaper: this.reaper,
    });
    this.bus = new EventBus(
      this.region,
      this.account,
      (arn, payload) => this.deliver(arn, payload),
      this.log,
    );
    this.control = new ControlServer(this);
  }

  async start(): Promise<void> {
    await Promise.all([
      this.dynamodb.emulator.start(),
      this.kinesis.emulator.start(),
      this.s3.emulator.start(),
      this.opensearch.emulator.start(),
      this.control.start(),
    ]);
  }

  /** Sets everything going, once all stacks are made. */
  async run(): Promise<void> {
    await Promise.all(this.mappings.map((mapping) => mapping.start()));
    this.scheduler.start();
    for (const machine of this.machines.values()) machine.abortLeftovers();
  }

  /** Gives what runs until `deadline` (epoch milliseconds), then ends everything. */
  async stop(deadline: number): Promise<void> {
    this.scheduler.stop();
    this.bus.stop();
    for (const api of this.apis.values()) api.drain();
    const machines = [...this.machines.values()].map((machine) => machine.stop());
    const readers = this.mappings.map((mapping) => mapping.stop());
    await this.functions.stop(deadline);
    await Promise.all([...machines, ...readers]);
    const { control, dynamodb, kinesis, s3, opensearch, reaper } = this;
    const servers = [...this.apis.values(), control, dynamodb, kinesis, s3, opensearch, reaper];
    await Promise.all(servers.map((server) => server.stop()));
  }

  /** A folder for state that outlives the process; undefined when nothing does. */
  kept(...parts: string[]): string | undefined {
    return this.options.keep === undefined ? undefined : join(this.options.keep, ...parts);
  }

  arn(service: string, resource: string): string {
    const global = service === 's3' || service === 'iam';
    return `arn:aws:${service}:${global ? '' : this.region}:${service === 's3' ? '' : this.account}:${resource}`;
  }

  addApi(name: string): HttpApi {
    const api = new HttpApi(name, this.functions, this.account, this.log);
    this.apis.set(name, api);
    return api;
  }

  /** Addresses of API Gateway in a text lead to the ports that stand for them. */
  localUrl(text: string): string {
    let local = text;
    for (const api of this.apis.values()) {
      local = local.replaceAll(`https://${api.id}.execute-api.${this.region}.amazonaws.com`, api.url);
    }
    return local;
  }

  /** Values of dynamic references. */
  dynamic(service: string, key: string): string | undefined {
    if (service === 'ssm' || service === 'ssm-secure')
      return this.parameters.get(key) ?? this.parameters.get(key.replace(/:\d+$/, ''));
    if (service !== 'secretsmanager') return undefined;
    const [id, field] = key.startsWith('arn:')
      ? [key.split(':').slice(0, 7).join(':'), key.split(':')[8]]
      : [key.split(':')[0], key.split(':')[2]];
    const value = this.secret(id ?? '')?.value;
    return value === undefined || !field ? value : String(JSON.parse(value)[field]);
  }

  secret(nameOrArn: string): Secret | undefined {
    return this.secrets.find((secret) => secret.name === nameOrArn || secret.arn === nameOrArn);
  }

  /** Tells rules about an execution that started or ended. */
  executionChanged(record: ExecutionRecord): void {
    const millis = (iso: string | undefined) => (iso === undefined ? null : Date.parse(iso));
    const { error = null, cause = null, output = null, ...rest } = record;
    const detail = {
      ...rest,
      startDate: millis(record.startDate),
      stopDate: millis(record.stopDate),
      output,
      error,
      cause,
    };
    const details = { inputDetails: { included: true }, outputDetails: { included: true } };
    this.bus.emit({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      detail: { ...detail, ...details },
      resources: [record.executionArn],
    });
  }

  /** Brings an event to what an ARN names. */
  deliver(arn: string, payload: string): void {
    const service = arn.split(':')[2];
    if (service === 'lambda') this.functions.invokeAsync(arn, payload);
    else if (service === 'states') this.machine(arn).start(payload);
    else if (service === 'sqs') this.queue(arn).send(payload);
    else
      throw new LocalError(
        'UnknownTarget',
        `got the target ${arn}, allowed are functions, state machines and queues`,
      );
  }

  machine(arn: string): Machine {
    const machine = this.machines.get(arn);
    if (machine === undefined) throw new LocalError('UnknownTarget', `there is no state machine ${arn}`);
    return machine;
  }

  queue(arn: string): Queue {
    const queue = this.queues.get(arn);
    if (queue === undefined) throw new LocalError('UnknownTarget', `there is no queue ${arn}`);
    return queue;
  }

  /** What every function has beside the variables of the template. */
  environment(): Record<string, string> {
    return {
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      ...CREDENTIALS,
      // services that are not here answer with an error, instead of a request to the real ones
      AWS_ENDPOINT_URL: this.control.url,
      AWS_ENDPOINT_URL_DYNAMODB: this.dynamodb.emulator.url,
      AWS_ENDPOINT_URL_KINESIS: this.kinesis.emulator.url,
      AWS_ENDPOINT_URL_S3: this.s3.emulator.url,
      AWS_ENDPOINT_URL_SFN: this.control.url,
      AWS_ENDPOINT_URL_LAMBDA: this.control.url,
      ...(this.opensearch.hasDomains && { AWS_ENDPOINT_URL_OPENSEARCH: this.opensearch.emulator.url }),
      ...this.options.overrides,
    };
  }
}
