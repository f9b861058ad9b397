import type { Nothing, PartInput } from '../../contract/batch.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { decodeGroups, fillRows } from '../../domain/together/back-off.ts';
import { decodeMatrix, type Matrix } from '../../domain/together/matrix.ts';
import { countRows } from '../../domain/together/rows.ts';
import type { Stores } from '../runtime/ports.ts';
import { gzip } from './gzip.ts';
import { type CountWork, getBytes, getJson, workKey } from './run-files.ts';
import { runStep } from './step.ts';

/** Counts a part's range of items and writes its file of the model: rows sorted by key. */
export async function countTogether(
  input: PartInput,
  { artefacts, runs }: Pick<Stores, 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Nothing> {
  return runStep('count-together', input, runs, clock, async () => {
    const work = await getJson<CountWork>(artefacts, workKey(input.runId, 'count-together', input.part));
    const matrix = decodeMatrix(await getBytes(artefacts, work.matrix));
    const counted = countRows(matrix, work.from, work.to, work.rules);
    const rows = work.groups === undefined ? [...counted] : await filled(work, matrix, counted, artefacts);
    await artefacts.put(work.output, gzip(rows.join('')));
    return { result: {}, counts: { countedItems: work.to - work.from, countedRows: rows.length } };
  });
}

async function filled(work: CountWork, matrix: Matrix, rows: Iterable<string>, artefacts: ObjectStore) {
  const substitutes = decodeGroups(await getBytes(artefacts, work.groups!));
  return [...fillRows(matrix, rows, work, work.rules, substitutes)];
}
