import type { KinesisStreamRecord } from 'aws-lambda';
import { z } from 'zod';
import { event } from '../../contract/api/events.ts';
import { timestamp } from '../../contract/api/primitives.ts';
import { type ArchivedLine, EVENT_PARTITION_PREFIXES } from '../../contract/stream.ts';
import { SCOPES } from '../../domain/events/event.ts';

/** A stream record's place in the stream, and its body. */
export interface StreamPlace {
  readonly shard: string;
  readonly sequence: string;
  /** When the stream took it, to the millisecond. */
  readonly arrivedAt: string;
  /** As it came, base64: what a rejected object keeps. */
  readonly body: string;
}

/** A record of events with what was found in it. */
export interface DecodedRecord extends StreamPlace {
  readonly lines: readonly ArchivedLine[];
  /** Why it, or part of it, cannot be taken; the lines are the good part. */
  readonly poison?: string;
}

const envelope = z.object({
  kind: z.literal('events'),
  scope: z.enum(SCOPES),
  receivedAt: timestamp,
  events: z.array(z.unknown()).min(1),
});

/** Records of events, by their partition key: other kinds travel on the same stream for other readers. */
export function isEventsRecord({ kinesis }: KinesisStreamRecord): boolean {
  return EVENT_PARTITION_PREFIXES.some((prefix) => kinesis.partitionKey.startsWith(prefix));
}

/** Never throws: a record that cannot be read is answered with the reason. A bad event costs no good one. */
export function decodeRecord(record: KinesisStreamRecord): DecodedRecord {
  const place = placeOf(record);
  return { ...place, ...decodeBody(place.body, place.sequence) };
}

/** A record of any kind with nothing read from it yet. */
export function placeOf({ kinesis, eventID }: KinesisStreamRecord): StreamPlace {
  return {
    shard: eventID.split(':')[0]!,
    sequence: kinesis.sequenceNumber,
    arrivedAt: new Date(Math.round(kinesis.approximateArrivalTimestamp * 1000)).toISOString(),
    body: kinesis.data,
  };
}

function decodeBody(body: string, sequence: string): Pick<DecodedRecord, 'lines' | 'poison'> {
  const parsed = parseJson(body);
  if ('error' in parsed) return { lines: [], poison: `not JSON: ${parsed.error}` };
  const read = envelope.safeParse(parsed.value);
  if (!read.success) return { lines: [], poison: `not a record of events: ${inWords(read.error)}` };
  const { scope, receivedAt, events } = read.data;
  const results = events.map((candidate) => event.safeParse(candidate));
  const lines = results.flatMap(({ data }, index) =>
    data ? [{ sequence, index, scope, receivedAt, event: data }] : [],
  );
  const bad = results.flatMap(({ error }, index) => (error ? [`event ${index}: ${inWords(error)}`] : []));
  return bad.length > 0 ? { lines, poison: bad.join('; ') } : { lines };
}

/** The JSON of a record's base64, or why it is none. */
export function parseJson(body: string): { readonly value: unknown } | { readonly error: string } {
  try {
    return { value: JSON.parse(Buffer.from(body, 'base64').toString('utf8')) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

export const inWords = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`).join(', ');
