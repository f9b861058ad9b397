import type { RebuildPlanned, RunInput } from '../../contract/batch.ts';
import { archivedEventsPrefix, erasuresPrefix } from '../../contract/storage-keys.ts';
import type { ObjectStore, StoredObject } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { erasure, erasuresKey, type ScatterWork, workListKey } from './rebuild-files.ts';
import type { StepOutcome } from './step.ts';

const MIB = 1024 * 1024;
/** Packed bytes that one scatter part reads: about 500,000 events, half a minute of checking lines. */
const PART_BYTES = 16 * MIB;
/** A part costs a request a file: many small files of the stream end a part too. */
const PART_FILES = 2000;
/** Packed bytes of a partition: some 100,000 events, held whole by gather-actors in about 200 MB. */
const PARTITION_BYTES = 3 * MIB;
const MAX_PARTITIONS = 256;

/** Deals the archive's files into parts, and says into how many partitions of actors they are scattered. */
export async function planRebuild(
  { runId, job, parameters }: RunInput,
  { archive, artefacts }: Pick<Stores, 'archive' | 'artefacts'>,
): Promise<StepOutcome<RebuildPlanned>> {
  const files = await Array.fromAsync(archive.list(archivedEventsPrefix));
  const erasures = await readErasures(archive);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const partitions = Math.min(MAX_PARTITIONS, Math.ceil(bytes / PARTITION_BYTES));
  const parts = inParts(files);
  await artefacts.put(erasuresKey(runId), JSON.stringify([...erasures]));
  for (const [part, of] of parts.entries()) {
    const work: ScatterWork = { files: of.map(({ key }) => key), partitions };
    await artefacts.put(workListKey(runId, part), JSON.stringify(work));
  }
  const planned = { runId, job, parameters, parts: [...parts.keys()], partitions: [...range(partitions)] };
  return { result: planned, counts: { files: files.length, bytes, erasures: erasures.size } };
}

const range = (size: number) => Array.from({ length: size }).keys();

function inParts(files: readonly StoredObject[]): StoredObject[][] {
  const parts: StoredObject[][] = [];
  let room = 0;
  for (const file of files) {
    const part = parts.at(-1);
    if (!part || room < file.size || part.length === PART_FILES) {
      parts.push([file]);
      room = PART_BYTES - file.size;
    } else {
      part.push(file);
      room -= file.size;
    }
  }
  return parts;
}

/** The latest erasure of each actor. Other objects there (receipts) are passed over. */
async function readErasures(archive: ObjectStore): Promise<Map<string, string>> {
  const latest = new Map<string, string>();
  for await (const { key } of archive.list(erasuresPrefix)) {
    const body = await archive.get(key);
    const mark = erasure.safeParse(body && JSON.parse(Buffer.from(body).toString('utf8'))).data;
    if (mark && (latest.get(mark.actor) ?? '') < mark.erasedAt) latest.set(mark.actor, mark.erasedAt);
  }
  return latest;
}
