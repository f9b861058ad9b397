import type { z } from 'zod';

/** One field that was wrong: where, why, and what was got (clipped). */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  readonly got: string;
}

interface ProblemOptions {
  readonly errors?: readonly FieldError[] | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members beside the standard ones, such as `rejected`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error that the caller may read: it becomes an RFC 9457 problem with its status and stable code. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly options: ProblemOptions;
  constructor(status: number, code: string, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export interface HttpReply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The problem as application/problem+json. */
export function problemReply(problem: Problem, requestId: string): HttpReply {
  const { errors, headers, members } = problem.options;
  const body = {
    type: `urn:jangteo:problem:${problem.code}`,
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    ...(errors && { errors }),
    ...members,
    requestId,
  };
  return {
    statusCode: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** What is answered for an error nobody foresaw: never its own message. */
export const internalProblem = (cause: unknown): Problem =>
  new Problem(500, 'internal', 'something failed on our side; it is logged under the requestId', { cause });

/** A store or stream did not answer; a retry may. */
export const unavailable = (what: string, cause?: unknown): Problem =>
  new Problem(503, `${what}-unavailable`, `the ${what} did not answer; try again`, {
    headers: { 'retry-after': '1' },
    cause,
  });

/** A 400 from a schema's issues, naming the fields and the values got. */
export function invalid(code: string, error: z.ZodError, input: unknown): Problem {
  const errors = fieldErrors(error, input);
  return new Problem(400, code, inWords(errors), { errors });
}

const MAX_ERRORS = 20;

/** At most 20 errors, each with its field as a path (`events[3].price`). */
export function fieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  return error.issues.slice(0, MAX_ERRORS).flatMap((issue) => errorsOf(issue, input));
}

/** `price: must be …, got "x"`, and how many more there are. */
export function inWords(errors: readonly FieldError[]): string {
  const [first, ...others] = errors;
  if (!first) return 'invalid';
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  return `${first.field}: ${first.message}, got ${first.got}${more}`;
}

type Issue = z.core.$ZodIssue;

function errorsOf(issue: Issue, input: unknown): FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MAX_ERRORS).map((key) => {
      const path = [...issue.path, key];
      return { field: fieldName(path), message: 'unknown field', got: preview(valueAt(input, path)) };
    });
  const field = fieldName(issue.path);
  return [{ field, message: messageOf(issue), got: preview(valueAt(input, issue.path)) }];
}

function messageOf(issue: Issue): string {
  if (issue.code === 'invalid_union' && issue.errors.length > 0)
    return [...new Set(issue.errors.flat().map(messageOf))].join(', or ');
  return issue.message
    .replace(/^Invalid input: /, '')
    .replace(/, received .*$/, '')
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${clip(String(part))}`))
    .join('')
    .replace(/^\./, '');
  return name === '' ? 'body' : name;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

const CLIP = 100;

/** A value as JSON, cut to about 100 characters; deep values are only named, so nothing can overflow. */
export function preview(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return JSON.stringify(clip(value));
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`;
  if (value !== null && typeof value === 'object')
    return clip(`an object with ${Object.keys(value).slice(0, 5).map(clip).join(', ') || 'no fields'}`);
  return String(value);
}

/** Cuts a text, on whole characters, and shows that it was cut. */
export function clip(text: string): string {
  if (text.length <= CLIP) return text;
  return `${text.slice(0, CLIP).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
