import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/** The longest that SQS keeps a message: two weeks to find it. */
const KEPT_DAYS = 14;

/** Where a record, batch or event goes that could not be handled: encrypted, SSL only, watched by an alarm. */
export function failureQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(KEPT_DAYS),
  });
  acknowledge(queue, {
    'AwsSolutions-SQS3': 'this is a failure destination itself; people read it, nothing consumes it',
  });
  return queue;
}
