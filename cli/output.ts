/** Where a command's words go: results to `out`, progress and errors to `err`, so that pipes get results only. */
export interface Output {
  readonly json: boolean;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** True when `err` is a terminal, where a progress bar makes sense. */
  readonly terminal: boolean;
}

export function consoleOutput(json: boolean): Output {
  return {
    json,
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    terminal: process.stderr.isTTY === true,
  };
}

/** 61234 → 61,234 */
export const grouped = (value: number): string => value.toLocaleString('en-US');

/** Milliseconds as 350 ms, 1.2 s or 2 min 5 s. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
