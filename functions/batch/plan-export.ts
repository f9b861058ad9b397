import { exportParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { activeSince, type ExportSources } from './export-files.ts';
import { filesSince, planPreparation } from './prepare-parts.ts';
import { planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

/**
 * First step of export-recommendations: settles the moment of all pages, and hands out the window's files that no run prepared
 * yet. Who named the users needs no files.
 */
export async function planExport(
  input: RunInput,
  ports: Pick<Stores, 'archive' | 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Planned> {
  return runStep('plan-export', input, ports.runs, clock, async () => {
    const { actors } = parseParameters(exportParameters, input.parameters);
    const now = clock();
    const files =
      actors.users === 'all-active' ? await filesSince(activeSince(now, actors), ports.archive) : [];
    const sources: ExportSources = { asOf: new Date(now).toISOString(), files };
    await putJson(ports.artefacts, planKey(input.runId), sources);
    const { parts, filesToPrepare } = await planPreparation(input.runId, files, ports.artefacts);
    return { result: { ...input, parts }, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}
