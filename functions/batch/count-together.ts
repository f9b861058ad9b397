import type { Nothing, PartInput } from '../../contract/batch.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { decodeGroups, fillRows } from '../../domain/together/back-off.ts';
import { decodeMatrix, type Matrix } from '../../domain/together/matrix.ts';
import { countRows } from '../../domain/together/rows.ts';
import type { Range } from '../../domain/together/work.ts';
import type { Stores } from '../runtime/ports.ts';
import { type KeptFigures, KeptPart, MOST_KEPT } from './count-kept.ts';
import { gzip } from './gzip.ts';
import { type CountFile, type CountWork, getBytes, getJson, workKey } from './run-files.ts';
import { runStep } from './step.ts';

/**
 * Counts a part's ranges of items and writes their files of the model: rows sorted by key.
 *
 * @param most bytes of counts that may be kept of a range
 */
export async function countTogether(
  input: PartInput,
  { artefacts, runs }: Pick<Stores, 'artefacts' | 'runs'>,
  clock: Clock,
  most = MOST_KEPT,
): Promise<Nothing> {
  return runStep('count-together', input, runs, clock, async () => {
    const work = await getJson<CountWork>(artefacts, workKey(input.runId, 'count-together', input.part));
    const counter = await toCounter(work, artefacts, most);
    const counts = { countedItems: 0, countedRows: 0 };
    for (const file of work.files) {
      const counted = await counter.count(file);
      const rows =
        work.groups === undefined
          ? [...counted]
          : await filled(work, file, counter.matrix, counted, artefacts);
      await artefacts.put(file.output, gzip(rows.join('')));
      counts.countedItems += file.to - file.from;
      counts.countedRows += rows.length;
    }
    return { result: {}, counts: { ...counts, ...counter.figures } };
  });
}

interface Counter {
  readonly matrix: Matrix;
  readonly figures: Readonly<Record<string, number>> | KeptFigures;
  count(file: CountFile): Promise<Iterable<string>> | Iterable<string>;
}

async function toCounter(work: CountWork, artefacts: ObjectStore, most: number): Promise<Counter> {
  const isKept = work.changes !== undefined || work.files.some(({ keep }) => keep !== undefined);
  if (isKept) return KeptPart.open(work, artefacts, most);
  const matrix = decodeMatrix(await getBytes(artefacts, work.matrix));
  return { matrix, figures: {}, count: ({ from, to }) => countRows(matrix, from, to, work.rules) };
}

async function filled(
  work: CountWork,
  range: Range,
  matrix: Matrix,
  rows: Iterable<string>,
  artefacts: ObjectStore,
) {
  const substitutes = decodeGroups(await getBytes(artefacts, work.groups!));
  return [...fillRows(matrix, rows, range, work.rules, substitutes)];
}
