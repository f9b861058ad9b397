import { exportParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import { archivedEventsPrefix, archivedHourPrefix } from '../../contract/storage-keys.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { activeSince, type ExportSources } from './export-files.ts';
import { listFiles, planPreparation } from './prepare-parts.ts';
import { planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

/** A client's clock may be five minutes ahead, so what arrived in the hour before a window may count in it. */
const AHEAD_MS = 3_600_000;

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
    const files = actors.users === 'all-active' ? await filesSince(activeSince(now, actors), ports) : [];
    const sources: ExportSources = { asOf: new Date(now).toISOString(), files };
    await putJson(ports.artefacts, planKey(input.runId), sources);
    const { parts, filesToPrepare } = await planPreparation(input.runId, files, ports.artefacts);
    return { result: { ...input, parts }, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}

async function filesSince(time: number, { archive }: Pick<Stores, 'archive'>) {
  const from = archivedHourPrefix(new Date(time - AHEAD_MS).toISOString());
  return (await listFiles(archive, archivedEventsPrefix)).filter(({ key }) => key >= from);
}
