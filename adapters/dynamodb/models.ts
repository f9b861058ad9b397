import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { activated, beginVersion } from '../../domain/models/versions.ts';
import type { ModelPointer, ModelStore, ModelVersion } from '../../domain/ports.ts';
import { AdapterError } from '../errors.ts';
import { backOff } from '../retry.ts';
import { dynamoClient } from './client.ts';
import { getRow, putIfUnchanged, revisionOf } from './conditional.ts';
import { readModelRows, writeModelRows } from './model-rows.ts';
import { getRows, json, parseJson, queryRows, type Row, type Table, text } from './rows.ts';

/** Two publishes of one model are rare (a lease keeps them apart). */
const TRIES = 5;

export class PointerMovedError extends AdapterError {
  constructor(expected: ModelPointer, found: ModelPointer | undefined) {
    super(
      'pointer-moved',
      `model ${expected.model} was activated or published by somebody else meanwhile: its pointer is at ` +
        `${found?.active ?? 'nothing'} of ${found?.newest ?? 'nothing'}, expected ${expected.active} of ${expected.newest}`,
    );
  }
}

/** Models: a pointer and versions a model, and a row a key with its last two (ordinal, data). */
export function dynamoModels(name: string, client = dynamoClient()): ModelStore {
  const table = { client, name };
  return {
    pointers: () => pointers(table),
    pointer: async (model) => pointerOf(await getRow(table, pointerKey(model))),
    versions: (model) => versions(table, model),
    putVersion: (version) => putVersion(table, version),
    removeVersion: (model, version) => removeVersion(table, model, version),
    begin: (model, version) => begin(table, model, version),
    writeRows: (pointer, ordinal, rows, tolerance) =>
      writeModelRows(table, pointer, ordinal, rows, tolerance ?? 0),
    activate: (pointer, version, ordinal) => activate(table, pointer, version, ordinal),
    readRows: (requests) => readModelRows(table, requests),
  };
}

/** Which models there are: one small collection, so that nobody scans the table of rows. */
const INDEX = 'm#';
const partition = (model: string): string => `m#${model}`;
const pointerKey = (model: string): Row => ({ pk: text(partition(model)), sk: text('pointer') });
const pointerOf = (row: Row | undefined) => parseJson<ModelPointer>(row?.pointer);

async function pointers(table: Table): Promise<ModelPointer[]> {
  const index = await queryRows(table, {
    KeyConditionExpression: 'pk = :index',
    ExpressionAttributeValues: { ':index': text(INDEX) },
    ConsistentRead: true,
  });
  const keys = index.map(({ sk }) => pointerKey(sk!.S!));
  const rows = await getRows(table, keys, { consistent: true });
  const found = rows.flatMap((row) => pointerOf(row) ?? []);
  return found.sort((a, b) => (a.model < b.model ? -1 : 1));
}

async function versions(table: Table, model: string): Promise<ModelVersion[]> {
  const rows = await queryRows(table, {
    KeyConditionExpression: 'pk = :model AND begins_with(sk, :version)',
    ExpressionAttributeValues: { ':model': text(partition(model)), ':version': text('version#') },
    ConsistentRead: true,
  });
  const found = rows.map((row) => parseJson<ModelVersion>(row.version)!);
  return found.sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

async function putVersion(table: Table, version: ModelVersion): Promise<void> {
  await put(table, { ...versionKey(version.model, version.version), version: json(version) });
}

async function removeVersion({ client, name }: Table, model: string, version: string): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: name, Key: versionKey(model, version) }));
}

const versionKey = (model: string, version: string): Row => ({
  pk: text(partition(model)),
  sk: text(`version#${version}`),
});

async function put(table: Table, row: Row): Promise<void> {
  await table.client.send(new PutItemCommand({ TableName: table.name, Item: row }));
}

async function begin(table: Table, model: string, version: string) {
  // Before the pointer: a name without a pointer is passed over, a pointer without a name would be lost.
  await put(table, { pk: text(INDEX), sk: text(model) });
  for (let attempt = 0; ; attempt++) {
    const row = await getRow(table, pointerKey(model));
    const { ordinal, ...pointer } = beginVersion(pointerOf(row), model, version);
    if (await putPointer(table, pointer, row)) return { ...pointer, ordinal };
    if (attempt === TRIES) throw new PointerMovedError(pointer, pointerOf(row));
    await backOff(attempt);
  }
}

async function activate(
  table: Table,
  expected: ModelPointer,
  version: string,
  ordinal: number,
): Promise<ModelPointer> {
  const row = await getRow(table, pointerKey(expected.model));
  const stored = pointerOf(row);
  if (stored?.active !== expected.active || stored.newest !== expected.newest)
    throw new PointerMovedError(expected, stored);
  const moved = activated(stored, version, ordinal);
  if (!(await putPointer(table, moved, row))) throw new PointerMovedError(expected, stored);
  return moved;
}

async function putPointer(table: Table, pointer: ModelPointer, over: Row | undefined): Promise<boolean> {
  const row = { ...pointerKey(pointer.model), pointer: json(pointer) };
  return (await putIfUnchanged(table, row, revisionOf(over))).written;
}
