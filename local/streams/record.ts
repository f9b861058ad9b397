/** A record as GetRecords answers it. */
export interface StreamRecord {
  readonly SequenceNumber: string;
  readonly PartitionKey: string;
  /** Base64. */
  readonly Data: string;
  /** Seconds since 1970. */
  readonly ApproximateArrivalTimestamp: number;
}

export interface MappingSource {
  readonly streamName: string;
  readonly streamArn: string;
  readonly region: string;
  readonly roleArn: string;
}

/** A record as Lambda hands it to a function. */
export function toEvent(record: StreamRecord, shardId: string, source: MappingSource) {
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: record.PartitionKey,
      sequenceNumber: record.SequenceNumber,
      data: record.Data,
      approximateArrivalTimestamp: record.ApproximateArrivalTimestamp,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${record.SequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: source.roleArn,
    awsRegion: source.region,
    eventSourceARN: source.streamArn,
  };
}
