import type { ReindexPlanned, RunInput } from '../../contract/batch.ts';
import type { Stores } from '../runtime/ports.ts';
import { present } from '../runtime/search-port.ts';
import { SEGMENTS } from './reindex-items.ts';
import type { StepOutcome } from './step.ts';

/** A bulk load would only make a sick cluster sicker. */
export class ClusterUnwellError extends Error {
  readonly code = 'cluster-unwell';
  constructor(words: string) {
    super(`a reindex does not begin while the cluster is not well: ${words}`);
  }
}

/**
 * First step of the reindex job: makes the next index, which everybody who writes fills from now on too, and
 * hands out the parts of the items table. @throws NoSearchError, ClusterUnwellError
 */
export async function planReindex(
  input: RunInput,
  ports: Pick<Stores, 'index' | 'cluster'>,
): Promise<StepOutcome<ReindexPlanned>> {
  const index = present(ports.index, 'a reindex could fill');
  const { ok, words } = await present(ports.cluster, 'a reindex could ask how it is').health();
  if (!ok) throw new ClusterUnwellError(words);
  await index.ensure();
  const next = await index.beginNext(suffixOf(input.runId));
  const result = { ...input, parts: [...Array(SEGMENTS).keys()], index: next.index };
  return { result, counts: { parts: SEGMENTS } };
}

/** What an index may be called: lower case, and none of `\ / * ? " < > | , #` or blanks. */
const suffixOf = (runId: string): string => runId.toLowerCase().replace(/[^a-z0-9-]/g, '-');
