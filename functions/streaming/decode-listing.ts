import type { KinesisStreamRecord } from 'aws-lambda';
import { z } from 'zod';
import { itemStatus } from '../../contract/api/items.ts';
import { id, timestamp } from '../../contract/api/primitives.ts';
import { ITEM_PARTITION_PREFIX } from '../../contract/stream.ts';
import { type Listing, listingOf } from '../../domain/identity/listing.ts';
import { type DecodedRecord, inWords, parseJson, placeOf } from './decode.ts';

/** A record of an item's write, with the listing that it tells of, if any. */
export interface ListingRecord extends DecodedRecord {
  readonly listing?: Listing | undefined;
}

/** Only what a listing is made of: the whole item is the business of those who keep items. */
const envelope = z.object({
  kind: z.literal('item'),
  receivedAt: timestamp,
  item: z.object({ status: itemStatus, sellerId: id.optional(), listedAt: timestamp }),
});

/** Records of items, by their partition key. */
export const isItemRecord = ({ kinesis }: KinesisStreamRecord): boolean =>
  kinesis.partitionKey.startsWith(ITEM_PARTITION_PREFIX);

/** Never throws: a record that cannot be read is answered with the reason. */
export function decodeListing(record: KinesisStreamRecord): ListingRecord {
  const place = { ...placeOf(record), lines: [] };
  const parsed = parseJson(place.body);
  if ('error' in parsed) return { ...place, poison: `not JSON: ${parsed.error}` };
  const read = envelope.safeParse(parsed.value);
  if (!read.success) return { ...place, poison: `not a record of an item: ${inWords(read.error)}` };
  return { ...place, listing: listingOf(read.data.item, read.data.receivedAt) };
}
