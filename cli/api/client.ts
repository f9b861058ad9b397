import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { paths } from '../../contract/client/schema.ts';
import { ApiError, UnreachableError } from './errors.ts';
import { DEFAULT_RETRIES, delayBefore, isRetryableStatus, type RetryPolicy } from './retry.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text of anything else. */
  readonly body: unknown;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Answer extends Omit<Reply, 'body'> {
  readonly text: string;
}

export interface ClientOptions {
  readonly url: string;
  readonly key: string;
  readonly fetch?: typeof fetch;
  readonly retries?: RetryPolicy;
}

/** The public HTTP API, as anybody may call it: the key in its header, "not now" asked again. */
export class ApiClient {
  readonly url: string;
  readonly key: string;
  readonly retries: RetryPolicy;
  /** Every operation with its types: `bodyOf(client.api.GET('/v1/models'))`. Other answers than 2xx are thrown as ApiError. */
  readonly api: Client<paths>;
  readonly #fetch: typeof fetch;

  constructor(options: ClientOptions) {
    this.url = options.url.replace(/\/+$/, '').replace(/\/v1$/, '');
    this.key = options.key;
    this.retries = options.retries ?? DEFAULT_RETRIES;
    this.#fetch = options.fetch ?? fetch;
    this.api = createClient<paths>({
      baseUrl: this.url,
      fetch: (request) => this.#answer(request),
      querySerializer: { array: { style: 'form', explode: false } },
    });
    this.api.use(refusals);
  }

  /** The body of a 2xx answer. @throws ApiError on any other, UnreachableError when there is none */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await this.send(method, path, body === undefined ? undefined : JSON.stringify(body));
    if (reply.status >= 300) throw new ApiError(`${method} ${path}`, reply.status, reply.body);
    return reply.body as T;
  }

  /** Any answer that is not "not now"; the last such answer when patience is at its end. */
  async send(method: string, path: string, body?: string): Promise<Reply> {
    return parsedReply(await this.#retried({ method, path, body }));
  }

  async #answer(request: Request): Promise<Response> {
    const { status, headers, text } = await this.#retried({
      method: request.method,
      path: request.url.slice(this.url.length),
      body: request.body === null ? undefined : await request.text(),
      headers: Object.fromEntries(request.headers),
    });
    return new Response(text === '' ? null : text, { status, headers });
  }

  async #retried(asked: Asked): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= this.retries.attempts - 1;
      const reply = await this.#tryOnce(asked, attempt);
      if (reply && (last || !isRetryableStatus(reply.status))) return reply;
      await this.retries.sleep(delayBefore(attempt, this.retries, reply?.headers.get('retry-after')));
    }
  }

  /** One attempt without retries. @throws UnreachableError */
  async once(method: string, path: string, body?: string): Promise<Reply> {
    try {
      return parsedReply(await this.#request({ method, path, body }));
    } catch (error) {
      throw new UnreachableError(this.url, error);
    }
  }

  /** PUTs bytes to a presigned URL, which takes no key. @throws ApiError, UnreachableError */
  async upload(url: string, body: Uint8Array): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= this.retries.attempts - 1;
      const response = await this.#fetch(url, { method: 'PUT', body: body as Uint8Array<ArrayBuffer> }).catch(
        (error) => {
          if (last || isRefused(error)) throw new UnreachableError(new URL(url).origin, error);
        },
      );
      const text = await response?.text();
      if (response?.ok) return;
      if (response && (last || response.status < 500))
        throw new ApiError('PUT (presigned)', response.status, text);
      await this.retries.sleep(delayBefore(attempt, this.retries));
    }
  }

  /** Undefined when the connection broke and may be tried again. A refused one never came to be: no use. */
  async #tryOnce(asked: Asked, attempt: number) {
    try {
      return await this.#request(asked);
    } catch (error) {
      const last = attempt >= this.retries.attempts - 1;
      if (last || (attempt === 0 && isRefused(error))) throw new UnreachableError(this.url, error);
      return undefined;
    }
  }

  async #request({ method, path, body, headers = {} }: Asked): Promise<Answer> {
    const response = await this.#fetch(this.url + path, {
      method,
      headers: {
        ...headers,
        'x-api-key': this.key,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body ?? null,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

/** The body of a 2xx answer of `client.api`. @throws ApiError on any other, UnreachableError when there is none */
export async function bodyOf<T>(call: Promise<{ readonly data?: T }>): Promise<T> {
  return (await call).data!;
}

const refusals: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok) return;
    const { pathname, search } = new URL(request.url);
    const body = parsed(await response.text());
    throw new ApiError(`${request.method} ${pathname}${search}`, response.status, body);
  },
};

const parsedReply = ({ text, ...rest }: Answer): Reply => ({ ...rest, body: parsed(text) });

function isRefused(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined;
  return ['ECONNREFUSED', 'ENOTFOUND', 'ERR_INVALID_URL'].includes(String(cause?.code));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
