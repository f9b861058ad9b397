import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { kinesisStream } from '../../../adapters/kinesis/stream.ts';
import { fakeClient, sdkError } from './fake-client.ts';

interface Call {
  readonly Records: readonly { readonly PartitionKey: string; readonly Data: Uint8Array }[];
}
const entry = (partitionKey: string, data = 'x') => ({ partitionKey, data });
const throttled = { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' };
const taken = { SequenceNumber: '1' };

/** Answers by partition key: how often each is throttled before it is taken. */
const stream = (throttles: Readonly<Record<string, number>>) => {
  const left = new Map(Object.entries(throttles));
  const { client, sent } = fakeClient<KinesisClient>(({ Records }: Call) => ({
    Records: Records.map(({ PartitionKey }) => {
      const more = left.get(PartitionKey) ?? 0;
      left.set(PartitionKey, more - 1);
      return more > 0 ? throttled : taken;
    }),
  }));
  return { stream: kinesisStream('s', client), calls: sent as Call[] };
};
const keysOf = ({ Records }: Call) => Records.map(({ PartitionKey }) => PartitionKey);

describe('putting into Kinesis', () => {
  it('sends only what failed again', async () => {
    const { stream: ingest, calls } = stream({ b: 1, d: 2 });
    expect(await ingest.put(['a', 'b', 'c', 'd'].map((key) => entry(key)))).toEqual(Array(4).fill(undefined));
    expect(calls.map(keysOf)).toEqual([['a', 'b', 'c', 'd'], ['b', 'd'], ['d']]);
  });

  it('gives up after a bounded number of tries, and says which and why', { timeout: 20_000 }, async () => {
    const { stream: ingest, calls } = stream({ b: Number.POSITIVE_INFINITY });
    const reasons = await ingest.put([entry('a'), entry('b')]);
    expect(reasons).toEqual([undefined, expect.stringContaining('ProvisionedThroughputExceededException')]);
    expect(calls).toHaveLength(6);
  });

  it('cuts calls at 500 entries and at 5 MB', async () => {
    const { stream: ingest, calls } = stream({});
    await ingest.put(Array.from({ length: 501 }, () => entry('a')));
    expect(calls.map(({ Records }) => Records.length)).toEqual([500, 1]);
    calls.length = 0;
    await ingest.put(Array.from({ length: 7 }, () => entry('a', 'y'.repeat(1_000_000))));
    expect(calls.map(({ Records }) => Records.length)).toEqual([5, 2]);
  });

  it('refuses an entry that no stream takes, and puts the others', async () => {
    const { stream: ingest, calls } = stream({});
    const reasons = await ingest.put([entry('a', '유'.repeat(350_000)), entry('b')]);
    expect(reasons).toEqual([expect.stringContaining('too large: 1050001 bytes'), undefined]);
    expect(calls.map(keysOf)).toEqual([['b']]);
  });

  it('throws when nothing can be reached', async () => {
    const { client } = fakeClient<KinesisClient>(() => Promise.reject(sdkError('TimeoutError', 'no answer')));
    await expect(kinesisStream('s', client).put([entry('a')])).rejects.toMatchObject({
      code: 'stream-unavailable',
      message: 'stream s cannot be reached: no answer',
    });
  });

  it('answers per entry when the connection breaks half-way', async () => {
    const { client } = fakeClient<KinesisClient>(({ Records }: Call, call) => {
      if (call > 1) throw sdkError('TimeoutError');
      return { Records: Records.map(() => taken) };
    });
    const reasons = await kinesisStream('s', client).put(Array.from({ length: 501 }, () => entry('a')));
    expect(reasons.slice(499)).toEqual([undefined, 'the stream cannot be reached']);
  });

  it('keeps the reason of what was throttled when the next try reaches nothing', async () => {
    const { client } = fakeClient<KinesisClient>((_: Call, call) => {
      if (call > 1) throw sdkError('TimeoutError');
      return { Records: [taken, throttled] };
    });
    const reasons = await kinesisStream('s', client).put([entry('a'), entry('b')]);
    expect(reasons).toEqual([undefined, expect.stringContaining('slow down')]);
  });
});
