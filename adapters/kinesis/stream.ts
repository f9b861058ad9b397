import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { SERVICE_LIMITS } from '../../contract/limits.ts';
import type { IngestStream, StreamEntry } from '../../domain/ports.ts';
import { AdapterError } from '../errors.ts';
import { backOff } from '../retry.ts';
import { kinesisClient } from './client.ts';

/**
 * A shard takes 1,000 records a second: a burst of 500 that meets another is through after the waits of
 * 6 tries, up to 100 + 200 + … + 1,600 ms = 3 s.
 */
const TRIES = 6;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1600;

export class StreamUnavailableError extends AdapterError {
  constructor(stream: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    super('stream-unavailable', `stream ${stream} cannot be reached: ${reason}`, { cause });
  }
}

interface Pending {
  readonly entry: StreamEntry;
  readonly at: number;
  readonly size: number;
}

/** The ingest stream. Only failed entries of a call are sent again, a bounded number of times. */
export function kinesisStream(name: string, client = kinesisClient()): IngestStream {
  return { put: (entries) => putAll(client, name, entries) };
}

async function putAll(client: KinesisClient, name: string, entries: readonly StreamEntry[]) {
  const reasons: (string | undefined)[] = entries.map(() => undefined);
  const sized = entries.map((entry, at) => ({ entry, at, size: sizeOf(entry) }));
  const [fitting, tooLarge] = [sized.filter(fits), sized.filter((pending) => !fits(pending))];
  for (const { at, size } of tooLarge)
    reasons[at] = `too large: ${size} bytes, at most ${SERVICE_LIMITS.kinesisRecord}`;
  const failures: unknown[] = [];
  const calls = inCalls(fitting);
  for (const call of calls) {
    try {
      await putCall(client, name, call, reasons);
    } catch (error) {
      failures.push(error);
      for (const { at } of call) reasons[at] = 'the stream cannot be reached';
    }
  }
  if (calls.length > 0 && failures.length === calls.length)
    throw new StreamUnavailableError(name, failures[0]);
  return reasons;
}

/** Kinesis counts data and partition key, in bytes. */
const sizeOf = ({ data, partitionKey }: StreamEntry): number =>
  Buffer.byteLength(data) + Buffer.byteLength(partitionKey);
const fits = ({ size }: Pending): boolean => size <= SERVICE_LIMITS.kinesisRecord;

/** Consecutive entries in calls of at most 500 and 5 MB. */
function inCalls(pending: readonly Pending[]): Pending[][] {
  const calls: Pending[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const one of pending) {
    const call = calls.at(-1);
    const full = call?.length === SERVICE_LIMITS.kinesisPutRecords;
    if (!call || full || bytes + one.size > SERVICE_LIMITS.kinesisPutBytes) {
      calls.push([one]);
      bytes = one.size;
    } else {
      call.push(one);
      bytes += one.size;
    }
  }
  return calls;
}

/** Notes in `reasons` what was not taken after the last try. @throws when the first try reaches nothing */
async function putCall(
  client: KinesisClient,
  name: string,
  call: readonly Pending[],
  reasons: (string | undefined)[],
): Promise<void> {
  let left = call;
  for (let attempt = 0; attempt < TRIES && left.length > 0; attempt++) {
    if (attempt > 0) await backOff(attempt - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
    try {
      left = await putOnce(client, name, left, reasons);
    } catch (error) {
      // Something of this call was taken before: what is left keeps the reason it was refused with.
      if (left === call) throw error;
      return;
    }
  }
}

/** One call; answers what failed, with the reasons noted. */
async function putOnce(
  client: KinesisClient,
  name: string,
  call: readonly Pending[],
  reasons: (string | undefined)[],
): Promise<Pending[]> {
  const Records = call.map(({ entry }) => ({
    PartitionKey: entry.partitionKey,
    Data: Buffer.from(entry.data),
  }));
  const reply = await client.send(new PutRecordsCommand({ StreamName: name, Records }));
  return call.filter(({ at }, index) => {
    const { ErrorCode, ErrorMessage } = reply.Records?.[index] ?? {};
    reasons[at] = ErrorCode && `${ErrorCode}: ${ErrorMessage ?? 'no message'}`;
    return ErrorCode !== undefined;
  });
}
