import type { ModelManifest } from '../../contract/api/runs.ts';
import type { ModelRef } from '../../contract/batch.ts';
import { modelPrefix } from '../../contract/storage-keys.ts';
import type { ModelRow } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { gzip } from './gzip.ts';
import { sha256, writeManifest } from './model-files.ts';

/** Versions of such a model that stay known: what a roll-back may go to. */
const VERSIONS_KEPT = 20;

/** What its manifest says besides its one file. */
export type MinuteModel = Omit<ModelManifest, 'files' | 'createdAt'>;

/** A model that is made every minute, in the standard format: one file, and few versions known. */
export async function writeMinuteModel(
  model: MinuteModel,
  rows: readonly ModelRow[],
  now: number,
  { artefacts, models }: Pick<Stores, 'artefacts' | 'models'>,
): Promise<ModelRef> {
  const { name, version } = model;
  const path = 'part-00000.ndjson.gz';
  const body = gzip(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await artefacts.put(`${modelPrefix(name, version)}${path}`, body);
  const files = [{ path, rows: rows.length, sha256: sha256(body) }];
  await writeManifest(artefacts, { ...model, createdAt: new Date(now).toISOString(), files });
  await prune(name, { artefacts, models });
  return { name, version };
}

/** A version a few minutes old is of no use: they must fill neither the table nor the bucket. */
async function prune(model: string, { artefacts, models }: Pick<Stores, 'artefacts' | 'models'>) {
  const known = await models.versions(model);
  const pointer = await models.pointer(model);
  const old = known.slice(VERSIONS_KEPT).filter(({ version }) => version !== pointer?.activeVersion);
  for (const { version } of old) {
    const keys: string[] = [];
    for await (const { key } of artefacts.list(modelPrefix(model, version))) keys.push(key);
    if (keys.length > 0) await artefacts.remove(keys);
    await models.removeVersion(model, version);
  }
}
