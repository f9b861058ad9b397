import { Duration } from 'aws-cdk-lib';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import {
  type CfnEventSourceMapping,
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { JangteoFunction } from '../jangteo-function.ts';
import { failureQueue } from '../operations/failure-queue.ts';

/** Lambda retries until the record expires. */
const WITHOUT_LIMIT = -1;

export interface Retries {
  readonly attempts: number;
  readonly maxAgeSeconds: number;
}

export interface StreamConsumerProps {
  readonly stream: IStream;
  readonly consumer: JangteoFunction;
  /** Prefixes of the partition keys that it takes: they tell the kind before the body is parsed. */
  readonly partitionPrefixes: readonly string[];
  readonly batchSize: number;
  /** How long to collect before the first record is handed over. */
  readonly windowSeconds: number;
  /** 'without limit': nothing is given up while the stream keeps it. */
  readonly retries: Retries | 'without limit';
}

/**
 * A consumer of the ingest stream. It reports which records failed; with bounded retries a batch is halved
 * until the bad record stands alone and goes to the failure queue, so that the shard goes on.
 */
export class StreamConsumer extends Construct {
  readonly failures: Queue;

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    this.failures = failureQueue(this, 'Failures');
    props.stream.grantRead(props.consumer);
    const bounded = props.retries !== 'without limit';
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: props.consumer.lambda,
      eventSourceArn: props.stream.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({ partitionKey: props.partitionPrefixes.flatMap(FilterRule.beginsWith) }),
      ],
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(props.windowSeconds),
      reportBatchItemFailures: true,
      bisectBatchOnError: bounded,
      onFailure: new SqsDlq(this.failures),
    });
    setRetries(mapping, props.retries);
  }
}

/** Straight into the template, since the construct does not take -1. */
function setRetries(mapping: EventSourceMapping, retries: StreamConsumerProps['retries']): void {
  const resource = mapping.node.defaultChild as CfnEventSourceMapping;
  const { attempts, maxAgeSeconds } =
    retries === 'without limit' ? { attempts: WITHOUT_LIMIT, maxAgeSeconds: WITHOUT_LIMIT } : retries;
  resource.maximumRetryAttempts = attempts;
  resource.maximumRecordAgeInSeconds = maxAgeSeconds;
}
