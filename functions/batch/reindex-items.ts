import type { Nothing, PartInput } from '../../contract/batch.ts';
import { itemDocument } from '../../domain/search/document.ts';
import type { Stores } from '../runtime/ports.ts';
import { present } from '../runtime/search-port.ts';
import { type Refused, writeAll } from './reindex-writes.ts';
import type { StepOutcome } from './step.ts';

/** Parts of the items table: each of a million items is some minutes, and so few write at once that one node keeps up. */
export const SEGMENTS = 8;
/** Refused documents named in an error: a run's record is a row. */
const NAMED = 50;

export class DocumentsRefusedError extends Error {
  readonly code = 'documents-refused';
  constructor(refused: readonly Refused[]) {
    const named = refused.slice(0, NAMED).map(({ id, reason }) => `${id}: ${reason}`);
    const more = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
    super(`the index refused ${refused.length} items: ${named.join('; ')}${more}`);
  }
}

/** Writes every item of a part of the table, tombstones too. Again is harmless. @throws DocumentsRefusedError at the end */
export async function reindexItems(
  { part }: PartInput,
  ports: Pick<Stores, 'items' | 'index'>,
  waitMs?: number,
): Promise<StepOutcome<Nothing>> {
  const index = present(ports.index, 'a reindex could fill');
  const refused: Refused[] = [];
  let items = 0;
  for await (const page of ports.items.scan(part, SEGMENTS)) {
    refused.push(...(await writeAll(index, page.map(itemDocument), waitMs)));
    items += page.length;
  }
  if (refused.length > 0) throw new DocumentsRefusedError(refused);
  return { result: {}, counts: { items } };
}
