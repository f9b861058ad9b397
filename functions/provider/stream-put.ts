import type { IngestStream, StreamEntry } from '../../domain/ports.ts';
import { logger } from '../runtime/logger.ts';

/** Puts entries on the stream; answers per entry whether it failed. Never throws: a dead stream fails all. */
export async function putAll(stream: IngestStream, entries: readonly StreamEntry[]): Promise<boolean[]> {
  if (entries.length === 0) return [];
  try {
    const reasons = await stream.put(entries);
    const failed = reasons.map((reason) => reason !== undefined);
    if (failed.includes(true)) logger.warn('the stream took not all', { reason: reasons.find(Boolean) });
    return failed;
  } catch (error) {
    logger.error('the stream took nothing', { error: error as Error });
    return entries.map(() => true);
  }
}
