import { isTimestamp } from '../../contract/api/primitives.ts';
import { type Entry, isRejected, type Line, type Source } from './entry.ts';

/** Members that hold a time; only those of the past tell when a line was, the others merely move with it. */
const TIMES = ['occurredAt', 'listedAt', 'updatedAt', 'availableFrom', 'availableUntil'] as const;
const OCCURRENCES = ['occurredAt', 'listedAt', 'updatedAt'] as const;

/** The latest time of the source in milliseconds, undefined when no line has any. Reads it to its end. */
export async function latestTime(source: Source): Promise<number | undefined> {
  let latest: string | undefined;
  for await (const line of source.open()) {
    if (isRejected(line)) continue;
    for (const member of OCCURRENCES) {
      const time = memberOf(line, member);
      if (time !== undefined && (latest === undefined || time > latest)) latest = time;
    }
  }
  return latest === undefined ? undefined : Date.parse(latest);
}

/** The source with every time moved by the same amount. Lines with broken times stay, to be refused later. */
export function shifted(source: Source, byMs: number): Source {
  return { ...source, open: (progress) => shiftedLines(source.open(progress), byMs) };
}

async function* shiftedLines(
  lines: AsyncIterable<Line> | Iterable<Line>,
  byMs: number,
): AsyncGenerator<Line> {
  for await (const line of lines) yield isRejected(line) ? line : shiftedEntry(line, byMs);
}

function shiftedEntry(entry: Entry, byMs: number): Entry {
  const moved = TIMES.flatMap((member) => {
    const time = memberOf(entry, member);
    return time === undefined ? [] : [[member, new Date(Date.parse(time) + byMs).toISOString()] as const];
  });
  if (moved.length === 0) return entry;
  return { line: entry.line, value: { ...(entry.value as object), ...Object.fromEntries(moved) } };
}

function memberOf(entry: Entry, member: string): string | undefined {
  const value = (entry.value as Record<string, unknown> | null)?.[member];
  return typeof value === 'string' && isTimestamp(value) ? value : undefined;
}
