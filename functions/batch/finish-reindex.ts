import type { Nothing, ReindexPlanned } from '../../contract/batch.ts';
import type { ItemIndex, RunStore } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { present } from '../runtime/search-port.ts';
import { indexPopularity } from './index-popularity.ts';
import type { StepOutcome } from './step.ts';

export class IndexIncompleteError extends Error {
  readonly code = 'index-incomplete';
  constructor(index: string, words: string) {
    super(`the alias does not move to ${index}: ${words}; the index before it still serves`);
  }
}

/**
 * Last step of the reindex job: writes the items' popularity, looks whether all items are there, and moves the
 * alias. Again is harmless, also after the alias has moved. @throws IndexIncompleteError, SearchFailure
 */
export async function finishReindex(
  { runId, index: name }: ReindexPlanned,
  ports: Pick<Stores, 'artefacts' | 'index' | 'runs'>,
): Promise<StepOutcome<Nothing>> {
  const index = present(ports.index, 'a reindex could finish');
  const scanned = await scannedItems(runId, name, ports.runs);
  const isToDo = !(await isMoved(name, index));
  const children = isToDo ? await writePopularity(name, { artefacts: ports.artefacts, index }) : 0;
  if (isToDo) await assertWhole(name, scanned, index);
  const { removed } = await index.finishNext(name);
  return { result: {}, counts: { items: scanned, children, removedIndices: removed.length } };
}

/** An earlier try may have moved the alias and died before it could say so. */
async function isMoved(name: string, index: ItemIndex): Promise<boolean> {
  const { current, next } = await index.describe();
  return current === name && next !== name;
}

/** Answers how many children were written. */
async function writePopularity(name: string, ports: Parameters<typeof indexPopularity>[0]): Promise<number> {
  const { children, failed } = await indexPopularity(ports, { all: true });
  if (failed > 0) throw new IndexIncompleteError(name, `it did not take the popularity of ${failed} items`);
  return children;
}

async function assertWhole(name: string, scanned: number, index: ItemIndex): Promise<void> {
  const { documents } = await index.describe();
  const held = documents[name] ?? 0;
  if (held < scanned) throw new IndexIncompleteError(name, `it holds ${held} items of ${scanned} scanned`);
}

/** What the parts of this run wrote, by its record. */
async function scannedItems(runId: string, name: string, runs: RunStore): Promise<number> {
  const known = await runs.read(runId);
  if (!known) throw new IndexIncompleteError(name, `the run ${runId} has no record of what was scanned`);
  const parts = known.steps.filter(({ step }) => step === 'reindex-items');
  return parts.reduce((sum, { counts }) => sum + (counts?.items ?? 0), 0);
}
