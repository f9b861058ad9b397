import { clustersParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { durationMs } from '../../domain/together/parameters.ts';
import { readClusterModel } from '../runtime/cluster-model.ts';
import type { Stores } from '../runtime/ports.ts';
import type { ClusterPlan } from './cluster-files.ts';
import { filesSince, planPreparation } from './prepare-parts.ts';
import { planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

const DEFAULT_CLUSTERS = 12;
const DEFAULT_WINDOW = 'P60D';

/**
 * First step of the clusters job: settles the parameters, and hands out the window's files that no run prepared yet. Files
 * that arrived before the window are left out, so that a run's size follows from the window and not from the archive's age;
 * a cookie's action whose only link is older stays the cookie's own.
 */
export async function planClusters(
  input: RunInput,
  ports: Pick<Stores, 'archive' | 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Planned> {
  return runStep('plan-clusters', input, ports.runs, clock, async () => {
    const given = parseParameters(clustersParameters, input.parameters);
    const { clusters = DEFAULT_CLUSTERS, window = DEFAULT_WINDOW } = given;
    const [now, windowMs] = [clock(), durationMs(window)];
    const files = await filesSince(now - windowMs, ports.archive);
    const asOf = new Date(now).toISOString();
    const lastVersion = (await readClusterModel(ports.artefacts))?.version;
    const plan: ClusterPlan = { asOf, windowMs, clusters, files, lastVersion };
    await putJson(ports.artefacts, planKey(input.runId), plan);
    const { parts, filesToPrepare } = await planPreparation(input.runId, files, ports.artefacts);
    const result = { ...input, parameters: { clusters, window }, parts };
    return { result, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}
