import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { packLines } from '../../adapters/ndjson.ts';
import { archivedEventsKey, watermarkKey } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { type DecodedRecord, decodeRecord, isEventsRecord } from './decode.ts';
import { rejectPoison } from './reject.ts';

/**
 * Writes a batch of one shard to the archive: one object of compressed NDJSON, then the shard's watermark.
 * Same batch, same key, same bytes: a retry overwrites itself. When S3 refuses, the whole batch comes
 * again; a batch cut otherwise then leaves some events twice, which their readers count once.
 */
export async function archiveEvents(
  { Records }: KinesisStreamEvent,
  { archive }: Pick<Stores, 'archive'>,
): Promise<KinesisStreamBatchResponse> {
  const records = Records.filter(isEventsRecord).map(decodeRecord);
  const [first] = records;
  if (!first) return { batchItemFailures: [] };
  try {
    await archiveBatch(records, first, archive);
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
): Promise<void> {
  const poisoned = records.filter(({ poison }) => poison !== undefined);
  await Promise.all(poisoned.map((record) => rejectPoison('archive-events', record, archive)));
  const lines = records.flatMap((record) => record.lines);
  if (lines.length > 0)
    await archive.put(archivedEventsKey(arrivedAt, shard, sequence), packLines(lines), {
      contentType: 'application/gzip',
    });
  const last = records.at(-1)!;
  // After the object: whoever sees the watermark can read everything up to it.
  const watermark = { shard, sequence: last.sequence, arrivedAt: last.arrivedAt };
  await archive.put(watermarkKey(shard), JSON.stringify(watermark), { contentType: 'application/json' });
}
