import { createHash } from 'node:crypto';
import type { ModelManifest } from '../../contract/api/runs.ts';
import { modelPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { parseRunId } from '../../domain/runs/run-id.ts';
import { fileLines, type StoredManifest, writeManifest } from './model-files.ts';
import { keyOfLine } from './model-row.ts';
import { getJson, modelsKey, type PlannedModel, planKey, type TogetherPlan } from './run-files.ts';

export interface MadeModel {
  readonly stored: StoredManifest;
  readonly keys: ReadonlySet<string>;
  /** Items acted on: with the rows they give the coverage. */
  readonly acted: number;
}

/** The models that a together run made: their manifests are written here, once all parts are there. */
export async function madeByRun(runId: string, artefacts: ObjectStore): Promise<MadeModel[]> {
  const planned = await getJson<PlannedModel[]>(artefacts, modelsKey(runId));
  const { parameters } = await getJson<TogetherPlan>(artefacts, planKey(runId));
  const createdAt = parseRunId(runId)?.startedAt ?? parameters.asOf;
  const made: MadeModel[] = [];
  for (const model of planned) {
    const { files, keys } = await readFiles(model, runId, artefacts);
    const { name, kind, parameters } = model;
    const about = { name, version: runId, kind, createdAt, producer: 'jangteo/together' };
    const manifest = { ...about, files, parameters };
    const checksum = await writeManifest(artefacts, manifest);
    made.push({ stored: { manifest, checksum }, keys, acted: model.items });
  }
  return made;
}

async function readFiles({ name, paths }: PlannedModel, runId: string, artefacts: ObjectStore) {
  const files: ModelManifest['files'] = [];
  const keys = new Set<string>();
  for (const path of paths) {
    const digest = createHash('sha256');
    let rows = 0;
    for await (const line of fileLines(artefacts, `${modelPrefix(name, runId)}${path}`, digest)) {
      rows++;
      keys.add(keyOfLine(line));
    }
    files.push({ path, rows, sha256: digest.digest('hex') });
  }
  return { files, keys };
}
