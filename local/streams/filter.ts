import { isObject, type Json } from '../deploy/json.ts';
import { LocalError, messageOf } from '../errors.ts';
import { compilePattern, type Matcher } from '../events/patterns.ts';
import type { StreamRecord } from './record.ts';

/** Whether a function gets to see a record. */
export type RecordFilter = (record: StreamRecord, shardId: string) => boolean;

/** Compiles FilterCriteria: a record passes when any of the patterns matches. */
export function compileFilters(patterns: readonly string[], where: string): RecordFilter {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map((pattern) => compileFilter(pattern, where));
  return (record, shardId) => filters.some((matches) => matches(record, shardId));
}

function compileFilter(source: string, where: string): RecordFilter {
  const pattern = parse(source, where);
  if (!isObject(pattern))
    throw new LocalError('BadPattern', `${where}: got the filter ${source}, allowed is an object`);
  const { data, ...metadata } = pattern;
  const ofMetadata = compilePattern(metadata, where);
  const ofData = data === undefined ? undefined : compilePattern(isObject(data) ? { data } : { data }, where);
  return (record, shardId) =>
    ofMetadata(metadataOf(record, shardId)) &&
    (ofData === undefined || matchesData(record, ofData, isObject(data)));
}

function parse(source: string, where: string): Json {
  try {
    return JSON.parse(source);
  } catch (error) {
    throw new LocalError(
      'BadPattern',
      `${where}: the filter is not JSON: ${messageOf(error)}, got ${source}`,
      error,
    );
  }
}

const metadataOf = (record: StreamRecord, shardId: string): Json => ({
  kinesisSchemaVersion: '1.0',
  partitionKey: record.PartitionKey,
  sequenceNumber: record.SequenceNumber,
  approximateArrivalTimestamp: record.ApproximateArrivalTimestamp,
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  eventID: `${shardId}:${record.SequenceNumber}`,
  eventName: 'aws:kinesis:record',
});

/** A pattern of objects wants JSON, a pattern of strings wants text; what is not of that kind is dropped, as on AWS. */
function matchesData(record: StreamRecord, matches: Matcher, wantsJson: boolean): boolean {
  const text = Buffer.from(record.Data, 'base64').toString('utf8');
  if (!wantsJson) return matches({ data: text });
  try {
    const data = JSON.parse(text) as Json;
    return isObject(data) && matches({ data });
  } catch {
    return false;
  }
}
