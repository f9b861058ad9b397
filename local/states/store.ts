import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionRecord } from './execution.ts';

/** Records of ended executions that are kept for each machine. */
const KEPT = 500;

/** The records of a machine's executions by name, oldest first; in files when there is a folder for state. */
export class ExecutionStore {
  private readonly directory: string | undefined;
  private readonly records = new Map<string, ExecutionRecord>();

  constructor(directory: string | undefined) {
    this.directory = directory;
    if (directory === undefined) return;
    mkdirSync(directory, { recursive: true });
    const files = readdirSync(directory).filter((file) => file.endsWith('.json'));
    const read = files.map(
      (file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as ExecutionRecord,
    );
    for (const record of read.sort((a, b) => a.startDate.localeCompare(b.startDate)))
      this.records.set(record.name, record);
  }

  get(name: string): ExecutionRecord | undefined {
    return this.records.get(name);
  }

  all(): ExecutionRecord[] {
    return [...this.records.values()];
  }

  save(record: ExecutionRecord): void {
    this.records.set(record.name, record);
    if (this.directory !== undefined) {
      const file = this.file(this.directory, record.name);
      writeFileSync(`${file}.new`, JSON.stringify(record));
      renameSync(`${file}.new`, file);
    }
    this.forget();
  }

  private forget(): void {
    for (const record of this.records.values()) {
      if (this.records.size <= KEPT) return;
      if (record.status === 'RUNNING') continue;
      this.records.delete(record.name);
      if (this.directory !== undefined) rmSync(this.file(this.directory, record.name), { force: true });
    }
  }

  private file(directory: string, name: string): string {
    return join(directory, `${encodeURIComponent(name)}.json`);
  }
}
