import { repurchaseParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { durationMs } from '../../domain/together/parameters.ts';
import type { Stores } from '../runtime/ports.ts';
import { readRepurchaseRules } from '../runtime/repurchase.ts';
import { filesSince, planPreparation } from './prepare-parts.ts';
import type { RepurchasePlan } from './repurchase-files.ts';
import { planKey, putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

/** Four times the 90 days within which people come back: seasons even out. */
const DEFAULT_WINDOW = 'P365D';

/** First step of the repurchase job: settles the parameters, and hands out the window's files that no run prepared yet. */
export async function planRepurchase(
  input: RunInput,
  ports: Pick<Stores, 'archive' | 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Planned> {
  return runStep('plan-repurchase', input, ports.runs, clock, async () => {
    const given = parseParameters(repurchaseParameters, input.parameters);
    const { window = DEFAULT_WINDOW, force = false, ...rules } = given;
    const [now, windowMs] = [clock(), durationMs(window)];
    const files = await filesSince(now - windowMs, ports.archive);
    const last = await readRepurchaseRules(ports.artefacts);
    const plan: RepurchasePlan = { asOf: new Date(now).toISOString(), windowMs, files, rules, force, last };
    await putJson(ports.artefacts, planKey(input.runId), plan);
    const { parts, filesToPrepare } = await planPreparation(input.runId, files, ports.artefacts);
    const result = { ...input, parameters: { ...given, window }, parts };
    return { result, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}
