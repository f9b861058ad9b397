import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Rejected } from './entry.ts';

/** The lines not taken: counted, and written as NDJSON {line, code, detail, retryable, value} once there is one. */
export class Rejects {
  readonly path: string;
  count = 0;
  /** The first few, for the summary. */
  readonly first: Rejected[] = [];
  #file: number | undefined;

  /** @param name the source's: `events.ndjson` makes `events.ndjson.rejected.ndjson` in `folder` */
  constructor(name: string, folder: string) {
    this.path = join(folder, `${name}.rejected.ndjson`);
  }

  add(line: Rejected): void {
    this.#file ??= openSync(this.path, 'w');
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
    this.count++;
    if (this.first.length < 3) this.first.push(line);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
