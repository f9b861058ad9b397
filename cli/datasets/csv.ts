import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CliError, wordsOf } from '../errors.ts';

/** A row of a CSV file. */
export interface Row {
  /** Line of the file at which the row begins; the header is line 1. */
  readonly line: number;
  /** Cells in the order of the columns asked for. */
  readonly cells: readonly string[];
}

/**
 * Rows of a comma-separated file with a header (RFC 4180: quoted cells, doubled quotes, line ends inside
 * quotes), gzipped when the name ends in .gz. Whole in memory: the sets are of some 80 MB.
 * @throws CliError when the file cannot be read or lacks a column
 */
export function* readCsv(path: string, columns: readonly string[]): Generator<Row> {
  const rows = parseCsv(textOf(path));
  const header = rows.next().value?.cells ?? [];
  const at = columns.map((column) => header.indexOf(column));
  const missing = columns.filter((_, index) => at[index] === -1);
  if (missing.length > 0) {
    throw new CliError(
      'wrong-columns',
      `${path} has no column ${missing.join(', ')}; it has ${header.join(', ')}`,
    );
  }
  for (const row of rows) yield { line: row.line, cells: at.map((index) => row.cells[index] ?? '') };
}

function textOf(path: string): string {
  try {
    const bytes = readFileSync(path);
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CliError('unreadable-file', `cannot read ${path}: ${wordsOf(error)}`, { cause: error });
  }
}

/** All rows with all their cells; blank lines are no rows. */
export function* parseCsv(text: string): Generator<Row> {
  let [start, line] = [0, 1];
  let quote = nextQuote(text, 0);
  while (start < text.length) {
    const plainEnd = endOfLine(text, start);
    // Searched for only once it is passed: a search for each row would read the rest of the file each time.
    if (quote < start) quote = nextQuote(text, start);
    const first = line;
    if (quote > plainEnd) {
      const content = text.slice(start, text[plainEnd - 1] === '\r' ? plainEnd - 1 : plainEnd);
      if (content !== '') yield { line: first, cells: content.split(',') };
      [start, line] = [plainEnd + 1, line + 1];
      continue;
    }
    const row = quotedRow(text, start);
    yield { line: first, cells: row.cells };
    [start, line] = [row.end + 1, line + row.lines];
  }
}

function nextQuote(text: string, from: number): number {
  const at = text.indexOf('"', from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** A row that has quotes, character by character: its cells, where it ends, and how many lines it took. */
function quotedRow(text: string, from: number): { cells: string[]; end: number; lines: number } {
  const cells: string[] = [];
  let [cell, inside, lines, at] = ['', false, 1, from];
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (inside && character === '"' && text[at + 1] === '"') cell += text[at++];
    else if (character === '"') inside = !inside;
    else if (!inside && character === '\n') break;
    else if (!inside && character === ',') {
      cells.push(cell);
      cell = '';
    } else cell += character;
    if (inside && character === '\n') lines++;
  }
  cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
  return { cells, end: at, lines };
}
