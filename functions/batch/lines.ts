import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

const NEWLINE = 10;
const CHUNK = 1024 * 1024;
/** No event or model row is near it; a longer line is no NDJSON, and would only fill the memory. */
const MAX_LINE = 16 * CHUNK;

/** A stored file that is not what its name says. */
export class UnreadableFileError extends Error {
  readonly code = 'unreadable-file';
  constructor(key: string, cause: unknown) {
    super(`file ${key} cannot be read; repair or remove it and run again`, { cause });
  }
}

/**
 * Lines of an NDJSON file, decompressed when `key` ends in .gz, in batches of whatever a chunk holds;
 * empty lines are left out.
 *
 * @throws UnreadableFileError when it is no gzip, cut short, or has a line above 16 MiB
 */
export async function* readLines(key: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of key.endsWith('.gz') ? gunzipped(bytes) : bytes) {
      const end = chunk.lastIndexOf(NEWLINE);
      if (end >= 0) {
        yield split([...rest, chunk.subarray(0, end)]);
        [rest, size] = [[], 0];
      }
      rest.push(Buffer.from(chunk.subarray(end + 1)));
      size += chunk.length - end - 1;
      if (size > MAX_LINE) throw new RangeError(`a line is longer than ${MAX_LINE} bytes`);
    }
  } catch (error) {
    throw new UnreadableFileError(key, error);
  }
  yield split(rest);
}

const split = (buffers: readonly Uint8Array[]): string[] =>
  Buffer.concat(buffers)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK });
  const fed = pipeline(Readable.from(bytes, { objectMode: true }), gunzip);
  fed.catch(() => undefined);
  yield* gunzip;
  await fed;
}
