import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { event } from '../../contract/api/events.ts';
import type { ArchivedLine } from '../../contract/stream.ts';
import { type ApiClient, bodyOf } from '../api/client.ts';
import { type Entry, isRejected, type Line, type Rejected, rejected } from './entry.ts';
import { issueWords } from './kinds.ts';
import { inParallel } from './parallel.ts';

const compress = promisify(gzip);
/** Lines of a part: about 1 MB compressed, a second's work for one batch worker. */
const LINES_PER_PART = 50_000;
/** Parts asked for at once: bounds what is held in memory. */
const PARTS_PER_REQUEST = 8;
/** Level 3 costs a third of the default's time for a tenth more bytes. */
const LEVEL = 3;

export interface ArchiveProgress {
  readonly refuse: (line: Rejected) => void;
  readonly taken: (lines: number) => void;
}

/**
 * Writes events past the stream, straight into the archive: checked by the API's own schema, as compressed
 * parts of ArchivedLine, through presigned URLs. The actors must be rebuilt afterwards.
 */
export async function archiveEvents(
  client: ApiClient,
  lines: AsyncIterable<Line> | Iterable<Line>,
  now: number,
  progress: ArchiveProgress,
): Promise<void> {
  let parts: { bytes: Uint8Array; lines: number }[] = [];
  const flush = async () => {
    await upload(
      client,
      parts.map((part) => part.bytes),
    );
    progress.taken(parts.reduce((sum, part) => sum + part.lines, 0));
    parts = [];
  };
  for await (const texts of archivedParts(lines, now, progress.refuse)) {
    parts.push({ bytes: await compress(texts.join(''), { level: LEVEL }), lines: texts.length });
    if (parts.length === PARTS_PER_REQUEST) await flush();
  }
  if (parts.length > 0) await flush();
}

async function* archivedParts(
  lines: AsyncIterable<Line> | Iterable<Line>,
  now: number,
  refuse: (line: Rejected) => void,
): AsyncGenerator<string[]> {
  const receivedAt = new Date(now).toISOString();
  const latest = new Date(now + 5 * 60_000).toISOString();
  let texts: string[] = [];
  for await (const line of lines) {
    const checked = isRejected(line) ? line : archivedLine(line, receivedAt, latest);
    if (typeof checked !== 'string') refuse(checked);
    else if (texts.push(checked) === LINES_PER_PART) {
      yield texts;
      texts = [];
    }
  }
  if (texts.length > 0) yield texts;
}

/** The archive's line for an event, or why it may not go there: the rules of POST /v1/events. */
function archivedLine(entry: Entry, receivedAt: string, latest: string): string | Rejected {
  const parsed = event.safeParse(entry.value);
  if (!parsed.success) return rejected(entry, 'invalid-event', issueWords(parsed.error, entry.value));
  if (parsed.data.occurredAt > latest) {
    const words = `occurredAt: is more than 5 minutes in the future (got "${parsed.data.occurredAt}")`;
    return rejected(entry, 'occurred-in-future', words);
  }
  const line: ArchivedLine = { scope: 'admin', receivedAt, event: parsed.data };
  return `${JSON.stringify(line)}\n`;
}

async function upload(client: ApiClient, parts: readonly Uint8Array[]): Promise<void> {
  const body = { parts: parts.length };
  const { uploads } = await bodyOf(client.api.POST('/v1/archive/uploads', { body }));
  await inParallel(parts.entries(), 4, ([at, bytes]) => client.upload(uploads[at]!.url, bytes));
}
