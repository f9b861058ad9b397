import { isUtf8 } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CliError, wordsOf } from '../errors.ts';
import type { Line, Source } from './entry.ts';

/** Longer than any event or item can be: a file without line ends is not gathered in memory. */
const LONGEST_LINE = 4 * 1024 * 1024;

/** An NDJSON file, gzipped when its name ends in .gz. @throws CliError when there is no such file */
export function fileSource(path: string): Source {
  const total = sizeOf(path);
  return { name: basename(path), total, open: (progress) => parsedLines(path, progress) };
}

function sizeOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new CliError('no-such-file', `there is no file ${path}`);
  if (!stat.isFile())
    throw new CliError('not-a-file', `${path} is not a file; import takes one .ndjson or .ndjson.gz file`);
  return stat.size;
}

async function* parsedLines(path: string, progress?: (done: number) => void): AsyncGenerator<Line> {
  let line = 0;
  for await (const bytes of rawLines(path, progress)) {
    line++;
    const parsed = parseLine(line, bytes);
    if (parsed) yield parsed;
  }
}

/** Undefined for a blank line. A byte order mark is no part of the first line. */
function parseLine(line: number, bytes: Buffer): Line | undefined {
  const refuse = (code: string, detail: string): Line => ({
    line,
    code,
    detail,
    retryable: false,
    value: bytes.toString('utf8').slice(0, 1000),
  });
  if (bytes.length > LONGEST_LINE) return refuse('too-long', `line is longer than ${LONGEST_LINE} bytes`);
  if (!isUtf8(bytes)) return refuse('invalid-encoding', 'line is not UTF-8');
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trim();
  if (text === '') return undefined;
  try {
    return { line, value: JSON.parse(text) };
  } catch (error) {
    return refuse('invalid-json', `line is not JSON: ${wordsOf(error)}`);
  }
}

/** Lines as bytes, so that broken encoding is seen. What exceeds the longest line is cut off, one byte over. */
async function* rawLines(path: string, progress?: (done: number) => void): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let kept = 0;
  for await (const chunk of chunks(path, progress)) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      [rest, kept, start] = [[], 0, end + 1];
    }
    const tail = chunk.subarray(start, start + Math.max(0, LONGEST_LINE + 1 - kept));
    rest.push(tail);
    kept += tail.length;
  }
  if (kept > 0) yield Buffer.concat(rest);
}

async function* chunks(path: string, progress?: (done: number) => void): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  let done = 0;
  file.on('data', (chunk) => {
    done += chunk.length;
    progress?.(done);
  });
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  file.on('error', (error) => bytes.destroy(error));
  try {
    for await (const chunk of bytes) yield chunk as Buffer;
  } catch (error) {
    throw new CliError('unreadable-file', `cannot read ${path}: ${wordsOf(error)}`, { cause: error });
  }
}
