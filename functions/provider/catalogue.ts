import type { z } from 'zod';
import type { batchGetBody, ItemPatch, ItemWrite, itemPut, itemsBody } from '../../contract/api/items.ts';
import { asAnswered, type StoredItem } from '../../domain/catalogue/item.ts';
import type { ItemStore, ItemWriteOutcome } from '../../domain/ports.ts';
import { type ApiContext, type ApiReply, type ApiRequest, iso, type Operations, ok } from '../runtime/api.ts';
import { Problem, preview, unavailable } from '../runtime/problems.ts';
import { changeEntry, isAhead, tooFarAhead, writeItems } from './item-writes.ts';
import { putAll } from './stream-put.ts';
import { together } from './together.ts';

type One<Body = unknown> = ApiRequest<{ params: { itemId: string }; query: unknown; body: Body }>;

/** The function provider/catalogue. */
export const catalogue: Operations = {
  putItem,
  putItems,
  patchItem,
  deleteItem,
  getItem,
  getItems,
  getTogether: together,
};

async function putItem(request: One<z.infer<typeof itemPut>>, context: ApiContext): Promise<ApiReply> {
  const { itemId } = request.params;
  const given = request.body.itemId;
  if (given !== undefined && given !== itemId)
    throw wrongField('itemId', `must be the path's ${preview(itemId)} or left out`, given);
  const item: ItemWrite = { ...request.body, itemId };
  return write(request, context, item.updatedAt, (items) => items.put(item, request.now));
}

async function patchItem(request: One<ItemPatch>, context: ApiContext): Promise<ApiReply> {
  const { params, body, now } = request;
  return write(request, context, body.updatedAt, (items) => items.patch(params.itemId, body, now));
}

async function deleteItem(request: One, context: ApiContext): Promise<ApiReply> {
  return write(request, context, undefined, (items) => items.remove(request.params.itemId, request.now));
}

/** A write is durable before its change record leaves; if that fails, repeating the write is harmless. */
async function write(
  { params, now }: One,
  { stores }: ApiContext,
  updatedAt: string | undefined,
  perform: (items: ItemStore) => Promise<ItemWriteOutcome>,
): Promise<ApiReply> {
  if (isAhead(updatedAt, now)) throw wrongField('updatedAt', tooFarAhead(), updatedAt, 'updated-in-future');
  const written = await perform(stores.items).catch((cause) => {
    throw unavailable('store', cause);
  });
  if (written.outcome === 'unknown') throw unknownItem(params.itemId);
  if (written.outcome === 'stale') throw stale(written.item, updatedAt);
  const [failed] = await putAll(stores.stream, [changeEntry(written.item, iso(now))]);
  if (failed) throw unavailable('stream');
  return ok(written.item);
}

function stale(item: StoredItem, got: string | undefined): Problem {
  const detail = `updatedAt: the stored version of ${preview(item.updatedAt)} is newer, or wins at the same time, got ${preview(got)}`;
  return new Problem(409, 'stale-write', detail, { members: { updatedAt: item.updatedAt } });
}

const unknownItem = (itemId: string): Problem =>
  new Problem(404, 'unknown-item', `itemId: no such item, got ${preview(itemId)}`);

function wrongField(field: string, message: string, value: unknown, code = 'invalid-body'): Problem {
  const got = preview(value);
  return new Problem(400, code, `${field}: ${message}, got ${got}`, { errors: [{ field, message, got }] });
}

async function putItems(
  request: ApiRequest<{ params: unknown; query: unknown; body: z.infer<typeof itemsBody> }>,
  { stores }: ApiContext,
): Promise<ApiReply> {
  const { stored, rejected } = await writeItems(request.body.items, request.now, stores);
  if (stored.length > 0) {
    const items = stored.map(({ itemId, updatedAt }) => ({ itemId, updatedAt }));
    return ok({ accepted: stored.length, items, rejected });
  }
  const retryable = rejected.some((rejection) => rejection.retryable);
  const first = rejected[0]!;
  const detail = `no item was taken, the first (index ${first.index}): ${first.detail}`;
  throw new Problem(retryable ? 503 : 400, retryable ? first.code : 'every-item-rejected', detail, {
    members: { rejected },
    ...(retryable && { headers: { 'retry-after': '1' } }),
  });
}

async function getItem({ params }: One, context: ApiContext): Promise<ApiReply> {
  const item = (await read([params.itemId], context)).get(params.itemId);
  if (!item) throw unknownItem(params.itemId);
  return ok(asAnswered(item));
}

async function getItems(
  { body }: ApiRequest<{ params: unknown; query: unknown; body: z.infer<typeof batchGetBody> }>,
  context: ApiContext,
): Promise<ApiReply> {
  const asked = [...new Set(body.itemIds)];
  const known = await read(asked, context);
  return ok({
    items: asked.flatMap((itemId) => known.get(itemId) ?? []).map(asAnswered),
    missing: asked.filter((itemId) => !known.has(itemId)),
  });
}

const read = (itemIds: readonly string[], { stores }: ApiContext): Promise<Map<string, StoredItem>> =>
  stores.items.read(itemIds).catch((cause) => {
    throw unavailable('store', cause);
  });
