import type { DocumentPointer, DocumentVersion, RegistryHead, RegistryStore } from '../../domain/ports.ts';
import { AdapterError } from '../errors.ts';
import { dynamoClient } from './client.ts';
import { getRow, putIfUnchanged, revisionOf } from './conditional.ts';
import { getRows, json, parseJson, queryRows, type Row, type Table, text, writeRows } from './rows.ts';

export class RegistryMovedError extends AdapterError {
  constructor(revision: number) {
    super(
      'registry-moved',
      `the registry was changed by somebody else meanwhile: it is not at revision ${revision} any more`,
    );
  }
}

/** One head row that says which versions hold, and a row a version, which nobody sees before the head names it. */
export function dynamoRegistry(name: string, client = dynamoClient()): RegistryStore {
  const table = { client, name };
  return {
    head: async () => headOf(await getRow(table, HEAD)),
    read: (wanted) => read(table, wanted),
    history: (key, pointer, limit) => history(table, key, pointer, limit),
    commit: (head, versions) => commit(table, head, versions),
  };
}

const HEAD: Row = { pk: text('head'), sk: text('head') };

const headOf = (row: Row | undefined): RegistryHead => ({
  revision: revisionOf(row),
  commit: row?.commit?.S ?? '',
  documents: new Map(parseJson<[string, DocumentPointer][]>(row?.documents) ?? []),
});

const partitionOf = (key: string) => text(`document#${key}`);
/** Sorted by version as text: up to 10^9 of them. */
const sortOf = ({ version, row }: DocumentPointer) => text(`${String(version).padStart(10, '0')}#${row}`);
const rowKey = (key: string, pointer: DocumentPointer): Row => ({
  pk: partitionOf(key),
  sk: sortOf(pointer),
});

const versionOf = (row: Row): DocumentVersion => parseJson<DocumentVersion>(row.version)!;

async function read(
  table: Table,
  wanted: readonly { readonly key: string; readonly pointer: DocumentPointer }[],
): Promise<(DocumentVersion | undefined)[]> {
  const keys = new Map(wanted.map(({ key, pointer }) => [nameOf(key, pointer.row), rowKey(key, pointer)]));
  // Rows never change, but one just written may not be everywhere yet.
  const rows = await getRows(table, [...keys.values()], { consistent: true });
  const found = new Map(rows.map(versionOf).map((version) => [nameOf(version.key, version.row), version]));
  return wanted.map(({ key, pointer }) => found.get(nameOf(key, pointer.row)));
}

const nameOf = (key: string, row: string): string => `${key}\t${row}`;

/** Rows of writers that lost lie between the others: only who is followed from the head is told. */
async function history(
  table: Table,
  key: string,
  pointer: DocumentPointer,
  limit: number,
): Promise<DocumentVersion[]> {
  const told: DocumentVersion[] = [];
  let next: string | undefined = pointer.row;
  for await (const row of newestFirst(table, key, pointer)) {
    const version = versionOf(row);
    if (version.row !== next) continue;
    told.push(version);
    next = version.previous;
    if (next === undefined || told.length === limit) break;
  }
  return told;
}

/** Versions a query; documents are some KB each, and most who look back look back a little. */
const PAGE = 50;

async function* newestFirst(table: Table, key: string, pointer: DocumentPointer): AsyncGenerator<Row> {
  let upTo = sortOf(pointer);
  for (;;) {
    const rows = await queryRows(
      table,
      {
        KeyConditionExpression: 'pk = :document AND sk <= :newest',
        ExpressionAttributeValues: { ':document': partitionOf(key), ':newest': upTo },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: PAGE,
      },
      PAGE,
    );
    yield* rows;
    const last = rows.at(-1)?.sk?.S;
    if (rows.length < PAGE || last === undefined) return;
    upTo = text(last);
  }
}

async function commit(table: Table, head: RegistryHead, versions: readonly DocumentVersion[]): Promise<void> {
  const puts = versions.map((version) => ({
    PutRequest: { Item: { ...rowKey(version.key, version), version: json(version) } },
  }));
  await writeRows(table, puts);
  const row = { ...HEAD, commit: text(head.commit), documents: json([...head.documents]) };
  const outcome = await putIfUnchanged(table, row, head.revision - 1);
  if (outcome.written) return;
  // The client may have written it, lost the answer, and tried again.
  const standing = headOf(await getRow(table, HEAD));
  if (standing.commit !== head.commit) throw new RegistryMovedError(head.revision - 1);
}
