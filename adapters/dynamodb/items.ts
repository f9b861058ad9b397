import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { StoredItem } from '../../domain/catalogue/item.ts';
import {
  decidePatch,
  decidePut,
  decideRemove,
  type ItemDecision,
} from '../../domain/catalogue/write-order.ts';
import type { ItemStore, ItemWriteOutcome } from '../../domain/ports.ts';
import { encodedFor } from '../../domain/titles/encoded.ts';
import { AdapterError } from '../errors.ts';
import { backOff } from '../retry.ts';
import { dynamoClient } from './client.ts';
import { getRow, putIfUnchanged, revisionOf } from './conditional.ts';
import { getRows, json, parseJson, type Row, type Table, text } from './rows.ts';

/** Rivals on one item are few; twenty lost races in a row mean something else is wrong. */
const TRIES = 20;

export class ItemContendedError extends AdapterError {
  constructor(itemId: string) {
    super('item-contended', `item ${itemId} changed under every one of ${TRIES} tries to write it`);
  }
}

type Decide = (stored: StoredItem | undefined) => ItemDecision;

/**
 * The catalogue: a row an item, its body as JSON, what its title is compared by, and a revision that every write is conditional on.
 */
export function dynamoItems(name: string, client = dynamoClient()): ItemStore {
  const table = { client, name };
  const change = async (itemId: string, decide: Decide) =>
    write(table, itemId, await getRow(table, keyOf(itemId)), decide);
  return {
    // A new item costs one call: only a row that is there already is read before it is decided about.
    put: (item, now) => write(table, item.itemId, undefined, (stored) => decidePut(stored, item, now)),
    patch: (itemId, fields, now) => change(itemId, (stored) => decidePatch(stored, fields, now)),
    remove: (itemId, now) => change(itemId, (stored) => decideRemove(stored, now)),
    async read(itemIds) {
      const rows = await getRows(table, [...new Set(itemIds)].map(keyOf), { consistent: true });
      return new Map(rows.map((row) => [row.pk!.S!, signed(row)]));
    },
    scan: (segment, segments) => scan(table, segment, segments),
  };
}

const keyOf = (itemId: string): Row => ({ pk: text(itemId) });
const itemOf = (row: Row | undefined) => parseJson<StoredItem>(row?.body);
const signatureIn = (row: Row | undefined): Pick<StoredItem, 'titleSignature'> =>
  row?.signature?.S === undefined ? {} : { titleSignature: row.signature.S };
/** A row written before titles had signatures has none. */
const signed = (row: Row): StoredItem => ({ ...itemOf(row)!, ...signatureIn(row) });

/** Consistent: whoever begins after a write has it, however the replicas lag. */
async function* scan(
  { client, name }: Table,
  Segment: number,
  TotalSegments: number,
): AsyncIterable<readonly StoredItem[]> {
  const asked = { TableName: name, ConsistentRead: true, Segment, TotalSegments };
  for await (const { Items = [] } of paginateScan({ client }, asked)) yield Items.map((row) => itemOf(row)!);
}

/** Decides on the row, writes if nobody else did meanwhile, else decides again on what they wrote. */
async function write(
  table: Table,
  itemId: string,
  first: Row | undefined,
  decide: Decide,
): Promise<ItemWriteOutcome> {
  let row = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { result, write: item } = decide(itemOf(row));
    if (!item) return result;
    const put = await putIfUnchanged(table, { ...keyOf(itemId), ...written(item, row) }, revisionOf(row));
    if (put.written) return result;
    if (attempt > 0) await backOff(attempt);
    row = put.row ?? (await getRow(table, keyOf(itemId)));
  }
  throw new ItemContendedError(itemId);
}

/** The signature is of the very title beside it: a title that stays keeps its own. */
function written(item: StoredItem, row: Row | undefined): Row {
  const former = { title: itemOf(row)?.title, ...signatureIn(row) };
  return { body: json(item), signature: text(encodedFor(item.title, former)) };
}
