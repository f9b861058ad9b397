/** Anything the command line says in words instead of a stack trace. Exit code 1 unless told otherwise. */
export class CliError extends Error {
  readonly code: string;
  readonly exitCode: number;
  constructor(code: string, message: string, options: { cause?: unknown; exitCode?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliError';
    this.code = code;
    this.exitCode = options.exitCode ?? EXIT.failure;
  }
}

export const EXIT = { ok: 0, failure: 1, usage: 2, interrupted: 130 } as const;

export class UsageError extends CliError {
  constructor(message: string) {
    super('usage', message, { exitCode: EXIT.usage });
  }
}

/** What went wrong, in one line, whatever was thrown. */
export function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}
