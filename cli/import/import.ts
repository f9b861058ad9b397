import type { ApiClient } from '../api/client.ts';
import { CliError, wordsOf } from '../errors.ts';
import { grouped, type Output } from '../output.ts';
import { archiveEvents } from './archive.ts';
import { batches } from './batches.ts';
import type { Source } from './entry.ts';
import type { Kind } from './kinds.ts';
import { inParallel } from './parallel.ts';
import { progressBar } from './progress.ts';
import { Rejects } from './rejects.ts';
import { sendBatch } from './send.ts';

export interface ImportOptions {
  readonly client: ApiClient;
  readonly output: Output;
  /** Where the file of rejected lines goes. */
  readonly folder: string;
  readonly archive: boolean;
  readonly now: number;
}

export interface Imported {
  readonly kind: Kind['name'];
  readonly taken: number;
  readonly rejected: number;
  /** Name of the file of rejected lines, when there are any. */
  readonly rejectedFile?: string;
  readonly seconds: number;
}

/** Requests in flight: as many as two cores or one shard can use; more only wait for one another. */
const IN_FLIGHT = { events: 4, items: 2, users: 2 } as const;

/**
 * Imports a source to its end. Lines refused are data: they are counted and written down.
 * @throws CliError when the whole import cannot go on, saying how far it came; running it again is harmless
 */
export async function importSource(source: Source, kind: Kind, options: ImportOptions): Promise<Imported> {
  const started = performance.now();
  const rejects = new Rejects(source.name, options.folder);
  const bar = progressBar(options.output, kind.name, source.total);
  let [done, taken] = [0, 0];
  const lines = source.open((at) => {
    done = at;
    bar.update(done, taken);
  });
  const took = (count: number) => {
    taken += count;
    bar.update(done, taken);
  };
  try {
    await (options.archive ? toArchive : throughApi)(lines, kind, options, rejects, took);
  } catch (error) {
    throw interrupted(error, taken);
  } finally {
    bar.stop();
    rejects.close();
  }
  return summary(kind, taken, rejects, (performance.now() - started) / 1000);
}

type Lines = ReturnType<Source['open']>;
type Way = (
  lines: Lines,
  kind: Kind,
  options: ImportOptions,
  rejects: Rejects,
  took: (count: number) => void,
) => Promise<void>;

const throughApi: Way = (lines, kind, { client }, rejects, took) =>
  inParallel(
    batches(lines, kind, (line) => rejects.add(line)),
    IN_FLIGHT[kind.name],
    async (batch) => {
      const sent = await sendBatch(client, kind, batch);
      for (const line of sent.rejected) rejects.add(line);
      took(sent.taken);
    },
  );

const toArchive: Way = (lines, _kind, { client, now }, rejects, took) =>
  archiveEvents(client, lines, now, { refuse: (line) => rejects.add(line), taken: took });

function interrupted(error: unknown, taken: number): CliError {
  const words = `${wordsOf(error)}; ${grouped(taken)} lines were taken before, and importing again is harmless`;
  return new CliError(error instanceof CliError ? error.code : 'import-failed', words, { cause: error });
}

function summary(kind: Kind, taken: number, rejects: Rejects, seconds: number): Imported {
  const file = rejects.count > 0 ? { rejectedFile: rejects.path } : {};
  return { kind: kind.name, taken, rejected: rejects.count, ...file, seconds };
}

/** One readable line about an import, and the first reasons when lines were refused. */
export function importedLines(imported: Imported): string[] {
  const rate = imported.seconds > 0 ? ` (${grouped(Math.round(imported.taken / imported.seconds))}/s)` : '';
  const line = `${imported.kind}: ${grouped(imported.taken)} taken, ${grouped(imported.rejected)} rejected in ${imported.seconds.toFixed(1)} s${rate}`;
  return imported.rejectedFile
    ? [line, `rejected lines with their reasons: ${imported.rejectedFile}`]
    : [line];
}
