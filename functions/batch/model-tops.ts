import { modelPrefix } from '../../contract/storage-keys.ts';
import { hash32 } from '../../domain/hash.ts';
import { TOP_ITEMS, type Tops } from '../../domain/models/tops.ts';
import type { ModelRow, ObjectStore } from '../../domain/ports.ts';
import { fileLines, type StoredManifest } from './model-files.ts';
import { keyOfLine } from './model-row.ts';

/** Rows whose tops are compared, of a model that has more: some 20 MB, and a chance error far below 1 %. */
const SAMPLED_ROWS = 20_000;

/** Which keys are compared: the same ones in any version, chosen by their hash. */
export function sampled({ manifest }: StoredManifest): (key: string) => boolean {
  const rows = manifest.files.reduce((sum, file) => sum + file.rows, 0);
  const below = (2 ** 32 * SAMPLED_ROWS) / Math.max(rows, SAMPLED_ROWS);
  return (key) => hash32(key) < below;
}

/** All keys of a version's files, checked when they were made, and the first items of wanted rows. */
export async function readTops(
  { manifest }: StoredManifest,
  wanted: (key: string) => boolean,
  artefacts: ObjectStore,
): Promise<{ readonly keys: readonly string[]; readonly tops: Tops }> {
  const keys: string[] = [];
  const tops = new Map<string, readonly string[]>();
  const prefix = modelPrefix(manifest.name, manifest.version);
  for (const { path } of manifest.files)
    for await (const line of fileLines(artefacts, `${prefix}${path}`)) {
      const key = keyOfLine(line);
      keys.push(key);
      if (wanted(key)) tops.set(key, topOf(line));
    }
  return { keys, tops };
}

const topOf = (line: string): string[] =>
  (JSON.parse(line) as ModelRow).items.slice(0, TOP_ITEMS).map(([itemId]) => itemId);
