import type { z } from 'zod';
import type { Scope } from '../../domain/events/event.ts';
import type { FunctionName } from '../functions.ts';
import type { Tag } from './tags.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One answer of a route, by status. Without a schema it has no body worth describing. */
export interface RouteReply {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** What it may look like; needed where there is a schema. */
  readonly example?: unknown;
  /** Headers that this answer carries, with what they say. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of the HTTP API: infrastructure, validation and OpenAPI are made from this and agree. */
export interface Route {
  readonly operationId: string;
  readonly method: Method;
  /** API Gateway's form: /v1/items/{itemId} */
  readonly path: string;
  /** The function that answers it (contract/functions.ts). */
  readonly function: FunctionName;
  /** Which keys may call it. */
  readonly scopes: readonly Scope[] | 'public';
  readonly tag: Tag;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Headers that the operation reads beside the key, with what they do. */
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly body?: z.ZodType;
  /** What OpenAPI shows for the body where validation takes its elements one by one. */
  readonly shownBody?: z.ZodType;
  /** An empty body counts as {}. */
  readonly bodyOptional?: boolean;
  /** Default: API_LIMITS.body. */
  readonly maxBodyBytes?: number;
  /** A body that may be sent; needed where there is one. */
  readonly example?: unknown;
  /** Examples of its parameters by name, in the path and behind the question mark, as a program says them: numbers, flags, lists. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly replies: Readonly<Record<number, RouteReply>>;
}

/** A GET whose answer has an ETag. */
export const REVALIDATED = {
  requestHeaders: { 'if-none-match': 'the etag of an answer that the caller has: 304 while it is the same' },
  reply: { 304: { description: 'the caller has it; nothing is sent' } },
} as const;

export const ANYBODY = ['browser', 'server', 'admin'] as const;
/** An admin key may do everything that a server key may. */
export const SERVER = ['server', 'admin'] as const;
export const ADMIN = ['admin'] as const;

/** The key by which API Gateway names a route: `PUT /v1/items/{itemId}`. */
export const routeKey = (route: Pick<Route, 'method' | 'path'>): string => `${route.method} ${route.path}`;
