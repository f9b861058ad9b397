import { describe, expect, it } from 'vitest';
import { type Attempt, firstFailure, processBatch, type RetryPolicy } from '../../../local/streams/batch.ts';
import type { StreamRecord } from '../../../local/streams/record.ts';

const records = (count: number, age = 0): StreamRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    SequenceNumber: `${i}`,
    PartitionKey: 'k',
    Data: '',
    ApproximateArrivalTimestamp: 1_000 - age,
  }));

const policy: RetryPolicy = {
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
  bisect: false,
  reportsItemFailures: true,
  backoff: { first: 0, most: 0 },
};

/** Runs a batch of records against a function that takes sequence numbers and throws, or answers failed ones. */
async function play(
  count: number,
  change: Partial<RetryPolicy>,
  run: (ids: string[], call: number) => string[] | undefined,
  age = 0,
) {
  const calls: string[] = [];
  const discarded: string[] = [];
  const done: string[] = [];
  const ending = new AbortController();
  const attempt: Attempt = {
    signal: ending.signal,
    now: () => 1_000_000,
    failed: () => {},
    done: (last) => done.push(last.SequenceNumber),
    discard: (lost, condition, _, tries) =>
      discarded.push(`${lost.map((one) => one.SequenceNumber).join('')} ${condition} ${tries}`),
    invoke: async (batch) => {
      const ids = batch.map((one) => one.SequenceNumber);
      calls.push(ids.join(''));
      if (calls.length > 50) ending.abort();
      const failed = run(ids, calls.length);
      const payload = JSON.stringify({
        batchItemFailures: failed?.map((itemIdentifier) => ({ itemIdentifier })),
      });
      return failed === undefined
        ? { requestId: '', payload: '{"errorMessage":"no"}', functionError: 'Unhandled' }
        : { requestId: '', payload };
    },
  };
  await processBatch(records(count, age), { ...policy, ...change }, attempt);
  return { calls, discarded, last: done.at(-1) };
}

describe('a batch', () => {
  it('is handed over once when all goes well', async () => {
    expect(await play(3, {}, () => [])).toEqual({ calls: ['012'], discarded: [], last: '2' });
  });

  it('is tried again from the lowest failed record on', async () => {
    expect(await play(4, {}, (_, call) => (call === 1 ? ['3', '2'] : []))).toEqual({
      calls: ['0123', '23'],
      discarded: [],
      last: '3',
    });
  });

  it('is given up whole after the last retry, without bisect', async () => {
    expect(await play(2, {}, () => undefined)).toEqual({
      calls: ['01', '01', '01'],
      discarded: ['01 RetryAttemptsExhausted 3'],
      last: '1',
    });
  });

  it('is halved until the poison is alone, with bisect', async () => {
    const { calls, discarded, last } = await play(4, { bisect: true, maximumRetryAttempts: 1 }, (ids) =>
      ids.includes('2') ? undefined : [],
    );
    expect(calls).toEqual(['0123', '01', '23', '2', '2', '3']);
    expect(discarded).toEqual(['2 RetryAttemptsExhausted 2']);
    expect(last).toBe('3');
  });

  it('is tried without limit at −1', async () => {
    const { calls, discarded } = await play(1, { maximumRetryAttempts: -1 }, (_, call) =>
      call < 30 ? undefined : [],
    );
    expect([calls.length, discarded]).toEqual([30, []]);
  });

  it('loses records that are too old', async () => {
    expect(await play(2, { maximumRecordAgeSeconds: 60 }, () => [], 100)).toEqual({
      calls: [],
      discarded: ['01 RecordAgeExceeded 0'],
      last: '1',
    });
  });

  it('fails whole when the answer makes no sense', () => {
    const batch = records(3);
    expect(firstFailure('null', batch)).toBe(3);
    expect(firstFailure('{}', batch)).toBe(3);
    expect(firstFailure('{"batchItemFailures":[]}', batch)).toBe(3);
    expect(firstFailure('{"batchItemFailures":[{"itemIdentifier":"1"}]}', batch)).toBe(1);
    for (const wrong of [
      '{"batchItemFailures":"1"}',
      '{"batchItemFailures":[{"itemIdentifier":""}]}',
      '{"batchItemFailures":[{"id":"1"}]}',
      '{"batchItemFailures":[null]}',
    ]) {
      expect(firstFailure(wrong, batch)).toBe(0);
    }
  });
});
