import type { KinesisService } from '../services/kinesis.ts';
import type { Position } from './checkpoints.ts';
import type { StreamRecord } from './record.ts';

interface GotRecords {
  Records: StreamRecord[];
  NextShardIterator?: string;
}

/** Reads one shard from a position on, getting a new iterator whenever the old one is too old. */
export class ShardReader {
  private readonly kinesis: KinesisService;
  private readonly stream: string;
  private readonly shard: string;
  private position: Position;
  private iterator: string | undefined;

  constructor(kinesis: KinesisService, stream: string, shard: string, position: Position) {
    this.kinesis = kinesis;
    this.stream = stream;
    this.shard = shard;
    this.position = position;
  }

  /** The next records, at most `limit`; none when there is nothing new or the stream does not answer. */
  async read(limit: number): Promise<StreamRecord[]> {
    try {
      this.iterator ??= await this.newIterator();
      const { Records, NextShardIterator } = await this.kinesis.emulator.call<GotRecords>('GetRecords', {
        ShardIterator: this.iterator,
        Limit: Math.min(10_000, limit),
      });
      const last = Records.at(-1);
      if (last !== undefined) this.position = { after: last.SequenceNumber };
      // after records only an iterator from the last one is exact: kinesalite's own next may skip within a second
      this.iterator = last === undefined ? NextShardIterator : undefined;
      return Records;
    } catch {
      this.iterator = undefined;
      return [];
    }
  }

  private async newIterator(): Promise<string> {
    const at = this.position;
    const type =
      'after' in at
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: at.after }
        : 'at' in at
          ? { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: at.at }
          : { ShardIteratorType: 'TRIM_HORIZON' };
    const request = { StreamName: this.stream, ShardId: this.shard, ...type };
    const { ShardIterator } = await this.kinesis.emulator.call<{ ShardIterator: string }>(
      'GetShardIterator',
      request,
    );
    return ShardIterator;
  }
}
