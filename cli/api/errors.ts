import { CliError } from '../errors.ts';

/** Nothing listens at the address, or the connection broke each time it was tried. */
export class UnreachableError extends CliError {
  constructor(url: string, cause: unknown) {
    super(
      'unreachable',
      `nothing answers at ${url} (${reasonOf(cause)}); start it with \`npm start\`, or name another with --url or JANGTEO_URL`,
      { cause },
    );
  }
}

/** The API answered, and refused. Its `code` is the problem's. */
export class ApiError extends CliError {
  readonly status: number;
  readonly body: unknown;
  constructor(request: string, status: number, body: unknown) {
    super(
      problemText(body, 'code') ?? `http-${status}`,
      `${request} answered ${status}: ${problemWords(body)}`,
    );
    this.status = status;
    this.body = body;
  }
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause ? cause.cause : cause;
  if (inner && typeof inner === 'object' && 'code' in inner && inner.code) return String(inner.code);
  return inner instanceof Error ? inner.message : String(inner);
}

function problemText(body: unknown, member: string): string | undefined {
  if (body === null || typeof body !== 'object') return undefined;
  const value = (body as Record<string, unknown>)[member];
  return typeof value === 'string' ? value : undefined;
}

/** An RFC 9457 problem in words, with the fields it names; any other body clipped. */
function problemWords(body: unknown): string {
  const words = problemText(body, 'detail') ?? problemText(body, 'title') ?? problemText(body, 'message');
  if (words === undefined)
    return typeof body === 'string' ? body.slice(0, 300) : JSON.stringify(body ?? null);
  const fields = fieldWords(body);
  // One field alone is in the detail already.
  return [words, ...(fields.length > 1 ? fields : [])].join('; ');
}

function fieldWords(body: unknown): string[] {
  const errors = (body as { errors?: unknown }).errors;
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, 5).map((error: { field?: unknown; message?: unknown; got?: unknown }) => {
    const got = error.got === undefined ? '' : ` (got ${JSON.stringify(error.got)})`;
    return `${String(error.field)}: ${String(error.message)}${got}`;
  });
}
