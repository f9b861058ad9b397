import type { Nothing, PartInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { decodeMatrix } from '../../domain/together/matrix.ts';
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
    const rows = [...countRows(matrix, work.from, work.to, work.rules)];
    await artefacts.put(work.output, gzip(rows.join('')));
    return { result: {}, counts: { countedItems: work.to - work.from, countedRows: rows.length } };
  });
}
