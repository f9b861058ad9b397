import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_PARTITION_PREFIXES } from '../../contract/stream.ts';
import type { FunctionFactory } from '../functions.ts';
import type { JangteoFunction } from '../jangteo-function.ts';
import type { Stage } from '../stages.ts';
import { type Retries, StreamConsumer } from './stream-consumer.ts';

/** 500 records of half a shard-second: an actor's action is visible with the first batch, so none is awaited. */
const RECORD_BATCH = 500;
/**
 * Poison is put aside by the function itself, so what fails here is the store, or one row that cannot be
 * written. An attempt lasts a second or more (the adapter retries inside): 60 of them are a minute and more
 * for the store to come back, and the longest that one bad row holds up its shard. After an hour a record is
 * not worth holding up others; the archive has it, and rebuild-actors brings it back.
 */
const RECORD_RETRIES: Retries = { attempts: 60, maxAgeSeconds: 3600 };
/** The most that Lambda takes; 6 MB end a batch before, at 1 MB/s a shard after 6 s. */
const ARCHIVE_BATCH = 10_000;

export interface StreamingProps {
  readonly stage: Stage;
  readonly stream: IStream;
  readonly functions: FunctionFactory;
}

/** The streaming layer: the consumers of the ingest stream. Item changes (`i#`) have none until the search index. */
export class Streaming extends Construct {
  readonly recordActors: JangteoFunction;
  readonly archiveEvents: JangteoFunction;
  readonly failures: readonly Queue[];

  constructor(scope: Construct, id: string, { stage, stream, functions }: StreamingProps) {
    super(scope, id);
    const events = { stream, partitionPrefixes: EVENT_PARTITION_PREFIXES };
    this.recordActors = functions.get(this, 'streaming/record-actors');
    this.archiveEvents = functions.get(this, 'streaming/archive-events');
    const recording = new StreamConsumer(this, 'recording', {
      ...events,
      consumer: this.recordActors,
      batchSize: RECORD_BATCH,
      windowSeconds: 0,
      retries: RECORD_RETRIES,
    });
    // The archive is what everything else is rebuilt from: it gives up on nothing.
    const archiving = new StreamConsumer(this, 'archiving', {
      ...events,
      consumer: this.archiveEvents,
      batchSize: ARCHIVE_BATCH,
      windowSeconds: stage.archiveWindowSeconds,
      retries: 'without limit',
    });
    this.failures = [recording.failures, archiving.failures];
  }
}
