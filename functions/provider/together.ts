import type { z } from 'zod';
import type { togetherQuery } from '../../contract/api/recommend.ts';
import type { ModelPointer, ModelRow } from '../../domain/ports.ts';
import { type ApiContext, type ApiReply, type ApiRequest, ok } from '../runtime/api.ts';
import { Problem, preview, unavailable } from '../runtime/problems.ts';
import { type Channel, channelOrder } from './model-reader.ts';

type Request = ApiRequest<{
  params: { itemId: string };
  query: z.infer<typeof togetherQuery>;
  body: unknown;
}>;

interface Found {
  readonly channel: Channel;
  readonly pointer: ModelPointer;
  readonly row: ModelRow;
}

/** GET /items/{itemId}/together: the row of the first channel that has one, as the model holds it. */
export async function together({ params, query }: Request, context: ApiContext): Promise<ApiReply> {
  const found = await find(params.itemId, query, context).catch((cause) => {
    throw unavailable('store', cause);
  });
  if (!found) throw nothing(params.itemId, query.kind);
  const { channel, pointer, row } = found;
  const model = { name: pointer.model, version: pointer.activeVersion };
  const items = row.items
    .slice(0, query.limit)
    .map(([itemId, score, count]) => (count === undefined ? { itemId, score } : { itemId, score, count }));
  return ok({ itemId: params.itemId, kind: query.kind, channel, model, items });
}

/** Pointers are read anew: whoever looks at raw rows wants to see what was just published. */
async function find(
  key: string,
  { kind, channel }: Request['query'],
  { stores }: ApiContext,
): Promise<Found | undefined> {
  const pointers = new Map((await stores.models.pointers()).map((pointer) => [pointer.model, pointer]));
  const asked = channelOrder(channel).flatMap((name) => {
    const pointer = pointers.get(`together-${kind}-${name}`);
    return pointer?.activeVersion === undefined ? [] : [{ channel: name, pointer }];
  });
  const rows = await stores.models.readRows(asked.map(({ pointer }) => ({ pointer, key })));
  const place = rows.findIndex((row) => row !== undefined && row.items.length > 0);
  return place < 0 ? undefined : { ...asked[place]!, row: rows[place]! };
}

const nothing = (itemId: string, kind: string): Problem =>
  new Problem(404, 'no-row', `itemId: no ${kind} row in any channel, got ${preview(itemId)}`);
