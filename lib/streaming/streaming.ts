import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_PARTITION_PREFIXES, ITEM_PARTITION_PREFIX } from '../../contract/stream.ts';
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
/** As many as a bulk takes well; an item is searchable with the first batch, so none is awaited. */
const INDEX_BATCH = 500;
/**
 * A cluster may be down for hours: what is put aside by the function is poison, so what fails is the cluster. After a
 * day a record is not worth holding up others; the items table has it, and reindex brings it back.
 */
const INDEX_RETRIES: Retries = { attempts: -1, maxAgeSeconds: 86_400 };
/** The most that Lambda takes; 6 MB end a batch before, at 1 MB/s a shard after 6 s. */
const ARCHIVE_BATCH = 10_000;

export interface StreamingProps {
  readonly stage: Stage;
  readonly stream: IStream;
  readonly functions: FunctionFactory;
}

/** The streaming layer: the consumers of the ingest stream. */
export class Streaming extends Construct {
  readonly recordActors: JangteoFunction;
  readonly archiveEvents: JangteoFunction;
  /** Undefined with `search: none`. */
  readonly indexItems: JangteoFunction | undefined;
  readonly failures: readonly Queue[];

  constructor(scope: Construct, id: string, { stage, stream, functions }: StreamingProps) {
    super(scope, id);
    this.recordActors = functions.get(this, 'streaming/record-actors');
    this.archiveEvents = functions.get(this, 'streaming/archive-events');
    const recording = new StreamConsumer(this, 'recording', {
      stream,
      // Items too: who puts one up for sale is a seller.
      partitionPrefixes: [...EVENT_PARTITION_PREFIXES, ITEM_PARTITION_PREFIX],
      consumer: this.recordActors,
      batchSize: RECORD_BATCH,
      windowSeconds: 0,
      retries: RECORD_RETRIES,
    });
    // The archive is what everything else is rebuilt from: it gives up on nothing.
    const archiving = new StreamConsumer(this, 'archiving', {
      stream,
      partitionPrefixes: EVENT_PARTITION_PREFIXES,
      consumer: this.archiveEvents,
      batchSize: ARCHIVE_BATCH,
      windowSeconds: stage.archiveWindowSeconds,
      retries: 'without limit',
    });
    this.indexItems = stage.search === 'none' ? undefined : functions.get(this, 'streaming/index-items');
    const indexing = this.indexItems && this.indexing(stream, this.indexItems);
    this.failures = [recording, archiving, indexing].flatMap((consumer) => consumer?.failures ?? []);
  }

  private indexing(stream: IStream, consumer: JangteoFunction): StreamConsumer {
    return new StreamConsumer(this, 'indexing', {
      stream,
      partitionPrefixes: [ITEM_PARTITION_PREFIX],
      consumer,
      batchSize: INDEX_BATCH,
      windowSeconds: 0,
      retries: INDEX_RETRIES,
    });
  }
}
