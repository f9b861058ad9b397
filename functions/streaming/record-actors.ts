import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { mapBounded } from '../../adapters/retry.ts';
import type { ActorChange } from '../../domain/identity/actor.ts';
import { actorsOf, foldEvents } from '../../domain/identity/fold.ts';
import { withListings } from '../../domain/identity/listing.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import { logger } from '../runtime/logger.ts';
import type { Stores } from '../runtime/ports.ts';
import { type DecodedRecord, decodeRecord, isEventsRecord } from './decode.ts';
import { decodeListing, isItemRecord, type ListingRecord } from './decode-listing.ts';
import { rejectPoison } from './reject.ts';

/** Actors written at once: a few requests each, below the sockets of the client. */
const AT_ONCE = 16;

/**
 * Unites a batch of events, and of items put up for sale, with their actors, each actor written at most once. Answers the records whose
 * actors could not be written (or whose poison could not be kept): the stream brings these and what
 * follows again, which changes nothing where it was written already.
 */
export async function recordActors(
  { Records }: KinesisStreamEvent,
  { actors, archive }: Pick<Stores, 'actors' | 'archive'>,
): Promise<KinesisStreamBatchResponse> {
  const records = Records.flatMap(decode);
  const events = foldEvents(records.flatMap(({ lines }) => lines));
  const changes = withListings(
    events,
    records.flatMap(({ listing }) => listing ?? []),
  );
  const [unkept, unwritten] = await Promise.all([
    failures(
      records.filter(({ poison }) => poison !== undefined),
      (record) => rejectPoison('record-actors', record, archive),
    ),
    failures([...changes.values()], (change) => actors.record(change)),
  ]);
  const failed = new Set([...unkept, ...recordsOf(unwritten, records)]);
  const inOrder = records.filter((record) => failed.has(record));
  return { batchItemFailures: inOrder.map(({ sequence }) => ({ itemIdentifier: sequence })) };
}

const decode = (record: KinesisStreamRecord): ListingRecord[] => {
  if (isEventsRecord(record)) return [decodeRecord(record)];
  return isItemRecord(record) ? [decodeListing(record)] : [];
};

/** Those for which `work` failed; why goes to the log. */
async function failures<T extends DecodedRecord | ActorChange>(
  values: readonly T[],
  work: (value: T) => Promise<void>,
): Promise<T[]> {
  const results = await mapBounded(values, AT_ONCE, async (value) => {
    try {
      await work(value);
      return [];
    } catch (error) {
      logger.error('a record will be tried again', { error: error as Error });
      return [value];
    }
  });
  return results.flat();
}

/** The records with events or listings of any of these actors. */
function recordsOf(changes: readonly ActorChange[], records: readonly ListingRecord[]): ListingRecord[] {
  const touched = new Set<ActorKey>(changes.map(({ actor }) => actor));
  return records.filter(
    ({ lines, listing }) =>
      (listing && touched.has(listing.seller)) ||
      lines.some(({ event }) => actorsOf(event).some((actor) => touched.has(actor))),
  );
}
