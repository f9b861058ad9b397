import { setTimeout as sleep } from 'node:timers/promises';
import type { IndexDocument, ItemIndex } from '../../domain/ports.ts';
import { isRefusedForGood } from '../runtime/search-port.ts';

/** A small cluster refuses some of a bulk load now and then: 1 + 2 + 4 + 8 s are time for it to catch up. */
const TRIES = 5;
const FIRST_WAIT_MS = 1000;

export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** Writes documents, and what the index did not take again. Answers those refused at last. @throws SearchFailure */
export async function writeAll(
  index: Pick<ItemIndex, 'write'>,
  documents: readonly IndexDocument[],
  waitMs = FIRST_WAIT_MS,
): Promise<Refused[]> {
  const refused: Refused[] = [];
  let left = documents;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt > 0) await sleep(waitMs * 2 ** (attempt - 1));
    const reasons = await writeOnce(index, left, attempt);
    const failed = left.flatMap((document, at) => (reasons[at] ? [{ document, reason: reasons[at] }] : []));
    const isLast = attempt === TRIES - 1;
    const final = failed.filter(({ reason }) => isLast || isRefusedForGood(reason));
    refused.push(...final.map(({ document, reason }) => ({ id: document.id, reason })));
    left = failed.filter((one) => !final.includes(one)).map(({ document }) => document);
  }
  return refused;
}

/** A failure of the whole as one of each, until the last try throws it. */
async function writeOnce(
  index: Pick<ItemIndex, 'write'>,
  documents: readonly IndexDocument[],
  attempt: number,
): Promise<readonly (string | undefined)[]> {
  try {
    return await index.write(documents);
  } catch (error) {
    if (attempt === TRIES - 1) throw error;
    return documents.map(() => (error as Error).message);
  }
}
