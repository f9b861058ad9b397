import { togetherParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import { archivedEventsPrefix } from '../../contract/storage-keys.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { resolveTogether } from '../../domain/together/parameters.ts';
import type { Stores } from '../runtime/ports.ts';
import { planKey, preparedFormPrefix, preparedKey, putJson, type RawFile, workKey } from './run-files.ts';
import { runStep } from './step.ts';

/** Compressed bytes of raw files that one child of the Map prepares: a few seconds of work. */
const BYTES_PER_PART = 4 * 1024 * 1024;
/** Small files are bound by requests: 200 at some 20 ms each are again a few seconds. */
const FILES_PER_PART = 200;

/**
 * First step of the together job: settles the parameters, lists the archive, and hands out the files that
 * no run prepared yet. An archive without files plans no parts; assemble then says that there is nothing.
 */
export async function planTogether(
  input: RunInput,
  ports: Pick<Stores, 'archive' | 'artefacts' | 'runs'>,
  clock: Clock,
): Promise<Planned> {
  return runStep('plan-together', input, ports.runs, clock, async () => {
    const parameters = resolveTogether(parse(input.parameters), clock());
    const files = await listFiles(ports.archive);
    await putJson(ports.artefacts, planKey(input.runId), { parameters, files });
    const parts = toParts(await unprepared(files, ports.artefacts));
    for (const [part, work] of parts.entries())
      await putJson(ports.artefacts, workKey(input.runId, 'prepare-events', part), work);
    const result = { ...input, parameters: { ...parameters }, parts: [...parts.keys()] };
    const filesToPrepare = parts.reduce((sum, part) => sum + part.length, 0);
    return { result, counts: { archiveFiles: files.length, filesToPrepare } };
  });
}

/** The API checks parameters before a run begins; a run begun by hand in the console gets its words here. */
export class InvalidParametersError extends Error {
  readonly code = 'invalid-parameters';
}

function parse(parameters: unknown) {
  const parsed = togetherParameters.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const words = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidParametersError(`parameters cannot be used: ${words.join('; ')}`);
}

async function listFiles(archive: ObjectStore): Promise<RawFile[]> {
  const files: RawFile[] = [];
  for await (const { key, etag, size } of archive.list(archivedEventsPrefix)) files.push({ key, etag, size });
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
