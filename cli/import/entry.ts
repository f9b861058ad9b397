/** One line of what is imported, parsed. `line` counts from 1 in its file. */
export interface Entry {
  readonly line: number;
  readonly value: unknown;
}

/** A line that was not taken, with the reason. `retryable`: the same line may be taken later. */
export interface Rejected {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
  readonly retryable: boolean;
  /** The value as read, or the text of a line that is no JSON. */
  readonly value: unknown;
}

export type Line = Entry | Rejected;

export const isRejected = (line: Line): line is Rejected => 'code' in line;

/** Something that can be read from its start as often as asked (shifting times reads twice). */
export interface Source {
  /** Shown in words, and the start of the rejected file's name. */
  readonly name: string;
  /** Units of `progress`: bytes of a file, lines of a generated set. */
  readonly total: number;
  open(progress?: (done: number) => void): AsyncIterable<Line> | Iterable<Line>;
}

export function rejected(entry: Entry, code: string, detail: string, retryable = false): Rejected {
  return { line: entry.line, code, detail, retryable, value: entry.value };
}
