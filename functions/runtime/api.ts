import { randomBytes } from 'node:crypto';
import type { Route } from '../../contract/api/route.ts';
import type { Scope } from '../../domain/events/event.ts';
import type { Clock } from '../../domain/ports.ts';
import { systemClock } from './clock.ts';
import { keyScopes } from './keys.ts';
import type { Stores } from './ports.ts';
import { secrets } from './signing.ts';
import { readUserToken, TOKEN_SECRET, type TokenState } from './tokens.ts';

/** A request after its key, its size and its schema were checked: what an operation may trust. */
export interface ApiRequest<Input extends Inputs = Inputs> {
  readonly route: Route;
  readonly requestId: string;
  /** Milliseconds: one moment for the whole request. */
  readonly now: number;
  readonly scope: Scope | undefined;
  /** The header x-user-token as sent, unchecked. */
  readonly userToken: string | undefined;
  /** Tells keys apart in what is written down: the beginning of the key's hash. */
  readonly keyId: string | undefined;
  /** The headers if-match and if-none-match as sent. */
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly params: Input['params'];
  readonly query: Input['query'];
  readonly body: Input['body'];
}
interface Inputs {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface ApiReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What operations may use beside the request. */
export interface ApiContext {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly random: (bytes: number) => Buffer;
  readonly scopeOf: (key: string) => Promise<Scope | undefined>;
  readonly secret: (name: string) => Promise<Uint8Array>;
}

/** One operation of contract/api/routes.ts: a function of the request and of the world. */
export type Operation<Input extends Inputs = Inputs> = (
  request: ApiRequest<Input>,
  context: ApiContext,
) => Promise<ApiReply>;

/** Operations by operationId. Their inputs differ; the route's schemas guarantee them. */
export type Operations = Readonly<Record<string, Operation<{ params: never; query: never; body: never }>>>;

/** The context of a function: made once a process; tests pass memory stores, a clock and their own dice. */
export function apiContext(
  stores: Stores,
  { clock = systemClock, random = randomBytes as (bytes: number) => Buffer } = {},
): ApiContext {
  const keys = () => stores.keys;
  return { stores, clock, random, scopeOf: keyScopes(keys, clock), secret: secrets(keys) };
}

/** Whose the request's x-user-token is. The secret is read only when a token was sent. */
export async function userTokenOf(request: ApiRequest, context: ApiContext): Promise<TokenState> {
  if (!request.userToken) return { state: 'absent' };
  return readUserToken(await context.secret(TOKEN_SECRET), request.userToken, request.now);
}

export const ok = (body: unknown, headers?: Readonly<Record<string, string>>): ApiReply => ({
  status: 200,
  body,
  ...(headers && { headers }),
});

export const iso = (time: number): string => new Date(time).toISOString();
