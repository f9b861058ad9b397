import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { packLines } from '../../adapters/ndjson.ts';
import { METRICS } from '../../contract/metrics.ts';
import { archivedEventsKey, watermarkKey } from '../../contract/storage-keys.ts';
import type { ArchivedLine, Stamp } from '../../contract/stream.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import type { Stamper } from '../runtime/stamps.ts';
import { type DecodedRecord, decodeRecord, isEventsRecord } from './decode.ts';
import { rejectPoison } from './reject.ts';

/**
 * Writes a batch of one shard to the archive: one object of compressed NDJSON, then the shard's watermark. Each line is
 * stamped with its actor's facets of now (contract/stream.ts Stamp).
 * Same batch, same key, same bytes: a retry overwrites itself, and keeps the stamps that it finds. When S3 refuses, the whole batch comes
 * again; a batch cut otherwise then leaves some events twice, which their readers count once.
 */
export async function archiveEvents(
  { Records }: KinesisStreamEvent,
  { archive }: Pick<Stores, 'archive'>,
  stamp: Stamper,
): Promise<KinesisStreamBatchResponse> {
  const records = Records.filter(isEventsRecord).map(decodeRecord);
  const [first] = records;
  if (!first) return { batchItemFailures: [] };
  try {
    await archiveBatch(records, first, archive, stamp);
    return { batchItemFailures: [] };
  } catch (error) {
    logger.error('a batch could not be archived and will be tried again', { error: error as Error });
    return { batchItemFailures: [{ itemIdentifier: first.sequence }] };
  }
}

async function archiveBatch(
  records: readonly DecodedRecord[],
  { shard, sequence, arrivedAt }: DecodedRecord,
  archive: ObjectStore,
  stamp: Stamper,
): Promise<void> {
  const poisoned = records.filter(({ poison }) => poison !== undefined);
  await Promise.all(poisoned.map((record) => rejectPoison('archive-events', record, archive)));
  const lines = records.flatMap((record) => record.lines);
  const key = archivedEventsKey(arrivedAt, shard, sequence);
  if (lines.length > 0) {
    const stamped = await stampLines(lines, await stampsOf(key, archive), stamp);
    await archive.put(key, packLines(stamped), { contentType: 'application/gzip' });
  }
  const last = records.at(-1)!;
  // After the object: whoever sees the watermark can read everything up to it.
  const watermark = { shard, sequence: last.sequence, arrivedAt: last.arrivedAt };
  await archive.put(watermarkKey(shard), JSON.stringify(watermark), { contentType: 'application/json' });
}

/** Actors that cannot be read in this time are left out of the stamps: the archive must go on. */
const STAMP_MS = 5_000;

const placeOf = ({ sequence, index }: ArchivedLine): string => `${sequence}/${index}`;

/** The stamps of an object that an earlier try wrote, by place: once written they stay. */
async function stampsOf(key: string, archive: ObjectStore): Promise<ReadonlyMap<string, Stamp>> {
  const written = await archive.get(key);
  if (!written) return new Map();
  const lines = gunzipSync(written).toString('utf8').split('\n').filter(Boolean);
  const parsed = lines.map((line) => JSON.parse(line) as ArchivedLine);
  return new Map(parsed.flatMap((line) => (line.stamp ? [[placeOf(line), line.stamp] as const] : [])));
}

async function stampLines(
  lines: readonly ArchivedLine[],
  kept: ReadonlyMap<string, Stamp>,
  stamp: Stamper,
): Promise<ArchivedLine[]> {
  const fresh = lines.filter((line) => !kept.has(placeOf(line)));
  const stamps = await inTime(fresh, stamp);
  const made = new Map(fresh.map((line, at) => [placeOf(line), stamps?.[at]]));
  return lines.map((line) => {
    const found = kept.get(placeOf(line)) ?? made.get(placeOf(line));
    return found ? { ...line, stamp: found } : line;
  });
}

/** Stamps, or nothing when the actors cannot be read in time: the events then count for everybody only. */
async function inTime(lines: readonly ArchivedLine[], stamp: Stamper): Promise<readonly Stamp[] | undefined> {
  if (lines.length === 0) return [];
  const late = new AbortController();
  try {
    const events = lines.map(({ event }) => event);
    const timeout = sleep(STAMP_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`the actors of ${events.length} events could not be read in ${STAMP_MS} ms`);
    });
    return await Promise.race([stamp(events), timeout]);
  } catch (error) {
    logger.error('events are archived without stamps', { error: error as Error });
    metrics.addMetric(METRICS.unstampedEvents, 'Count', lines.length);
    return undefined;
  } finally {
    late.abort();
  }
}
