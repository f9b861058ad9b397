import { z } from 'zod';
import { API_LIMITS } from '../../limits.ts';
import { ITEM_EXAMPLES } from '../examples/items.ts';
import { batchGetBody, item, itemPatch, itemPut, itemsBody, itemsReply, storedItem } from '../items.ts';
import { id } from '../primitives.ts';
import { togetherQuery, togetherReply } from '../recommend.ts';
import { type Route, SERVER } from '../route.ts';

const common = { function: 'provider/catalogue', scopes: SERVER, tag: 'items' } as const;
const params = z.strictObject({ itemId: id });
const parameters = { itemId: 'i42' };
const stored = { description: 'the item as stored', schema: storedItem, example: ITEM_EXAMPLES.stored };
const onePath = '/v1/items/{itemId}';

export const ITEM_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'putItem',
    method: 'PUT',
    path: onePath,
    summary: 'Write a whole item',
    params,
    parameters,
    body: itemPut,
    example: ITEM_EXAMPLES.item,
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
    example: ITEM_EXAMPLES.items,
    replies: {
      200: {
        description: 'at least one item was stored',
        schema: itemsReply,
        example: ITEM_EXAMPLES.written,
      },
    },
  },
  {
    ...common,
    operationId: 'patchItem',
    method: 'PATCH',
    path: onePath,
    summary: 'Change some fields; null removes an optional one',
    params,
    parameters,
    body: itemPatch,
    example: ITEM_EXAMPLES.change,
    replies: { 200: { ...stored, example: ITEM_EXAMPLES.changed } },
  },
  {
    ...common,
    operationId: 'deleteItem',
    method: 'DELETE',
    path: onePath,
    summary: 'Delete an item; a tombstone with status deleted remains',
    params,
    parameters,
    replies: { 200: { ...stored, example: ITEM_EXAMPLES.deleted } },
  },
  {
    ...common,
    operationId: 'getItem',
    method: 'GET',
    path: onePath,
    summary: 'Read an item (a deleted one is answered with status deleted)',
    params,
    parameters,
    replies: { 200: stored },
  },
  {
    ...common,
    operationId: 'getItems',
    method: 'POST',
    path: '/v1/items/batch-get',
    summary: 'Read up to 500 items',
    body: batchGetBody,
    example: ITEM_EXAMPLES.ids,
    replies: {
      200: {
        description: 'the items known, in the order asked, and the ids of the others',
        schema: z.object({ items: z.array(storedItem), missing: z.array(id) }).meta({ id: 'Items' }),
        example: ITEM_EXAMPLES.found,
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
    parameters: { ...parameters, kind: 'view', channel: 'mobile', limit: 20 },
    query: togetherQuery,
    replies: { 200: { description: 'the row', schema: togetherReply, example: ITEM_EXAMPLES.together } },
  },
];
