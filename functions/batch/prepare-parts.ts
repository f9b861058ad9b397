import type { ObjectStore } from '../../domain/ports.ts';
import { preparedFormPrefix, preparedKey, putJson, type RawFile, workKey } from './run-files.ts';

/** Compressed bytes of raw files that one child of the Map prepares: a few seconds of work. */
const BYTES_PER_PART = 4 * 1024 * 1024;
/** Small files are bound by requests: 200 at some 20 ms each are again a few seconds. */
const FILES_PER_PART = 200;

/** The parts of a Map prepare-events, and how many files they prepare in all. */
export interface Preparation {
  readonly parts: readonly number[];
  readonly filesToPrepare: number;
}

/** Hands out those of a run's raw files that no run prepared yet: a work list a part, under the run's prefix. */
export async function planPreparation(
  runId: string,
  files: readonly RawFile[],
  artefacts: ObjectStore,
): Promise<Preparation> {
  const parts = toParts(await unprepared(files, artefacts));
  for (const [part, work] of parts.entries())
    await putJson(artefacts, workKey(runId, 'prepare-events', part), work);
  const filesToPrepare = parts.reduce((sum, part) => sum + part.length, 0);
  return { parts: [...parts.keys()], filesToPrepare };
}

/** Raw files of the archive below a prefix, by key. */
export async function listFiles(archive: ObjectStore, prefix: string): Promise<RawFile[]> {
  const files: RawFile[] = [];
  for await (const { key, etag, size } of archive.list(prefix)) files.push({ key, etag, size });
  return files.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function unprepared(files: readonly RawFile[], artefacts: ObjectStore): Promise<RawFile[]> {
  const prepared = new Set<string>();
  for await (const { key } of artefacts.list(preparedFormPrefix)) prepared.add(key);
  return files.filter((file) => !prepared.has(preparedKey(file)));
}

function toParts(files: readonly RawFile[]): RawFile[][] {
  const parts: RawFile[][] = [];
  let room = 0;
  for (const file of files) {
    const last = parts.at(-1);
    if (last === undefined || room < file.size || last.length >= FILES_PER_PART) {
      parts.push([]);
      room = BYTES_PER_PART;
    }
    parts.at(-1)!.push(file);
    room -= file.size;
  }
  return parts;
}
