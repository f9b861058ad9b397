import type { KinesisStreamRecord } from 'aws-lambda';
import { z } from 'zod';
import { inWords, parseJson, placeOf, type StreamPlace } from './decode.ts';

/** A change of an item: which item, for the items table knows what it is now. */
export interface DecodedItem extends StreamPlace {
  readonly itemId?: string;
  /** Why it cannot be taken. */
  readonly poison?: string;
}

const envelope = z.object({ kind: z.literal('item'), item: z.object({ itemId: z.string().min(1) }) });

/** Never throws: a record that cannot be read is answered with the reason. */
export function decodeItem(record: KinesisStreamRecord): DecodedItem {
  const place = placeOf(record);
  const parsed = parseJson(place.body);
  if ('error' in parsed) return { ...place, poison: `not JSON: ${parsed.error}` };
  const read = envelope.safeParse(parsed.value);
  if (!read.success) return { ...place, poison: `not a record of an item: ${inWords(read.error)}` };
  return { ...place, itemId: read.data.item.itemId };
}
