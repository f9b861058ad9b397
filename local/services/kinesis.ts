import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { LIMITS } from '../limits.ts';
import { type Answer, Emulator, jsonAnswer } from './emulator.ts';
import { Meter } from './meter.ts';

const require = createRequire(import.meta.url);

interface PutRecord {
  Data: string;
  PartitionKey: string;
  ExplicitHashKey?: string;
}

/** kinesalite with the write limits of a shard, and a bell that rings when records arrive. */
export class KinesisService {
  readonly emulator: Emulator;
  /** Emits the name of a stream when something was written to it. */
  readonly written = new EventEmitter();
  private readonly inner: Server;
  private readonly shards = new Map<string, number>();
  private readonly meter = new Meter(LIMITS.kinesis.recordsPerSecond, LIMITS.kinesis.bytesPerSecond);

  constructor(path: string | undefined) {
    const kinesalite = require('kinesalite');
    this.inner = kinesalite({
      path,
      createStreamMs: 0,
      deleteStreamMs: 0,
      updateStreamMs: 0,
      shardLimit: 10_000,
    });
    this.written.setMaxListeners(0);
    this.emulator = new Emulator(
      (req, res) => this.inner.emit('request', req, res),
      'Kinesis_20131202',
      ['PutRecord', 'PutRecords'],
      (target, body, pass) => this.put(target, body, pass),
    );
  }

  /** Creates a stream unless it is there; answers whether it was created now. */
  async createStream(name: string, shards: number, retentionHours: number): Promise<boolean> {
    const created = await this.emulator.call('CreateStream', { StreamName: name, ShardCount: shards }).then(
      () => true,
      (error: Error) => {
        if (error.name === 'ResourceInUseException') return false;
        throw error;
      },
    );
    await this.active(name);
    this.shards.set(name, (await this.shardIds(name)).length);
    if (created && retentionHours > 24) {
      await this.emulator.call('IncreaseStreamRetentionPeriod', {
        StreamName: name,
        RetentionPeriodHours: retentionHours,
      });
    }
    return created;
  }

  async shardIds(name: string): Promise<string[]> {
    const { Shards } = await this.emulator.call<{ Shards: { ShardId: string }[] }>('ListShards', {
      StreamName: name,
    });
    return Shards.map((shard) => shard.ShardId);
  }

  private async active(name: string): Promise<void> {
    for (;;) {
      const { StreamDescriptionSummary: summary } = await this.emulator.call<{
        StreamDescriptionSummary: { StreamStatus: string };
      }>('DescribeStreamSummary', { StreamName: name });
      if (summary.StreamStatus === 'ACTIVE') return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private put(
    target: string,
    body: Buffer,
    pass: (body: Buffer) => Promise<Answer>,
  ): Promise<Answer> | undefined {
    const input = parse(body);
    const stream = input?.StreamName ?? String(input?.StreamARN ?? '').split('/')[1] ?? '';
    const count = this.shards.get(stream);
    if (input === undefined || count === undefined) return undefined;
    const admit = (record: PutRecord) => {
      const size =
        Buffer.byteLength(record.Data ?? '', 'base64') + Buffer.byteLength(record.PartitionKey ?? '');
      return this.meter.admit(`${stream}/${shardOf(record, count)}`, size);
    };
    const done =
      target === 'PutRecord'
        ? putOne(input as unknown as PutRecord, stream, admit, () => pass(body))
        : putMany(input, stream, admit, pass);
    return done.finally(() => this.written.emit(stream));
  }

  async stop(): Promise<void> {
    await this.emulator.stop();
    await new Promise<void>((resolve) => this.inner.close(() => resolve()));
  }
}

type PutInput = { StreamName?: string; StreamARN?: string; Records?: PutRecord[] } & Record<string, unknown>;

function parse(body: Buffer): PutInput | undefined {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

const EXCEEDED = 'ProvisionedThroughputExceededException';
const slow = (stream: string) => `Rate exceeded for a shard in stream ${stream}`;

async function putOne(
  record: PutRecord,
  stream: string,
  admit: (record: PutRecord) => boolean,
  pass: () => Promise<Answer>,
): Promise<Answer> {
  return admit(record) ? pass() : jsonAnswer(400, { __type: EXCEEDED, message: slow(stream) });
}

async function putMany(
  input: PutInput,
  stream: string,
  admit: (record: PutRecord) => boolean,
  pass: (body: Buffer) => Promise<Answer>,
): Promise<Answer> {
  const records = Array.isArray(input.Records) ? input.Records : [];
  const admitted = records.map(admit);
  if (admitted.every(Boolean)) return pass(Buffer.from(JSON.stringify(input)));
  const refusal = { ErrorCode: EXCEEDED, ErrorMessage: slow(stream) };
  const taken = records.filter((_, i) => admitted[i]);
  let results: unknown[] = [];
  if (taken.length > 0) {
    const answer = await pass(Buffer.from(JSON.stringify({ ...input, Records: taken })));
    if (answer.status !== 200) return answer;
    results = JSON.parse(answer.body.toString()).Records;
  }
  const merged = admitted.map((ok) => (ok ? results.shift() : refusal));
  return jsonAnswer(200, { FailedRecordCount: records.length - taken.length, Records: merged });
}

const HASHES = 2n ** 128n;

/** Index of the shard that a record goes to: shards divide the range of MD5 evenly. */
export function shardOf({ PartitionKey, ExplicitHashKey }: PutRecord, shards: number): number {
  const hash = ExplicitHashKey
    ? BigInt(ExplicitHashKey)
    : BigInt(`0x${createHash('md5').update(String(PartitionKey), 'utf8').digest('hex')}`);
  return Math.min(shards - 1, Number(hash / (HASHES / BigInt(shards))));
}
