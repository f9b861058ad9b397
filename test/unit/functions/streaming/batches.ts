import { gunzipSync } from 'node:zlib';
import type { KinesisStreamEvent } from 'aws-lambda';
import type { Event } from '../../../../domain/events/event.ts';

export const SHARD = 'shardId-000000000000';
const ARRIVAL = Date.parse('2026-11-23T09:15:00.250Z');

export const view = (eventId: string, more: Partial<Event> = {}): Event => ({
  eventId,
  type: 'view',
  itemId: 'i1',
  userId: 'u1',
  occurredAt: '2026-11-23T09:00:00.000Z',
  ...more,
});

/** A record's body as collect writes it. */
export const eventsRecord = (...events: readonly unknown[]): string =>
  JSON.stringify({ kind: 'events', scope: 'server', receivedAt: '2026-11-23T09:14:59.000Z', events });

/** A batch of one shard as Lambda hands it over: sequences 1, 2, … from `from`, a second apart. */
export function batchOf(
  bodies: readonly string[],
  { from = 1, partitionKey = 'u#u1' } = {},
): KinesisStreamEvent {
  return {
    Records: bodies.map((body, index) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber: String(from + index),
        data: Buffer.from(body).toString('base64'),
        approximateArrivalTimestamp: ARRIVAL / 1000 + from - 1 + index,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${SHARD}:${from + index}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::000000000000:role/test',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/test',
    })),
  };
}

/** The lines of a compressed object. */
export const linesOf = (body: Uint8Array | undefined): unknown[] =>
  gunzipSync(body!)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Bodies that no reader can use, and a word of the reason that each gets. */
export const POISON: readonly (readonly [body: string, reason: string])[] = [
  ['{"kind":"events",', 'not JSON'],
  ['null', 'not a record of events'],
  ['[]', 'not a record of events'],
  ['{"kind":"item"}', 'kind'],
  [
    JSON.stringify({
      kind: 'events',
      scope: 'root',
      receivedAt: '2026-11-23T09:14:59.000Z',
      events: [view('a')],
    }),
    'scope',
  ],
  [
    JSON.stringify({ kind: 'events', scope: 'server', receivedAt: 'today', events: [view('a')] }),
    'receivedAt',
  ],
  [eventsRecord(), 'events'],
  [eventsRecord({ ...view('a'), type: 'steal' }), 'event 0: type'],
  [eventsRecord(7), 'event 0'],
];
