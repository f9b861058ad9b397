export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

export interface LogLine {
  readonly time: Date;
  /** Short name of a function, or of a part of the laptop. */
  readonly source: string;
  readonly level: LogLevel;
  readonly text: string;
}

export type Log = (line: LogLine) => void;

const LEVELS: Record<string, LogLevel> = {
  TRACE: 'DEBUG',
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  FATAL: 'ERROR',
  CRITICAL: 'ERROR',
};

/** Fields of a JSON log line that say nothing new on a laptop. */
const FAMILIAR = new Set([
  'level',
  'message',
  'timestamp',
  'time',
  'service',
  'sampling_rate',
  'xray_trace_id',
  'cold_start',
  'coldStart',
  'function_arn',
  'function_name',
  'function_memory_size',
  'function_request_id',
  'environment',
  'region',
]);

/** Stands before the level of a line that `console` wrote, see runtime.mjs. */
const MARK = '\u0001';

/** What a line that a function wrote says; undefined for metrics in the embedded metric format. */
export function parseLine(
  raw: string,
  stream: 'stdout' | 'stderr',
): { level: LogLevel; text: string } | undefined {
  const plain = { level: stream === 'stderr' ? ('ERROR' as const) : ('INFO' as const), text: raw };
  const marked = raw.startsWith(MARK) ? /^.(\w+) (.*)$/s.exec(raw) : null;
  if (marked !== null) return { level: LEVELS[marked[1] ?? ''] ?? plain.level, text: marked[2] ?? '' };
  if (!raw.startsWith('{')) return plain;
  let record: Record<string, unknown>;
  try {
    record = JSON.parse(raw);
  } catch {
    return plain;
  }
  if ('_aws' in record) return undefined;
  if (typeof record.message !== 'string' && typeof record.level !== 'string') return plain;
  const rest = Object.entries(record).filter(([key]) => !FAMILIAR.has(key));
  const words = [String(record.message ?? ''), ...rest.map(([key, value]) => `${key}=${short(value)}`)];
  return { level: LEVELS[String(record.level).toUpperCase()] ?? plain.level, text: words.join(' ').trim() };
}

function short(value: unknown): string {
  if (typeof value === 'string') return /\s/.test(value) ? JSON.stringify(value) : value;
  return JSON.stringify(value) ?? 'undefined';
}

/** `12:03:04 record-actors     INFO  message key=value` */
export function formatLine({ time, source, level, text }: LogLine): string {
  return `${time.toTimeString().slice(0, 8)} ${source.padEnd(18)} ${level.padEnd(5)} ${text}`;
}

/** Prints lines to the terminal; DEBUG only when asked for. */
export function printer(
  debug = false,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Log {
  return (line) => {
    if (line.level !== 'DEBUG' || debug) write(formatLine(line));
  };
}
