import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a reader of a shard goes on: after a record, from the oldest on, or from a time (seconds since 1970). */
export type Position = { after: string } | { from: 'oldest' } | { at: number };

/** Positions of one mapping, by shard; in files when there is a folder for state. */
export class Checkpoints {
  private readonly directory: string | undefined;
  private readonly positions = new Map<string, Position>();

  constructor(directory: string | undefined) {
    this.directory = directory;
    if (directory !== undefined) mkdirSync(directory, { recursive: true });
  }

  get(shard: string): Position | undefined {
    const known = this.positions.get(shard);
    if (known !== undefined || this.directory === undefined) return known;
    const file = join(this.directory, shard);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Position) : undefined;
  }

  /** Kept before it returns: what was handed over is not handed over again after a restart. */
  set(shard: string, position: Position): void {
    this.positions.set(shard, position);
    if (this.directory === undefined) return;
    const file = join(this.directory, shard);
    writeFileSync(`${file}.new`, JSON.stringify(position));
    renameSync(`${file}.new`, file);
  }
}
