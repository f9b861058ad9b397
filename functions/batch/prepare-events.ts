import type { Nothing, PartInput } from '../../contract/batch.ts';
import type { Clock } from '../../domain/ports.ts';
import { encodePrepared, orderEvents, toColumns } from '../../domain/together/prepared.ts';
import type { Stores } from '../runtime/ports.ts';
import { parseArchivedLine, type StampedLine } from './archived-line.ts';
import { gzip } from './gzip.ts';
import { readLines } from './lines.ts';
import { getJson, preparedKey, type RawFile, rejectedLinesKey, workKey } from './run-files.ts';
import { runStep } from './step.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'runs'>;

/**
 * Reads a part's raw files, once and for all runs: validates each line, deduplicates, and keeps what later
 * steps need in columns ordered by time. Lines that are no event are written down with their reason and
 * counted; a file that is no gzip fails the step, for nobody knows what it held.
 */
export async function prepareEvents(input: PartInput, ports: Ports, clock: Clock): Promise<Nothing> {
  return runStep('prepare-events', input, ports.runs, clock, async () => {
    const files = await getJson<RawFile[]>(
      ports.artefacts,
      workKey(input.runId, 'prepare-events', input.part),
    );
    const counts = { preparedFiles: files.length, lines: 0, preparedEvents: 0, rejectedLines: 0 };
    for (const file of files) {
      const { lines, events, rejected } = await prepareFile(input.runId, file, ports);
      counts.lines += lines;
      counts.preparedEvents += events;
      counts.rejectedLines += rejected;
    }
    return { result: {}, counts };
  });
}

async function prepareFile(runId: string, file: RawFile, { archive, artefacts }: Ports) {
  const { events, rejected } = await readEvents(file.key, await archive.stream(file.key));
  const ordered = orderEvents(events);
  if (rejected.length > 0) await artefacts.put(rejectedLinesKey(runId, file), rejected.join(''));
  const prepared = encodePrepared(toColumns(ordered), rejected.length);
  await artefacts.put(preparedKey(file), gzip(prepared));
  return { lines: events.length + rejected.length, events: ordered.length, rejected: rejected.length };
}

/** The events of a raw file as they stand, and its other lines with the reason why they are none. */
export async function readEvents(key: string, bytes: AsyncIterable<Uint8Array>) {
  const events: StampedLine[] = [];
  const rejected: string[] = [];
  let number = 0;
  for await (const lines of readLines(key, bytes)) {
    for (const text of lines) {
      number++;
      const { archived, reason } = parseArchivedLine(text);
      if (archived) events.push(archived);
      else
        rejected.push(`${JSON.stringify({ file: key, line: number, reason, text: text.slice(0, 2000) })}\n`);
    }
  }
  return { events, rejected };
}
