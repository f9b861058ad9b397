import { LineWriter } from '../../adapters/ndjson.ts';
import type { Nothing, PartInput } from '../../contract/batch.ts';
import { actorsOf } from '../../domain/identity/fold.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import { readLines } from './lines.ts';
import {
  archivedLine,
  partitionKey,
  partitionOf,
  readJson,
  rejectedLinesKey,
  type ScatterWork,
  workListKey,
} from './rebuild-files.ts';
import type { StepOutcome } from './step.ts';

/**
 * Reads a part of the archive and deals its good lines to the partitions of the actors they touch (two,
 * when an event links a cookie to a user). Bad lines are kept with their reason and counted.
 */
export async function scatterActors(
  { runId, part }: PartInput,
  { archive, artefacts }: Pick<Stores, 'archive' | 'artefacts'>,
): Promise<StepOutcome<Nothing>> {
  const { files, partitions } = await readJson<ScatterWork>(artefacts, workListKey(runId, part));
  const deal = new Deal(partitions);
  for (const file of files) await dealFile(file, archive, deal);
  for (const [partition, writer] of deal.writers)
    await artefacts.put(partitionKey(runId, partition, part), await writer.end());
  const { rejected } = deal;
  if (rejected.lines > 0) await artefacts.put(rejectedLinesKey(runId, part), await rejected.end());
  return { result: {}, counts: { events: deal.taken, rejected: rejected.lines } };
}

async function dealFile(file: string, archive: ObjectStore, deal: Deal): Promise<void> {
  let number = 0;
  for await (const lines of readLines(file, await archive.stream(file)))
    for (const line of lines) await deal.line(line, file, ++number);
}

/** The open partitions of one part. */
class Deal {
  readonly writers = new Map<number, LineWriter>();
  readonly rejected = new LineWriter();
  taken = 0;
  readonly #partitions: number;

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  async line(line: string, file: string, number: number): Promise<void> {
    const read = parse(line);
    if (typeof read === 'string') {
      await this.rejected.write(JSON.stringify({ file, line: number, reason: read, body: line }));
      return;
    }
    this.taken++;
    const partitions = new Set(actorsOf(read.event).map((actor) => partitionOf(actor, this.#partitions)));
    for (const partition of partitions) await this.#writer(partition).write(line);
  }

  #writer(partition: number): LineWriter {
    const writer = this.writers.get(partition) ?? new LineWriter();
    this.writers.set(partition, writer);
    return writer;
  }
}

/** The line, or the reason why it is none. */
function parse(line: string) {
  try {
    const { data, error } = archivedLine.safeParse(JSON.parse(line));
    return data ?? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ');
  } catch (error) {
    return `not JSON: ${(error as Error).message}`;
  }
}
