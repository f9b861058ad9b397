import { packItems, unpackItems } from '../../domain/models/pack.ts';
import { keep, type RowVersion, stays, visible } from '../../domain/models/versions.ts';
import type { ModelItem, ModelPointer, ModelRow, ModelStore } from '../../domain/ports.ts';
import { bytes, getRows, number, type Row, type Table, text, writeRows } from './rows.ts';

type Packed = RowVersion<Uint8Array>;

const keyOf = (model: string, key: string): string => `r#${model}#${key}`;
const rowKey = (pk: string): Row => ({ pk: text(pk), sk: text('row') });

/**
 * Writes rows beside what readers see now, but for those that may stay. One writer a model (the job's
 * lease), so that reading and writing need no condition; a retry writes the same again.
 */
export async function writeModelRows(
  table: Table,
  pointer: ModelPointer,
  ordinal: number,
  rows: Parameters<ModelStore['writeRows']>[2],
  tolerance: number,
): ReturnType<ModelStore['writeRows']> {
  const wanted = new Map(rows.map(({ key, items }) => [keyOf(pointer.model, key), items]));
  const stored = await readByPk(table, [...wanted.keys()], true);
  const requests = [...wanted].flatMap(([pk, items]) => {
    const versions = versionsOf(stored.get(pk));
    if (stays(versions.map(unpacked), pointer, ordinal, items, tolerance)) return [];
    return request(pk, keep(versions, pointer, ordinal, items && packItems(items)));
  });
  const kept = wanted.size - requests.length;
  return { rows: requests.length, kept, writeUnits: await writeRows(table, requests) };
}

const unpacked = ({ ordinal, data }: Packed) => ({ ordinal, data: data && unpackItems(data) });

/** A row that would hold nothing but tombstones is deleted: that reads the same. */
function request(pk: string, versions: readonly Packed[]) {
  if (versions.every(({ data }) => data === undefined)) return { DeleteRequest: { Key: rowKey(pk) } };
  return { PutRequest: { Item: { ...rowKey(pk), ...attributesOf(versions) } } };
}

/** Rows as their pointers show them, in the order asked; each key is read once, 100 a call. */
export async function readModelRows(
  table: Table,
  requests: Parameters<ModelStore['readRows']>[0],
): Promise<(ModelRow | undefined)[]> {
  const pks = requests.map(({ pointer, key }) => keyOf(pointer.model, key));
  const rows = await readByPk(table, [...new Set(pks)], false);
  return requests.map(({ pointer, key }, at) => {
    const data = visible(versionsOf(rows.get(pks[at]!)), pointer)?.data;
    return data && { key, items: itemsOf(data) };
  });
}

async function readByPk(
  table: Table,
  pks: readonly string[],
  consistent: boolean,
): Promise<Map<string, Row>> {
  const rows = await getRows(table, pks.map(rowKey), { consistent });
  return new Map(rows.map((row) => [row.pk!.S!, row]));
}

const itemsOf = (data: Uint8Array): readonly ModelItem[] => unpackItems(data);

/** `o0`/`d0`, `o1`/`d1`: ordinal and packed items of each version; no `d`: a tombstone. */
function attributesOf(versions: readonly Packed[]): Row {
  const attributes = versions.flatMap(({ ordinal, data }, at) => [
    [`o${at}`, number(ordinal)] as const,
    ...(data ? [[`d${at}`, bytes(data)] as const] : []),
  ]);
  return Object.fromEntries(attributes);
}

function versionsOf(row: Row | undefined): Packed[] {
  return [0, 1].flatMap((at) => {
    const ordinal = row?.[`o${at}`]?.N;
    return ordinal === undefined ? [] : [{ ordinal: Number(ordinal), data: row?.[`d${at}`]?.B }];
  });
}
