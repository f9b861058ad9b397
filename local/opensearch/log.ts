import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/** One line of a log: a document (`s`) or its removal (`at`, epoch milliseconds). */
export interface LogEntry {
  readonly id: string;
  readonly v: number;
  readonly r?: string;
  readonly s?: Record<string, never>;
  readonly at?: number;
}

/** A document as a line; its source stays as it came. */
export const documentLine = (id: string, routing: string | undefined, version: number, source: string) =>
  `${JSON.stringify({ id, v: version, ...(routing !== undefined && { r: routing }) }).slice(0, -1)},"s":${source}}\n`;

export const removalLine = (id: string, version: number, at: number) =>
  `${JSON.stringify({ id, v: version, at })}\n`;

/** The writes of an index, in a file to which lines are only added: what was acknowledged outlives a kill. */
export class IndexLog {
  private readonly file: string;
  private handle: number | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /** Everything written, in order. A last line cut short by a kill was never acknowledged: it is taken off. */
  read(take: (entry: LogEntry) => void): void {
    if (!existsSync(this.file)) return;
    const bytes = readFileSync(this.file);
    let from = 0;
    for (let to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
      take(JSON.parse(bytes.toString('utf8', from, to)) as LogEntry);
      from = to + 1;
    }
    if (from < bytes.length) ftruncateSync(this.open(), from);
  }

  append(lines: readonly string[]): void {
    if (lines.length > 0) writeSync(this.open(), lines.join(''));
  }

  /** Puts these lines in the place of all there are, or leaves all as it was. */
  replace(lines: readonly string[]): void {
    this.close();
    const fresh = new IndexLog(`${this.file}.new`);
    fresh.remove();
    fresh.append(lines);
    fresh.close();
    if (lines.length > 0) renameSync(`${this.file}.new`, this.file);
    else this.remove();
  }

  remove(): void {
    this.close();
    rmSync(this.file, { force: true });
  }

  close(): void {
    if (this.handle !== undefined) closeSync(this.handle);
    this.handle = undefined;
  }

  private open(): number {
    this.handle ??= openSync(this.file, 'a');
    return this.handle;
  }
}
