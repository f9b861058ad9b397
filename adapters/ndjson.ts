import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip, gzipSync } from 'node:zlib';

/** The byte of a gzip header that names the operating system: set to "unknown", so that bytes are the same anywhere. */
const OS_BYTE = 9;
const UNKNOWN_OS = 255;
/** Text gathered before it is handed to zlib: fewer, larger writes. */
const WRITE_CHARS = 256 * 1024;

/** Values as compressed NDJSON. Equal values give equal bytes: no time and no system in the header. */
export function packLines(values: readonly unknown[]): Uint8Array {
  return neutral(gzipSync(values.map((value) => `${JSON.stringify(value)}\n`).join('')));
}

/** The lines of compressed NDJSON as they come, empty ones left out. @throws what zlib throws for broken data */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const gunzip = createGunzip();
  const fed = pipeline(body, gunzip);
  // A failure reaches the reader through the destroyed stream; unobserved here it would end the process.
  fed.catch(() => {});
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of gunzip) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') yield line;
  }
  await fed;
  rest += decoder.end();
  if (rest !== '') yield rest;
}

/** Lines compressed while they are written: memory holds what is packed, not what is written. */
export class LineWriter {
  readonly #gzip = createGzip();
  readonly #chunks: Uint8Array[] = [];
  #pending = '';
  #lines = 0;

  constructor() {
    this.#gzip.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
  }

  get lines(): number {
    return this.#lines;
  }

  async write(line: string): Promise<void> {
    this.#pending += `${line}\n`;
    this.#lines++;
    if (this.#pending.length >= WRITE_CHARS) await this.#flush();
  }

  /** Ends it; answers the packed bytes. */
  async end(): Promise<Uint8Array> {
    await this.#flush();
    const ended = once(this.#gzip, 'end');
    this.#gzip.end();
    await ended;
    return neutral(Buffer.concat(this.#chunks));
  }

  async #flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text === '') return;
    if (!this.#gzip.write(text)) await once(this.#gzip, 'drain');
  }
}

function neutral(packed: Buffer): Uint8Array {
  packed[OS_BYTE] = UNKNOWN_OS;
  return packed;
}
