import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda';
import { mapBounded } from '../../adapters/retry.ts';
import { METRICS } from '../../contract/metrics.ts';
import type { IndexDocument } from '../../domain/ports.ts';
import { itemDocument } from '../../domain/search/document.ts';
import { logger } from '../runtime/logger.ts';
import { metrics } from '../runtime/metrics.ts';
import type { Stores } from '../runtime/ports.ts';
import { isRefusedForGood, present } from '../runtime/search-port.ts';
import { isItemRecord } from './decode-listing.ts';
import { type DecodedItem, decodeItem } from './item-record.ts';
import { rejectPoison } from './reject.ts';

/** Poison kept at once. */
const AT_ONCE = 16;

/**
 * Brings the items of a batch to the search index as they are now: the items table, not the stream, decides the order. Answers the
 * records whose items the index did not take: the stream brings these and what follows again, which changes
 * nothing where it is there already. A document that the index refuses for good is put aside, so that its shard goes on.
 */
export function itemIndexer(ports: Pick<Stores, 'items' | 'index' | 'archive'>) {
  let ensured: Promise<void> | undefined;
  const write = async (documents: readonly IndexDocument[]) => {
    const index = present(ports.index, 'index-items could write to');
    ensured ??= index.ensure();
    await ensured;
    return index.write(documents);
  };
  const keep = (record: DecodedItem) => rejectPoison('index-items', record, ports.archive);

  return async ({ Records }: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> => {
    const records = Records.filter(isItemRecord).map(decodeItem);
    try {
      const reasons = await outcomes(records, ports.items, write);
      const failed = records.filter(({ itemId }) => isFailed(reasons.get(itemId!)));
      const poisoned = records.flatMap((record) => asPoison(record, reasons.get(record.itemId!)));
      const unkept = await failures(poisoned, keep);
      // Next time the index is looked at again: it may be gone.
      if (failed.length > 0) ensured = undefined;
      return answer(records, new Set([...failed, ...unkept].map(({ sequence }) => sequence)));
    } catch (error) {
      ensured = undefined;
      logger.error('a batch could not be indexed and will be tried again', { error: error as Error });
      metrics.addMetric(METRICS.indexFailures, 'Count', records.length);
      return answer(records, new Set(records.map(({ sequence }) => sequence)));
    }
  };
}

type Reasons = ReadonlyMap<string, string>;

/** Why items were not taken, by id. @throws what the stores throw */
async function outcomes(
  records: readonly DecodedItem[],
  items: Stores['items'],
  write: (documents: readonly IndexDocument[]) => Promise<readonly (string | undefined)[]>,
): Promise<Reasons> {
  const itemIds = [...new Set(records.flatMap(({ itemId }) => itemId ?? []))];
  if (itemIds.length === 0) return new Map();
  const documents = [...(await items.read(itemIds)).values()].map(itemDocument);
  const reasons = await write(documents);
  const refused = documents.flatMap(({ id }, at) => (reasons[at] ? [[id, reasons[at]] as const] : []));
  if (refused.length > 0) {
    logger.error('the index did not take items', { failed: refused.length, first: refused[0] });
    metrics.addMetric(METRICS.indexFailures, 'Count', refused.length);
  }
  return new Map(refused);
}

const isFailed = (reason: string | undefined): boolean => reason !== undefined && !isRefusedForGood(reason);

function asPoison(record: DecodedItem, reason: string | undefined): DecodedItem[] {
  if (record.poison !== undefined) return [record];
  return reason !== undefined && isRefusedForGood(reason)
    ? [{ ...record, poison: `the index refuses it: ${reason}` }]
    : [];
}

/** Those for which `work` failed; why goes to the log. */
async function failures(records: readonly DecodedItem[], work: (record: DecodedItem) => Promise<void>) {
  const results = await mapBounded(records, AT_ONCE, async (record) => {
    try {
      await work(record);
      return [];
    } catch (error) {
      logger.error('a rejected record could not be kept', { error: error as Error });
      return [record];
    }
  });
  return results.flat();
}

const answer = (
  records: readonly DecodedItem[],
  failed: ReadonlySet<string>,
): KinesisStreamBatchResponse => ({
  batchItemFailures: records
    .filter(({ sequence }) => failed.has(sequence))
    .map(({ sequence }) => ({ itemIdentifier: sequence })),
});
