import { createHash, type Hash } from 'node:crypto';
import { type ModelManifest, modelManifest } from '../../contract/api/runs.ts';
import { manifestKey, modelPrefix } from '../../contract/storage-keys.ts';
import type { ModelRow, ObjectStore } from '../../domain/ports.ts';
import { readLines } from './lines.ts';
import { parseModelRow } from './model-row.ts';

/** A model's files do not hold what the standard model format or their manifest says. */
export class InvalidModelError extends Error {
  readonly code = 'invalid-model';
}

/** One level of a path: letters, digits, `_`, `-` and `.`, but no dots alone. */
const PATH_SEGMENT = /^(?!\.+$)[\w.-]+$/;

export interface StoredManifest {
  readonly manifest: ModelManifest;
  /** SHA-256 (hex) of the manifest's bytes: it names the content of all files. */
  readonly checksum: string;
}

/** A version's manifest; undefined when there is none. @throws InvalidModelError when it is another's or broken */
export async function readManifest(
  artefacts: ObjectStore,
  name: string,
  version: string,
): Promise<StoredManifest | undefined> {
  for (const part of [name, version])
    if (!PATH_SEGMENT.test(part))
      throw new InvalidModelError(
        `a model's name and version must be made of A-Z a-z 0-9 _ - ., got ${part}`,
      );
  const key = manifestKey(name, version);
  const bytes = await artefacts.get(key);
  if (!bytes) return undefined;
  const manifest = parseManifest(key, bytes);
  if (manifest.name !== name || manifest.version !== version)
    throw new InvalidModelError(
      `${key} says model ${manifest.name} version ${manifest.version}, must say ${name} version ${version}`,
    );
  for (const { path } of manifest.files) checkPath(key, path);
  return { manifest, checksum: sha256(bytes) };
}

export async function writeManifest(artefacts: ObjectStore, manifest: ModelManifest): Promise<string> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  await artefacts.put(manifestKey(manifest.name, manifest.version), text, {
    contentType: 'application/json',
  });
  return sha256(text);
}

/** Rows of all files of a version, checked against the manifest. @throws InvalidModelError in words */
export async function* modelRows(artefacts: ObjectStore, manifest: ModelManifest): AsyncGenerator<ModelRow> {
  for (const file of manifest.files) {
    const key = `${modelPrefix(manifest.name, manifest.version)}${file.path}`;
    let rows = 0;
    const digest = createHash('sha256');
    for await (const line of fileLines(artefacts, key, digest)) {
      rows++;
      yield toRow(key, rows, line);
    }
    const sum = digest.digest('hex');
    if (sum !== file.sha256)
      throw new InvalidModelError(`${key} has the SHA-256 ${sum}, its manifest says ${file.sha256}`);
    if (rows !== file.rows)
      throw new InvalidModelError(`${key} has ${rows} rows, its manifest says ${file.rows}`);
  }
}

/** Lines of one file of a model; a digest given takes its stored bytes. */
export async function* fileLines(artefacts: ObjectStore, key: string, digest?: Hash): AsyncGenerator<string> {
  for await (const lines of readLines(key, digested(await openFile(artefacts, key), digest))) yield* lines;
}

async function openFile(artefacts: ObjectStore, key: string): Promise<AsyncIterable<Uint8Array>> {
  try {
    return await artefacts.stream(key);
  } catch (cause) {
    throw new InvalidModelError(`${key} is named by a manifest and cannot be opened`, { cause });
  }
}

async function* digested(
  bytes: AsyncIterable<Uint8Array>,
  digest: Hash | undefined,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    digest?.update(chunk);
    yield chunk;
  }
}

function toRow(key: string, number: number, line: string): ModelRow {
  const { row, reason } = parseModelRow(line);
  if (row) return row;
  throw new InvalidModelError(`${key} line ${number}: ${reason}, got ${line.slice(0, 200)}`);
}

function parseManifest(key: string, bytes: Uint8Array): ModelManifest {
  try {
    const parsed = modelManifest.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new InvalidModelError(`${key} is no manifest: ${issue!.path.join('.')}: ${issue!.message}`);
  } catch (error) {
    if (error instanceof InvalidModelError) throw error;
    throw new InvalidModelError(`${key} is not JSON`, { cause: error });
  }
}

function checkPath(key: string, path: string): void {
  if (path.split('/').every((segment) => PATH_SEGMENT.test(segment))) return;
  throw new InvalidModelError(`${key} names the file ${path}, which must lie beside the manifest`);
}

export const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');
