import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ItemWrite } from '../../contract/api/items.ts';
import type { Event } from '../../domain/events/event.ts';
import { CliError } from '../errors.ts';
import type { Source } from '../import/entry.ts';
import type { UserLine } from '../import/kinds.ts';

/** A public data set in our shapes; everything in it follows from its files alone. */
export interface Dataset {
  readonly items: readonly ItemWrite[];
  readonly users: readonly UserLine[];
  /** One per line of the transactions that is an event; made anew at each call, in the order of the file. */
  readonly events: () => Iterable<NumberedEvent>;
  readonly eventCount: number;
  /** How many lines are no events or no items, by reason. */
  readonly leftOut: ReadonlyMap<string, number>;
}

export interface NumberedEvent {
  /** Line of the transactions file; the header is line 1. */
  readonly line: number;
  readonly event: Event;
}

/** The same, ready to be imported. */
export interface DatasetSources {
  readonly items: Source;
  readonly users: Source;
  readonly events: Source;
  readonly leftOut: ReadonlyMap<string, number>;
}

export function sourcesOf(name: string, set: Dataset): DatasetSources {
  return {
    items: listSource(`${name}.items`, set.items),
    users: listSource(`${name}.users`, set.users),
    events: { name: `${name}.events`, total: set.eventCount, open: (progress) => eventLines(set, progress) },
    leftOut: set.leftOut,
  };
}

/** Values as a source; the line of each is its place, from 1. */
export function listSource(name: string, values: readonly unknown[]): Source {
  return {
    name,
    total: values.length,
    *open(progress) {
      for (const [at, value] of values.entries()) {
        if (at % 500 === 0) progress?.(at);
        yield { line: at + 1, value };
      }
    },
  };
}

function* eventLines(set: Dataset, progress?: (done: number) => void) {
  let done = 0;
  for (const { line, event } of set.events()) {
    if (++done % 500 === 0) progress?.(done);
    yield { line, value: event };
  }
}

/** The file of a set: PATH itself, or `name` in the folder PATH (or beside the file PATH), plain or gzipped. */
export function datasetFile(path: string, name: string): string {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const found = [name, `${name}.gz`].map((file) => join(folder, file)).find((file) => existsSync(file));
  if (!isFolder && name.startsWith('transactions')) return path;
  if (!found) throw new CliError('no-such-file', `there is no ${name} or ${name}.gz in ${folder}`);
  return found;
}

/** `2009-12-01 07:45:00`, UTC as in the file → 2009-12-01T07:45:00.000Z */
export const timestampOf = (text: string): string => `${text.slice(0, 10)}T${text.slice(11, 19)}.000Z`;

/** Middle value of unsorted numbers, the mean of the two in the middle, rounded to a hundredth of a cent. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return round4(value);
}

export const round4 = (value: number): number => Math.round(value * 1e4) / 1e4;

export class Tally {
  readonly counts = new Map<string, number>();
  add(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}
