import { statSync } from 'node:fs';
import type { Context } from '../context.ts';
import { DATASETS, openDataset } from '../datasets/index.ts';
import { CliError, EXIT, UsageError } from '../errors.ts';
import type { Source } from '../import/entry.ts';
import { fileSource } from '../import/file.ts';
import { type Imported, importedLines, importSource } from '../import/import.ts';
import { KINDS, type Kind } from '../import/kinds.ts';
import { latestTime, shifted } from '../import/shift.ts';
import { grouped } from '../output.ts';
import { followRun, startRun } from '../runs.ts';

export interface ImportFlags {
  readonly archive?: boolean;
  readonly shiftToNow?: boolean;
}

interface Part {
  readonly kind: Kind;
  readonly source: Source;
}

/**
 * `jangteo import WHAT PATH`: one file of events, items or users, or a known data set whole.
 * @returns the exit code: 0 only when every line was taken
 */
export async function importCommand(
  context: Context,
  what: string,
  path: string,
  flags: ImportFlags,
): Promise<number> {
  const { parts, left } = partsOf(what, path, flags);
  const moved = flags.shiftToNow ? await shiftedToNow(parts) : parts;
  for (const [reason, count] of left) say(context, `left out: ${grouped(count)} ${reason}`);
  const done: Imported[] = [];
  for (const part of moved) done.push(await importPart(context, part, flags));
  if (flags.archive) await rebuild(context);
  if (context.output.json)
    context.output.out(JSON.stringify({ imported: done, leftOut: Object.fromEntries(left) }));
  return done.some((one) => one.rejected > 0) ? EXIT.failure : EXIT.ok;
}

function partsOf(what: string, path: string, flags: ImportFlags) {
  const kind = Object.hasOwn(KINDS, what) ? KINDS[what as Kind['name']] : undefined;
  if (kind && flags.archive && kind.name !== 'events') {
    throw new UsageError(`--archive is for events, got ${what}; items and users go through the API`);
  }
  if (kind) return { parts: [{ kind, source: fileSource(path) }], left: new Map<string, number>() };
  return datasetParts(what, path);
}

function datasetParts(name: string, path: string) {
  if (!Object.hasOwn(DATASETS, name)) {
    const known = ['events', 'items', 'users', ...Object.keys(DATASETS)].join(', ');
    throw new UsageError(`cannot import ${JSON.stringify(name)}; known are ${known}`);
  }
  if (!statSync(path, { throwIfNoEntry: false }))
    throw new CliError('no-such-file', `there is nothing at ${path}`);
  const set = openDataset(name, path);
  const parts: Part[] = [
    { kind: KINDS.items, source: set.items },
    { kind: KINDS.users, source: set.users },
    { kind: KINDS.events, source: set.events },
  ];
  return { parts: parts.filter((part) => part.source.total > 0), left: set.leftOut };
}

/** Everything moved by one amount, so that the last event (or, without events, the last item) is now. */
async function shiftedToNow(parts: readonly Part[]): Promise<Part[]> {
  const leading = parts.find((part) => part.kind.name === 'events') ?? parts[0]!;
  const latest = await latestTime(leading.source);
  if (latest === undefined) return [...parts];
  const byMs = Date.now() - latest;
  return parts.map((part) => ({ ...part, source: shifted(part.source, byMs) }));
}

async function importPart(context: Context, part: Part, flags: ImportFlags): Promise<Imported> {
  const archive = flags.archive === true && part.kind.name === 'events';
  const options = { ...context, folder: process.cwd(), archive, now: Date.now() };
  const imported = await importSource(part.source, part.kind, options);
  for (const line of importedLines(imported)) say(context, line);
  return imported;
}

async function rebuild(context: Context): Promise<void> {
  const runId = await startRun(context.client, 'rebuild-actors', {});
  say(context, `rebuilding the actors from the archive: ${runId}`);
  await followRun(context.client, runId, (line) => say(context, line));
}

function say({ output }: Context, line: string): void {
  if (output.json) output.err(line);
  else output.out(line);
}
