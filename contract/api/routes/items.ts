import { z } from 'zod';
import { API_LIMITS } from '../../limits.ts';
import { batchGetBody, item, itemPatch, itemPut, itemsBody, itemsReply, storedItem } from '../items.ts';
import { id } from '../primitives.ts';
import { togetherQuery, togetherReply } from '../recommend.ts';
import { type Route, SERVER } from '../route.ts';

const common = { function: 'provider/catalogue', scopes: SERVER, tag: 'items' } as const;
const params = z.strictObject({ itemId: id });
const stored = { description: 'the item as stored', schema: storedItem };
const onePath = '/v1/items/{itemId}';

const EXAMPLE = {
  itemId: 'i42',
  title: 'Linen shirt',
  titles: { en: 'Linen shirt', ko: '리넨 셔츠' },
  categories: ['fashion', 'men', 'shirts'],
  price: 39000,
  currency: 'KRW',
  sellerId: 's7',
  listedAt: '2026-11-20T09:00:00.000Z',
  status: 'on_sale',
};

export const ITEM_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'putItem',
    method: 'PUT',
    path: onePath,
    summary: 'Write a whole item',
    params,
    body: itemPut,
    example: EXAMPLE,
    replies: { 200: stored },
  },
  {
    ...common,
    operationId: 'putItems',
    method: 'POST',
    path: '/v1/items',
    summary: 'Write up to 500 items; each is judged alone',
    body: itemsBody,
    shownBody: z.strictObject({ items: z.array(item).min(1).max(API_LIMITS.itemsPerRequest) }),
    example: { items: [EXAMPLE] },
    replies: { 200: { description: 'at least one item was stored', schema: itemsReply } },
  },
  {
    ...common,
    operationId: 'patchItem',
    method: 'PATCH',
    path: onePath,
    summary: 'Change some fields; null removes an optional one',
    params,
    body: itemPatch,
    example: { status: 'sanctioned' },
    replies: { 200: stored },
  },
  {
    ...common,
    operationId: 'deleteItem',
    method: 'DELETE',
    path: onePath,
    summary: 'Delete an item; a tombstone with status deleted remains',
    params,
    replies: { 200: stored },
  },
  {
    ...common,
    operationId: 'getItem',
    method: 'GET',
    path: onePath,
    summary: 'Read an item (a deleted one is answered with status deleted)',
    params,
    replies: { 200: stored },
  },
  {
    ...common,
    operationId: 'getItems',
    method: 'POST',
    path: '/v1/items/batch-get',
    summary: 'Read up to 500 items',
    body: batchGetBody,
    example: { itemIds: ['i42', 'i43'] },
    replies: {
      200: {
        description: 'the items known, in the order asked, and the ids of the others',
        schema: z.object({ items: z.array(storedItem), missing: z.array(id) }).meta({ id: 'Items' }),
      },
    },
  },
  {
    ...common,
    operationId: 'getTogether',
    method: 'GET',
    path: '/v1/items/{itemId}/together',
    summary: "An item's neighbours as the batch job counted them: raw rows, unfiltered",
    description: 'channel in the answer is the one that answered: mobile falls back to web, both to all.',
    params,
    query: togetherQuery,
    replies: { 200: { description: 'the row', schema: togetherReply } },
  },
];
