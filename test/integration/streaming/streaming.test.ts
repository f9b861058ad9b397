import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import type { KinesisStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoActors } from '../../../adapters/dynamodb/actors.ts';
import { kinesisStream } from '../../../adapters/kinesis/stream.ts';
import { s3Objects } from '../../../adapters/s3/objects.ts';
import { emptyState } from '../../../domain/identity/merge.ts';
import { gatherActors } from '../../../functions/batch/gather-actors.ts';
import { planRebuild } from '../../../functions/batch/plan-rebuild.ts';
import { scatterActors } from '../../../functions/batch/scatter-actors.ts';
import { stamper } from '../../../functions/runtime/stamps.ts';
import { archiveEvents } from '../../../functions/streaming/archive-events.ts';
import { recordActors } from '../../../functions/streaming/record-actors.ts';
import { startDynamo } from '../../contract/emulators/dynamo.ts';
import { STREAM, startKinesis } from '../../contract/emulators/kinesis.ts';
import { BUCKET, startS3 } from '../../contract/emulators/s3.ts';
import { memoryItems } from '../../support/memory/items.ts';
import { failNext } from '../../support/memory-ports.ts';
import { batchOf, eventsRecord, SHARD, view } from '../../unit/functions/streaming/batches.ts';

let dynamo: Awaited<ReturnType<typeof startDynamo>>;
let kinesis: Awaited<ReturnType<typeof startKinesis>>;
let s3: Awaited<ReturnType<typeof startS3>>;

beforeAll(async () => {
  [dynamo, kinesis, s3] = await Promise.all([startDynamo(), startKinesis(), startS3()]);
});
afterAll(() => Promise.all([dynamo.stop(), s3.stop()]));

const openPorts = () => ({
  actors: dynamoActors('actors', { client: dynamo.client }),
  archive: s3Objects(BUCKET, s3.client),
  artefacts: s3Objects(BUCKET, s3.client),
});

const LISTED = '2026-11-20T00:00:00.000Z';
const listed = { itemId: 'i1', sellerId: 'boris', listedAt: LISTED, status: 'on_sale' };

/** All that the stream holds, as Lambda hands it over. */
async function streamed(): Promise<KinesisStreamEvent> {
  const { client } = kinesis;
  const from = { StreamName: STREAM, ShardId: SHARD, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(from));
  const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
  const templates = batchOf(Records.map(({ Data }) => Buffer.from(Data!).toString('utf8'))).Records;
  return {
    Records: templates.map((record, at) => {
      const { SequenceNumber: sequenceNumber, PartitionKey: partitionKey } = Records[at]!;
      const kinesisPart = { ...record.kinesis, sequenceNumber: sequenceNumber!, partitionKey: partitionKey! };
      return { ...record, eventID: `${SHARD}:${sequenceNumber}`, kinesis: kinesisPart };
    }),
  };
}

const states = (ports: ReturnType<typeof openPorts>) => ports.actors.read(['u#anna', 'u#유저', 'c#c1']);

describe('events from the stream to the stores', () => {
  it('arrive in actors and archive, through a consumer that fails half-way and runs again', async () => {
    const ports = openPorts();
    const entries = [
      ['c#c1', eventsRecord(view('a', { userId: undefined, cookieId: 'c1' }))],
      ['u#anna', eventsRecord(view('b', { userId: 'anna', cookieId: 'c1', type: 'purchase', orderId: 'o' }))],
      ['u#유저', 'this is no record'],
      ['u#유저', eventsRecord(view('c', { userId: '유저', itemId: '🛒' }))],
      ['i#i1', JSON.stringify({ kind: 'item', receivedAt: LISTED, item: listed })],
    ].map(([partitionKey, data]) => ({ partitionKey: partitionKey!, data: data! }));
    expect(await kinesisStream(STREAM, kinesis.client).put(entries)).toEqual(entries.map(() => undefined));
    const batch = await streamed();

    failNext(ports.actors, 'record', new Error('the worker was killed'));
    const { batchItemFailures } = await recordActors(batch, ports);
    expect(batchItemFailures.length).toBeGreaterThan(0);
    expect(await recordActors(batch, ports)).toEqual({ batchItemFailures: [] });
    expect(await archiveEvents(batch, ports, stamper({ ...ports, items: memoryItems() }, Date.now))).toEqual({
      batchItemFailures: [],
    });

    const found = await states(ports);
    expect(found.get('u#anna')).toMatchObject({
      purchases: [{ orderId: 'o' }],
      cookies: [{ cookieId: 'c1' }],
    });
    expect(found.get('c#c1')).toMatchObject({
      recent: [{ eventKey: 'a\tserver' }],
      links: [{ userId: 'anna' }],
    });
    expect(found.get('u#유저')).toMatchObject({ recent: [{ itemId: '🛒' }] });
    expect((await ports.actors.read(['u#boris'])).get('u#boris')?.lastListedAt).toBe(LISTED);
    const rejected = await Array.fromAsync(ports.archive.list('rejected/'));
    expect(rejected.map(({ key }) => key.split('/')[2])).toEqual(['archive-events', 'record-actors']);
  });

  it('come back whole from the archive when the actors are lost', async () => {
    const ports = openPorts();
    const before = await states(ports);
    for (const actor of before.keys()) await ports.actors.remove(actor);
    expect((await states(ports)).get('u#anna')).toEqual(emptyState('u#anna'));
    const input = { runId: 'rebuild-actors-test', job: 'rebuild-actors', parameters: {} };
    const { result } = await planRebuild(input, ports);
    for (const part of result.parts) await scatterActors({ ...input, part }, ports);
    for (const partition of result.partitions) await gatherActors({ ...input, partition }, ports);
    expect(await states(ports)).toEqual(before);
  });

  it('are refused in words when the stream is gone, and nothing hangs', { timeout: 20_000 }, async () => {
    await kinesis.stop();
    const put = kinesisStream(STREAM, kinesis.client).put([{ partitionKey: 'u#1', data: '{}' }]);
    await expect(put).rejects.toMatchObject({ code: 'stream-unavailable' });
  });
});
