import { METRICS } from '../../contract/metrics.ts';
import { rejectedKey } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { StreamPlace } from './decode.ts';

/**
 * Keeps poison with its body (base64) and the reason, so that it counts as done and its shard goes on. The
 * stream's own failure records hold only positions, which say nothing once the stream forgets.
 */
export async function rejectPoison(
  consumer: string,
  { shard, sequence, arrivedAt, body, poison }: StreamPlace & { readonly poison?: string },
  archive: Pick<ObjectStore, 'put'>,
): Promise<void> {
  const key = rejectedKey(consumer, arrivedAt, shard, sequence);
  const rejected = { consumer, shard, sequence, reason: poison, body };
  await archive.put(key, JSON.stringify(rejected), { contentType: 'application/json' });
  logger.error('a stream record was rejected', { key, reason: poison });
  metrics.addMetric(METRICS.poisonRecords, 'Count', 1);
}
