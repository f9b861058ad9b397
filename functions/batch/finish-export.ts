import { exportParameters } from '../../contract/api/runs.ts';
import type { Nothing, Planned } from '../../contract/batch.ts';
import {
  type ExportedFile,
  type ExportManifest,
  type ExportPlan,
  exportDoneKey,
  exportManifestKey,
  exportPlanKey,
} from '../../contract/exports.ts';
import type { Clock } from '../../domain/ports.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { getJson, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

const READS_AT_A_TIME = 16;

/** Last step of export-recommendations: the manifest, by which a reader knows that the export is whole. */
export async function finishExport(
  { parts, ...input }: Planned,
  { artefacts, runs }: Pick<Stores, 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Nothing> {
  return runStep('finish-export', input, runs, clock, async () => {
    const { page } = parseParameters(exportParameters, input.parameters);
    const { asOf } = await getJson<ExportPlan>(artefacts, exportPlanKey(input.runId));
    const files = await inParallel(parts, READS_AT_A_TIME, (part) =>
      getJson<ExportedFile>(artefacts, exportDoneKey(input.runId, part)),
    );
    const rows = files.reduce((sum, file) => sum + file.rows, 0);
    const manifest: ExportManifest = { runId: input.runId, page, asOf, rows, files };
    await putJson(artefacts, exportManifestKey(input.runId), manifest);
    return { result: {}, counts: { rows, files: files.length } };
  });
}
