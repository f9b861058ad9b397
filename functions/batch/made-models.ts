import { createHash } from 'node:crypto';
import type { ModelManifest } from '../../contract/api/runs.ts';
import type { ModelRef } from '../../contract/batch.ts';
import { modelPrefix } from '../../contract/storage-keys.ts';
import { parseRunId } from '../../domain/runs/run-id.ts';
import type { Stores } from '../runtime/ports.ts';
import { fileLines, writeManifest } from './model-files.ts';
import { getJson, modelsKey, type PlannedModel, planKey, type TogetherPlan } from './run-files.ts';

type Ports = Pick<Stores, 'artefacts'>;

/** The models that a together run made: their manifests are written here, once all parts are there. */
export async function madeByRun(
  runId: string,
  { artefacts }: Ports,
): Promise<(ModelRef & { readonly acted: number })[]> {
  const planned = await getJson<PlannedModel[]>(artefacts, modelsKey(runId));
  const { parameters } = await getJson<TogetherPlan>(artefacts, planKey(runId));
  const createdAt = parseRunId(runId)?.startedAt ?? parameters.asOf;
  for (const model of planned)
    await writeManifest(artefacts, await toManifest(model, runId, createdAt, { artefacts }));
  return planned.map(({ name, items }) => ({ name, version: runId, acted: items }));
}

async function toManifest(
  model: PlannedModel,
  runId: string,
  createdAt: string,
  { artefacts }: Ports,
): Promise<ModelManifest> {
  const files: ModelManifest['files'] = [];
  for (const path of model.paths) {
    const digest = createHash('sha256');
    let rows = 0;
    for await (const _ of fileLines(artefacts, `${modelPrefix(model.name, runId)}${path}`, digest)) rows++;
    files.push({ path, rows, sha256: digest.digest('hex') });
  }
  const { name, kind, parameters } = model;
  return { name, version: runId, kind, createdAt, producer: 'jangteo/together', files, parameters };
}
