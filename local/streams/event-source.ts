import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Functions } from '../lambda/functions.ts';
import { LIMITS } from '../limits.ts';
import type { Log } from '../logs.ts';
import type { Queue } from '../queues.ts';
import type { KinesisService } from '../services/kinesis.ts';
import { type Attempt, processBatch, type RetryPolicy } from './batch.ts';
import type { Checkpoints } from './checkpoints.ts';
import { failureMessage } from './failure.ts';
import type { RecordFilter } from './filter.ts';
import { ShardReader } from './reader.ts';
import { type MappingSource, type StreamRecord, toEvent } from './record.ts';

export interface MappingSpec {
  readonly id: string;
  readonly functionName: string;
  readonly source: MappingSource;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly parallelization: number;
  readonly policy: RetryPolicy;
  readonly filter: RecordFilter;
  readonly onFailure: Queue | undefined;
}

/** Without a bell a shard is looked at this often: for a stream that was stopped, and for expiring iterators. */
const REST_MS = 1_000;
/** Rough size of a record's envelope in the event. */
const ENVELOPE = 500;

/** An event source mapping: one reader a shard, batches in order, a checkpoint after each. */
export class EventSource {
  private readonly spec: MappingSpec;
  private readonly kinesis: KinesisService;
  private readonly functions: Functions;
  private readonly checkpoints: Checkpoints;
  private readonly log: Log;
  private readonly ending = new AbortController();
  private loops: Promise<void>[] = [];

  constructor(
    spec: MappingSpec,
    kinesis: KinesisService,
    functions: Functions,
    checkpoints: Checkpoints,
    log: Log,
  ) {
    this.spec = spec;
    this.kinesis = kinesis;
    this.functions = functions;
    this.checkpoints = checkpoints;
    this.log = log;
  }

  async start(): Promise<void> {
    const shards = await this.kinesis.shardIds(this.spec.source.streamName);
    this.loops = shards.map((shard) => this.follow(shard));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.loops);
  }

  private async follow(shard: string): Promise<void> {
    const position = this.checkpoints.get(shard) ?? { from: 'oldest' };
    const reader = new ShardReader(this.kinesis, this.spec.source.streamName, shard, position);
    while (!this.ending.signal.aborted) {
      const bell = this.bell();
      const gathered = await this.gather(reader, shard);
      if (gathered.last === undefined) await bell;
      else await this.hand(gathered.records, gathered.last, shard);
    }
  }

  /** Resolves at the next write to the stream, or after a rest. */
  private bell(): Promise<unknown> {
    const quiet = new AbortController();
    const signal = AbortSignal.any([this.ending.signal, quiet.signal]);
    const rung = once(this.kinesis.written, this.spec.source.streamName, { signal });
    return Promise.race([rung, sleep(REST_MS, undefined, { signal })])
      .catch(() => {})
      .finally(() => quiet.abort());
  }

  /** Reads a batch: as much as there is up to BatchSize, waiting for more within the batching window. */
  private async gather(
    reader: ShardReader,
    shard: string,
  ): Promise<{ records: StreamRecord[]; last: StreamRecord | undefined }> {
    const { batchSize, windowMs, filter } = this.spec;
    const records: StreamRecord[] = [];
    let last: StreamRecord | undefined;
    let until = 0;
    while (!this.ending.signal.aborted) {
      const bell = windowMs > 0 ? this.bell() : undefined;
      const read = await reader.read(batchSize - records.length);
      records.push(...read.filter((record) => filter(record, shard)));
      last = read.at(-1) ?? last;
      if (records.length > 0 && until === 0) until = Date.now() + windowMs;
      if (records.length >= batchSize || bell === undefined || until === 0 || Date.now() >= until) break;
      if (read.length === 0)
        await Promise.race([
          bell,
          sleep(until - Date.now(), undefined, { signal: this.ending.signal }).catch(() => {}),
        ]);
    }
    return { records, last };
  }

  /** Hands records over in batches of at most 6 MB, lanes of partition keys side by side. */
  private async hand(records: readonly StreamRecord[], last: StreamRecord, shard: string): Promise<void> {
    for (const chunk of chunks(records)) {
      const lanes = this.lanes(chunk);
      // with one lane every batch moves the checkpoint, with several only the whole of them does
      const [only] = lanes;
      const moves = lanes.length === 1;
      if (only !== undefined && moves) await processBatch(only, this.spec.policy, this.attempt(shard, true));
      else
        await Promise.all(
          lanes.map((lane) => processBatch(lane, this.spec.policy, this.attempt(shard, false))),
        );
      const end = chunk.at(-1);
      if (!moves && end !== undefined && !this.ending.signal.aborted)
        this.checkpoints.set(shard, { after: end.SequenceNumber });
    }
    if (!this.ending.signal.aborted) this.checkpoints.set(shard, { after: last.SequenceNumber });
  }

  private lanes(records: readonly StreamRecord[]): StreamRecord[][] {
    const lanes = Map.groupBy(records, (record) => laneOf(record.PartitionKey, this.spec.parallelization));
    return [...lanes.values()];
  }

  private attempt(shard: string, checkpoint: boolean): Attempt {
    const { functionName, source, onFailure } = this.spec;
    const pool = this.functions.find(functionName);
    return {
      signal: this.ending.signal,
      now: () => Date.now(),
      invoke: (records) =>
        pool.invoke(JSON.stringify({ Records: records.map((record) => toEvent(record, shard, source)) })),
      done: (last) => {
        if (checkpoint) this.checkpoints.set(shard, { after: last.SequenceNumber });
      },
      discard: (records, condition, invoked, count) => {
        this.tell(
          'ERROR',
          `${records.length} records given up (${condition}), from ${records[0]?.SequenceNumber} of ${shard}`,
        );
        onFailure?.send(
          failureMessage({
            records,
            condition,
            invoked,
            count,
            functionArn: pool.spec.arn,
            streamArn: source.streamArn,
            shardId: shard,
          }),
        );
      },
      failed: (message) =>
        this.ending.signal.aborted || this.tell('WARN', `batch of ${shard} failed: ${message}`),
    };
  }

  private tell(level: 'WARN' | 'ERROR', text: string): void {
    this.log({
      time: new Date(),
      source: this.functions.find(this.spec.functionName).spec.label,
      level,
      text,
    });
  }
}

function laneOf(key: string, lanes: number): number {
  return lanes === 1 ? 0 : createHash('md5').update(key).digest().readUInt32BE(0) % lanes;
}

/** Splits records so that no event exceeds what Lambda takes. */
function chunks(records: readonly StreamRecord[]): StreamRecord[][] {
  const result: StreamRecord[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const bytes = record.Data.length + record.PartitionKey.length + ENVELOPE;
    if (size + bytes > LIMITS.kinesis.batchBytes) {
      result.push([]);
      size = 0;
    }
    result.at(-1)?.push(record);
    size += bytes;
  }
  return result;
}
