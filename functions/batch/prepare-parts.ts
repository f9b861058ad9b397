import { archivedEventsPrefix, archivedHourPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { preparedFormPrefix, preparedKey, putJson, type RawFile, workKey } from './run-files.ts';
import { TooLargeError } from './together-limits.ts';

const MIB = 1024 * 1024;
/** Compressed bytes of raw files that one child of the Map prepares: a few seconds of work. */
const BYTES_PER_PART = 4 * MIB;
/** Small files are bound by requests: 200 at some 20 ms each are again a few seconds. */
const FILES_PER_PART = 200;
/** Parts of a run as it should be; an archive that needs more of them gets larger ones. */
const PARTS = 5_000;
/** At 2 MB/s measured, half of it on Lambda, 64 s of the function's 300. */
const MOST_BYTES_PER_PART = 64 * MIB;
/** A file is prepared whole: some 500,000 events of usual size, a kilobyte each in memory. */
const MOST_BYTES_PER_FILE = 32 * MIB;

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
  const open = await unprepared(files, artefacts);
  checkSizes(open);
  const parts = toParts(open);
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

/** A client's clock may be five minutes ahead: what arrived in the hour before a time may be of after it. */
const AHEAD_MS = 3_600_000;

/** Raw files that may hold events from `time` on, ms, so that their size follows from a window and not from the archive's age. */
export async function filesSince(time: number, archive: ObjectStore): Promise<RawFile[]> {
  const from = archivedHourPrefix(new Date(time - AHEAD_MS).toISOString());
  return (await listFiles(archive, archivedEventsPrefix)).filter(({ key }) => key >= from);
}

async function unprepared(files: readonly RawFile[], artefacts: ObjectStore): Promise<RawFile[]> {
  const prepared = new Set<string>();
  for await (const { key } of artefacts.list(preparedFormPrefix)) prepared.add(key);
  return files.filter((file) => !prepared.has(preparedKey(file)));
}

/** Refuses what prepare could not do within Lambda's memory and time. @throws TooLargeError */
function checkSizes(files: readonly RawFile[]): void {
  const large = files.find(({ size }) => size > MOST_BYTES_PER_FILE);
  if (large)
    throw new TooLargeError(
      `file ${large.key} of the archive has ${large.size} bytes, and one Lambda prepares at most ${MOST_BYTES_PER_FILE} in one piece; split it and run again`,
    );
  const bytes = sizeOf(files);
  if (bytes > PARTS * MOST_BYTES_PER_PART)
    throw new TooLargeError(
      `${files.length} files of ${bytes} bytes in all are to be prepared, and a run prepares at most ${PARTS * MOST_BYTES_PER_PART}; prepare the archive in pieces, or with another engine (docs/scale.md)`,
    );
}

/** Files in their order; a part is full by bytes or by number. */
function toParts(files: readonly RawFile[]): RawFile[][] {
  const bytesPerPart = Math.max(BYTES_PER_PART, Math.ceil(sizeOf(files) / PARTS));
  const filesPerPart = Math.max(FILES_PER_PART, Math.ceil(files.length / PARTS));
  const parts: RawFile[][] = [];
  let room = 0;
  for (const file of files) {
    const last = parts.at(-1);
    if (last === undefined || room < file.size || last.length >= filesPerPart) {
      parts.push([]);
      room = bytesPerPart;
    }
    parts.at(-1)!.push(file);
    room -= file.size;
  }
  return parts;
}

const sizeOf = (files: readonly RawFile[]): number => files.reduce((sum, { size }) => sum + size, 0);
