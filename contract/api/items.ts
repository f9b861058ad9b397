import { z } from 'zod';
import { ITEM_STATUSES, type Item } from '../../domain/catalogue/item.ts';
import type { Timestamp } from '../../domain/events/event.ts';
import { API_LIMITS } from '../limits.ts';
import { rejection } from './events.ts';
import { currency, id, money, scalar, text, timestamp } from './primitives.ts';

export const itemStatus = z.enum(ITEM_STATUSES);
const url = text(2048);
/** With all other fields at their longest, an item stays below DynamoDB's 400 KB: 3 bytes a unit. */
const MAX_ATTRIBUTES = 65_536;
const attributes = z
  .record(text(64), z.union([scalar, z.array(scalar).max(50)]))
  .refine((value) => Object.keys(value).length <= 50, 'must have at most 50 attributes')
  .refine(
    (value) => JSON.stringify(value).length <= MAX_ATTRIBUTES,
    `must be at most ${MAX_ATTRIBUTES} units of JSON`,
  );

const fields = {
  title: text(512),
  titles: z
    .record(z.string().min(2).max(16), text(512))
    .refine((value) => Object.keys(value).length <= 20, 'must have at most 20 locales')
    .optional(),
  categories: z.array(text(128)).min(1).max(10),
  price: money,
  currency: currency.optional(),
  listPrice: money.optional(),
  sellerId: id.optional(),
  listedAt: timestamp,
  availableFrom: timestamp.optional(),
  availableUntil: timestamp.optional(),
  stock: z.number().int().min(0).max(1e9).optional(),
  status: itemStatus,
  adult: z.boolean().optional(),
  repurchase: z
    .union([z.enum(['never', 'always']), z.strictObject({ afterDays: z.number().min(0).max(3650) })])
    .optional(),
  groupId: id.optional(),
  attributes: attributes.optional(),
  imageUrl: url.optional(),
  url: url.optional(),
  updatedAt: timestamp.optional(),
};

/** A whole item, as POST /items takes it. */
export const item = z.strictObject({ itemId: id, ...fields }).meta({ id: 'Item' }) satisfies z.ZodType<
  Item & { updatedAt?: Timestamp | undefined }
>;
export type ItemWrite = z.infer<typeof item>;

/** PUT /items/{itemId}: the id may be left out; when it is there it must be the path's. */
export const itemPut = z.strictObject({ itemId: id.optional(), ...fields });
/** PATCH /items/{itemId}: any fields; null removes an optional one. */
export const itemPatch = z
  .strictObject({
    title: fields.title,
    titles: fields.titles.nullable(),
    categories: fields.categories,
    price: fields.price,
    currency: fields.currency.nullable(),
    listPrice: fields.listPrice.nullable(),
    sellerId: fields.sellerId.nullable(),
    listedAt: fields.listedAt,
    availableFrom: fields.availableFrom.nullable(),
    availableUntil: fields.availableUntil.nullable(),
    stock: fields.stock.nullable(),
    status: fields.status,
    adult: fields.adult.nullable(),
    repurchase: fields.repurchase.nullable(),
    groupId: fields.groupId.nullable(),
    attributes: fields.attributes.nullable(),
    imageUrl: fields.imageUrl.nullable(),
    url: fields.url.nullable(),
    updatedAt: fields.updatedAt,
  })
  .partial();
export type ItemPatch = z.infer<typeof itemPatch>;

/** What the catalogue remembers by itself: answered, and refused in a write. */
const remembered = {
  previousPrice: money
    .optional()
    .meta({ description: 'the price before it fell, while it is lower; read-only' }),
  priceDroppedAt: timestamp.optional().meta({ description: 'when the price fell last; read-only' }),
  pastPrices: z
    .array(z.strictObject({ price: money, until: timestamp }))
    .optional()
    .meta({ description: 'the prices before this one, oldest first, at most 20; read-only' }),
  backAt: timestamp.optional().meta({ description: 'when it last came back on sale; read-only' }),
};
export const storedItem = z
  .strictObject({ itemId: id, ...fields, updatedAt: timestamp, ...remembered })
  .meta({ id: 'StoredItem' });

/** Each item is judged alone, by `item`. */
export const itemsBody = z.strictObject({
  items: z.array(z.unknown()).min(1).max(API_LIMITS.itemsPerRequest),
});
export const batchGetBody = z.strictObject({ itemIds: z.array(id).min(1).max(API_LIMITS.itemsPerRequest) });

/** Which items of POST /items were stored, and which were not and why. */
export const itemsReply = z
  .object({
    accepted: z.number().int(),
    items: z.array(z.object({ itemId: id, updatedAt: timestamp })),
    rejected: z.array(rejection),
  })
  .meta({ id: 'ItemsReply' });
