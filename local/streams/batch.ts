import { setTimeout as sleep } from 'node:timers/promises';
import type { Invoked } from '../lambda/errors.ts';
import type { StreamRecord } from './record.ts';

/** How a batch is tried: the reliability settings of an event source mapping. */
export interface RetryPolicy {
  /** −1 = without limit. */
  readonly maximumRetryAttempts: number;
  /** −1 = without limit. */
  readonly maximumRecordAgeSeconds: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
  readonly backoff: { readonly first: number; readonly most: number };
}

export interface Attempt {
  invoke(records: readonly StreamRecord[]): Promise<Invoked>;
  /** Everything up to and with this record is done with. */
  done(last: StreamRecord): void;
  discard(
    records: readonly StreamRecord[],
    condition: Discarded,
    invoked: Invoked | undefined,
    count: number,
  ): void;
  failed(message: string): void;
  readonly signal: AbortSignal;
  now(): number;
}

export type Discarded = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * Brings a batch to its end: handed over, or discarded to the failure destination. Records stay in order; a failing
 * batch is tried again after a growing pause, or split in halves when it bisects (which costs no attempt).
 */
export async function processBatch(
  batch: readonly StreamRecord[],
  policy: RetryPolicy,
  attempt: Attempt,
): Promise<void> {
  let records = batch;
  let invoked: Invoked | undefined;
  for (let failures = 0, count = 1; !attempt.signal.aborted; count += 1) {
    records = dropAged(records, policy, attempt, invoked, count - 1);
    if (records.length === 0) return;
    const outcome = await tryOnce(records, policy, attempt);
    invoked = outcome.invoked;
    if (outcome.failedFrom >= records.length) return attempt.done(records.at(-1) as StreamRecord);
    if (outcome.failedFrom > 0) {
      attempt.done(records[outcome.failedFrom - 1] as StreamRecord);
      records = records.slice(outcome.failedFrom);
      failures = 0;
    }
    // a throttled function has not failed: nothing is counted
    if (invoked === undefined) {
      await pause(count, policy, attempt);
      continue;
    }
    if (policy.bisect && records.length > 1) {
      const half = Math.ceil(records.length / 2);
      await pause(1, policy, attempt);
      await processBatch(records.slice(0, half), policy, attempt);
      return processBatch(records.slice(half), policy, attempt);
    }
    failures += 1;
    if (policy.maximumRetryAttempts >= 0 && failures > policy.maximumRetryAttempts) {
      attempt.discard(records, 'RetryAttemptsExhausted', invoked, count);
      return attempt.done(records.at(-1) as StreamRecord);
    }
    await pause(failures, policy, attempt);
  }
}

function dropAged(
  records: readonly StreamRecord[],
  policy: RetryPolicy,
  attempt: Attempt,
  invoked: Invoked | undefined,
  count: number,
) {
  if (policy.maximumRecordAgeSeconds < 0) return records;
  const oldest = attempt.now() / 1000 - policy.maximumRecordAgeSeconds;
  const young = records.findIndex((record) => record.ApproximateArrivalTimestamp >= oldest);
  if (young === 0) return records;
  const aged = young < 0 ? records : records.slice(0, young);
  attempt.discard(aged, 'RecordAgeExceeded', invoked, count);
  attempt.done(aged.at(-1) as StreamRecord);
  return records.slice(aged.length);
}

/** Index of the first record that is to be tried again; the number of records when all went well. */
async function tryOnce(records: readonly StreamRecord[], policy: RetryPolicy, attempt: Attempt) {
  let invoked: Invoked;
  try {
    invoked = await attempt.invoke(records);
  } catch (error) {
    attempt.failed(error instanceof Error ? error.message : String(error));
    return { invoked: undefined, failedFrom: 0 };
  }
  if (invoked.functionError !== undefined) {
    attempt.failed(JSON.parse(invoked.payload)?.errorMessage ?? 'the function failed');
    return { invoked, failedFrom: 0 };
  }
  if (!policy.reportsItemFailures) return { invoked, failedFrom: records.length };
  const failedFrom = firstFailure(invoked.payload, records);
  if (failedFrom < records.length)
    attempt.failed(`${records.length - failedFrom} of ${records.length} records are to be tried again`);
  return { invoked, failedFrom };
}

/** Reads `{batchItemFailures: [{itemIdentifier}]}`; an answer that makes no sense fails the whole batch, as on Lambda. */
export function firstFailure(payload: string, records: readonly StreamRecord[]): number {
  const answer = JSON.parse(payload) as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures;
  if (failures === undefined || failures === null) return records.length;
  if (!Array.isArray(failures)) return 0;
  const position = new Map(records.map((record, i) => [record.SequenceNumber, i]));
  const found = failures.map((failure) => position.get(failure?.itemIdentifier) ?? 0);
  return Math.min(records.length, ...found);
}

async function pause(failures: number, { backoff }: RetryPolicy, { signal }: Attempt): Promise<void> {
  const ms = Math.min(backoff.most, backoff.first * 2 ** Math.min(20, failures - 1));
  await sleep(ms, undefined, { signal }).catch(() => {});
}
