import { ApiClient } from '../../../../cli/api/client.ts';
import type { Output } from '../../../../cli/output.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly bytes: Uint8Array | undefined;
  readonly key: string | null;
  readonly ifMatch: string | undefined;
}
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A client whose requests are answered by a function; it remembers them, and its pauses take no time. */
export function fakeApi(answer: (call: Call, number: number) => Answer | Promise<Answer>) {
  const calls: Call[] = [];
  const pauses: number[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const call = callOf(String(input), init ?? {});
    calls.push(call);
    const { status, body, headers } = await answer(call, calls.length);
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: headers ?? {} });
  };
  const sleep = async (ms: number) => void pauses.push(ms);
  const retries = { attempts: 4, baseMs: 100, capMs: 1000, sleep, random: () => 1 };
  return { client: new ApiClient({ url: 'http://api.test/', key: 'k', fetch, retries }), calls, pauses };
}

function callOf(url: string, init: RequestInit): Call {
  const { pathname, search } = new URL(url);
  const bytes = init.body instanceof Uint8Array ? init.body : undefined;
  return {
    method: init.method ?? 'GET',
    path: pathname + search,
    body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
    bytes,
    key: new Headers(init.headers).get('x-api-key'),
    ifMatch: new Headers(init.headers).get('if-match') ?? undefined,
  };
}

/** An output that keeps its lines. */
export function keptOutput(json = false): Output & { lines: string[]; errors: string[] } {
  const [lines, errors]: [string[], string[]] = [[], []];
  return {
    json,
    terminal: false,
    out: (line) => lines.push(line),
    err: (line) => errors.push(line),
    lines,
    errors,
  };
}

/** What fetch throws when nobody listens. */
export function refusedError(): Error {
  return Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
}
