import { togetherParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import { archivedEventsPrefix } from '../../contract/storage-keys.ts';
import type { Clock } from '../../domain/ports.ts';
import { resolveTogether } from '../../domain/together/parameters.ts';
import type { Stores } from '../runtime/ports.ts';
import { listFiles, planPreparation } from './prepare-parts.ts';
import { planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';
import { checkArchive, checkState, PLANNED_MEMORY } from './together-limits.ts';

/**
 * First step of the together job: settles the parameters, lists the archive, and hands out the files that
 * no run prepared yet. An archive without files plans no parts; assemble then says that there is nothing.
 *
 * @param memory bytes that one Lambda may fill
 * @throws TooLargeError for an archive that Lambdas cannot prepare or one of them cannot assemble
 */
export async function planTogether(
  input: RunInput,
  ports: Pick<Stores, 'archive' | 'artefacts' | 'runs'>,
  clock: Clock,
  memory = PLANNED_MEMORY,
): Promise<Planned> {
  return runStep('plan-together', input, ports.runs, clock, async () => {
    const parameters = resolveTogether(parseParameters(togetherParameters, input.parameters), clock());
    const files = await listFiles(ports.archive, archivedEventsPrefix);
    await checkArchive(files, ports.archive, memory);
    await putJson(ports.artefacts, planKey(input.runId), { parameters, files });
    const { parts, filesToPrepare } = await planPreparation(input.runId, files, ports.artefacts);
    const result = { ...input, parameters: { ...parameters }, parts };
    checkState('plan-together', parts.length, result);
    return { result, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}
