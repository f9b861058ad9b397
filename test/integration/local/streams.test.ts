import { KinesisClient, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, startLocal } from '../../../local/index.ts';
import { recorder, until, writeAssembly } from './fixture.ts';
import { app, bundles, data } from './shop.ts';

let cloud: LocalCloud;
let kinesis: KinesisClient;
const said = recorder();
beforeAll(async () => {
  cloud = await startLocal({
    assembly: writeAssembly({ App: app, Data: data }, bundles),
    port: 0,
    log: said.log,
  });
  const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
  kinesis = new KinesisClient({
    endpoint: cloud.endpoints.kinesis,
    region: cloud.region,
    credentials,
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  });
});
afterAll(async () => {
  kinesis.destroy();
  await cloud.stop();
});

const StreamName = 'Data-Stream';
const record = (value: object, key = 'k') => ({
  Data: Buffer.from(JSON.stringify(value)),
  PartitionKey: key,
});
const put = (...values: object[]) =>
  kinesis.send(new PutRecordsCommand({ StreamName, Records: values.map((value) => record(value)) }));
const seen = () =>
  said
    .texts('consume')
    .filter((text) => text.startsWith('saw '))
    .map((text) => text.slice(4));
const failures = () =>
  cloud
    .queue('Failed')
    .messages()
    .map(({ body }) => JSON.parse(body));

describe('an event source mapping', () => {
  it('hands records over in the shape of Lambda, soon after they were written', async () => {
    await put({ id: 'warm', kind: 'v' });
    await until(() => seen().includes('warm'), 'the first record was seen');
    const start = Date.now();
    await put({ id: 'first', kind: 'v' });
    await until(() => seen().includes('first'), 'the record was seen');
    expect(Date.now() - start).toBeLessThan(1_000);
    const shown = said
      .texts('consume')
      .findLast((text) => text.startsWith('record '))
      ?.slice(7);
    const event = JSON.parse(shown ?? '');
    expect(event).toMatchObject({
      eventSource: 'aws:kinesis',
      eventName: 'aws:kinesis:record',
      eventVersion: '1.0',
      awsRegion: 'us-east-1',
      eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/Data-Stream',
      kinesis: {
        partitionKey: 'k',
        kinesisSchemaVersion: '1.0',
        data: Buffer.from('{"id":"first","kind":"v"}').toString('base64'),
      },
    });
    expect(event.eventID).toBe(`shardId-000000000000:${event.kinesis.sequenceNumber}`);
    expect(Math.abs(event.kinesis.approximateArrivalTimestamp - Date.now() / 1000)).toBeLessThan(10);
  });

  it('drops records that no filter lets pass, and those that are not JSON', async () => {
    await kinesis.send(
      new PutRecordCommand({ StreamName, Data: Buffer.from('not json'), PartitionKey: 'k' }),
    );
    await put({ id: 'noise-1', kind: 'noise' }, { id: 'f0' }, { id: 'f1', kind: 'view' });
    await until(() => seen().some((ids) => ids.includes('f1')), 'the record that passes was seen');
    expect(seen().join()).not.toContain('noise');
    expect(seen().join()).not.toContain('f0');
  });

  it('gives up one poisoned record alone, with its position, and goes on', async () => {
    await put(
      { id: 'p1', kind: 'v' },
      { id: 'p2', kind: 'v' },
      { id: 'bad', kind: 'v', poison: true },
      { id: 'p4', kind: 'v' },
      { id: 'p5', kind: 'v' },
    );
    await until(
      () => failures().length === 1 && seen().at(-1)?.endsWith('p5') === true,
      'the poison was given up',
    );
    const [failure] = failures();
    expect(failure).toMatchObject({
      requestContext: {
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 2,
        functionArn: expect.stringContaining('function:App-Consume'),
      },
      version: '1.0',
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000',
        batchSize: 1,
        streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/Data-Stream',
      },
    });
    expect(JSON.stringify(failure)).not.toContain('poison');
    const handled = seen().filter((ids) => ids.includes('p'));
    expect(handled.filter((ids) => ids.includes('p1')).length).toBe(1);
    cloud.queue('Failed').purge();
  });

  it('bisects a batch that makes the function throw, until the record alone is left', async () => {
    await put(
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({ id: `c${i}`, kind: 'v', ...(i === 5 && { crash: true }) })),
    );
    await until(
      () => failures().length === 1 && seen().some((ids) => ids.endsWith('c7') && !ids.includes('c5')),
      'the others were handled',
    );
    expect(failures()[0]).toMatchObject({
      responseContext: { functionError: 'Unhandled' },
      KinesisBatchInfo: { batchSize: 1 },
    });
    expect(seen()).toContain('c4');
    cloud.queue('Failed').purge();
  });

  it('goes on after the function was killed at work and after the stream was away', async () => {
    await cloud.killInstances('consume');
    await cloud.stopService('kinesis');
    await expect(put({ id: 'lost', kind: 'v' })).rejects.toThrow();
    await cloud.startService('kinesis');
    await put({ id: 'back', kind: 'v' });
    await until(() => seen().includes('back'), 'records arrive again');
  });

  it('takes 1,000 records a second into a shard and names those over it', async () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ id: `n${i}`, kind: 'noise' }));
    const answers = await Promise.all([put(...many), put(...many), put(...many), put(...many)]);
    const refused = answers.flatMap(({ Records = [] }) =>
      Records.filter(({ ErrorCode }) => ErrorCode !== undefined),
    );
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBe(
      answers.reduce((sum, { FailedRecordCount = 0 }) => sum + FailedRecordCount, 0),
    );
    expect(new Set(refused.map(({ ErrorCode }) => ErrorCode))).toEqual(
      new Set(['ProvisionedThroughputExceededException']),
    );
    const large = { StreamName, Data: Buffer.alloc(900 * 1024), PartitionKey: 'k' };
    await until(
      () =>
        kinesis.send(new PutRecordCommand(large)).then(
          () => true,
          () => false,
        ),
      'a large record is taken',
    );
    const second = kinesis.send(new PutRecordCommand(large));
    await expect(second).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  });
});
