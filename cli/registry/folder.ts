import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { REGISTRY_KINDS } from '../../contract/api/registry.ts';
import { CliError, wordsOf } from '../errors.ts';
import type { Base, Documents } from './compare.ts';

/** What was pulled last, and from which revision. */
export interface Pulled {
  readonly revision: number;
  readonly base: Base;
}

const STATE = '.registry.json';
const SCHEMAS = '.schemas';
const NAME = /^[a-z][a-z0-9-]{0,63}$/;
const state = z.object({ revision: z.number().int().min(0), documents: z.record(z.string(), z.string()) });

/** The documents of a folder: `pages/home.json` is pages/home. @throws CliError naming the file */
export function readFolder(folder: string): Documents {
  const files = REGISTRY_KINDS.flatMap((kind) =>
    namesIn(join(folder, kind)).map(
      (name) => [`${kind}/${name}`, join(folder, kind, `${name}.json`)] as const,
    ),
  );
  return new Map(files.map(([key, path]) => [key, readDocument(key, path)]));
}

function namesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.json') && !name.startsWith('.'));
  return files.map((name) => name.slice(0, -'.json'.length)).sort();
}

function readDocument(key: string, path: string): unknown {
  const value = readJson(path);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new CliError('invalid-file', `${path} must hold a document, a JSON object`);
  const { $schema: _, ...document } = value as Record<string, unknown>;
  const name = key.slice(key.indexOf('/') + 1);
  if (document.name !== undefined && document.name !== name)
    throw new CliError(
      'invalid-file',
      `${path}: name must be ${name}, as the file, got ${JSON.stringify(document.name)}`,
    );
  return { name, ...document };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliError('invalid-file', `${path} cannot be read as JSON: ${wordsOf(error)}`, { cause: error });
  }
}

/** Undefined for a folder that nothing was pulled into. @throws CliError */
export function readPulled(folder: string): Pulled | undefined {
  const path = join(folder, STATE);
  if (!statSync(path, { throwIfNoEntry: false })) return undefined;
  const read = state.safeParse(readJson(path));
  if (!read.success)
    throw new CliError('invalid-file', `${path} is not what a pull leaves; remove it and pull again`);
  return { revision: read.data.revision, base: new Map(Object.entries(read.data.documents)) };
}

export function writePulled(folder: string, { revision, base }: Pulled): void {
  const documents = Object.fromEntries([...base].sort(([a], [b]) => (a < b ? -1 : 1)));
  writeText(join(folder, STATE), pretty({ revision, documents }));
}

/** Written with a hint for editors, which a push leaves out. */
export function writeDocument(folder: string, key: string, document: unknown): void {
  const [kind] = key.split('/');
  const hint = { $schema: `../${SCHEMAS}/${kind}.json` };
  writeText(pathOf(folder, key), pretty({ ...hint, ...(document as object) }));
}

export const removeDocument = (folder: string, key: string): void =>
  rmSync(pathOf(folder, key), { force: true });

export function writeSchemas(folder: string, schemas: Readonly<Record<string, unknown>>): void {
  for (const kind of REGISTRY_KINDS)
    if (schemas[kind]) writeText(join(folder, SCHEMAS, `${kind}.json`), pretty(schemas[kind]));
}

/** What a server names must not lead out of the folder. @throws CliError */
function pathOf(folder: string, key: string): string {
  const [kind = '', name = '', ...more] = key.split('/');
  if (!(REGISTRY_KINDS as readonly string[]).includes(kind) || !NAME.test(name) || more.length > 0)
    throw new CliError('invalid-name', `a document called ${JSON.stringify(key)} cannot be a file`);
  return join(folder, kind, `${name}.json`);
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** A file that says so already is not touched. */
function writeText(path: string, text: string): void {
  if (statSync(path, { throwIfNoEntry: false }) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
