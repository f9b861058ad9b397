import type { Invoked } from '../lambda/errors.ts';
import type { Discarded } from './batch.ts';
import type { StreamRecord } from './record.ts';

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** What Lambda sends to a failure destination: positions only, never the records themselves. */
export function failureMessage(of: {
  records: readonly StreamRecord[];
  condition: Discarded;
  invoked: Invoked | undefined;
  count: number;
  functionArn: string;
  streamArn: string;
  shardId: string;
}): string {
  const first = of.records[0] as StreamRecord;
  const last = of.records.at(-1) as StreamRecord;
  return JSON.stringify({
    requestContext: {
      requestId: of.invoked?.requestId,
      functionArn: of.functionArn,
      condition: of.condition,
      approximateInvokeCount: of.count,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: of.invoked?.functionError ?? null,
    },
    version: '1.0',
    timestamp: new Date().toISOString(),
    KinesisBatchInfo: {
      shardId: of.shardId,
      startSequenceNumber: first.SequenceNumber,
      endSequenceNumber: last.SequenceNumber,
      approximateArrivalOfFirstRecord: iso(first.ApproximateArrivalTimestamp),
      approximateArrivalOfLastRecord: iso(last.ApproximateArrivalTimestamp),
      batchSize: of.records.length,
      streamArn: of.streamArn,
    },
  });
}
