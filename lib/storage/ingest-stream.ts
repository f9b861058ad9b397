import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode, type StreamProps } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** The one stream that everything comes in by, encrypted with the account's own key for Kinesis. */
export function ingestStream(scope: Construct, id: string, stage: Stage): Stream {
  return new Stream(scope, id, {
    ...capacity(stage),
    retentionPeriod: Duration.hours(stage.streamHours),
    encryption: StreamEncryption.MANAGED,
    removalPolicy: stage.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}

function capacity({ shards }: Stage): StreamProps {
  if (shards === 'on-demand') return { streamMode: StreamMode.ON_DEMAND };
  return { streamMode: StreamMode.PROVISIONED, shardCount: shards };
}
