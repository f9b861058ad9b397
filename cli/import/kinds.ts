import type { z } from 'zod';
import { id } from '../../contract/api/primitives.ts';
import { preferences, profile } from '../../contract/api/users.ts';
import { API_LIMITS } from '../../contract/limits.ts';

const KIB = 1024;

/** How one kind of line goes through the API. */
export interface Kind {
  readonly name: 'events' | 'items' | 'users';
  /** Lines of a request, and the bytes of their JSON together (the envelope's few come on top). */
  readonly maxCount: number;
  readonly maxBytes: number;
  /** The lines of equal groups travel together: an actor's events become one record of the stream. */
  readonly groupOf?: (value: unknown) => string;
}

export const KINDS: Readonly<Record<Kind['name'], Kind>> = {
  events: {
    name: 'events',
    maxCount: API_LIMITS.eventsPerRequest,
    maxBytes: API_LIMITS.eventsBody - 64 * KIB,
    groupOf: actorOf,
  },
  // Far below the limit of 5 MiB, which is that of the body quoted inside a Lambda payload.
  items: { name: 'items', maxCount: API_LIMITS.itemsPerRequest, maxBytes: 2048 * KIB },
  users: { name: 'users', maxCount: 1, maxBytes: 256 * KIB },
};

/** A line of `import users`: the profile of PUT /users/{userId}, flat, and the preferences of PATCH if any. */
export const userLine = profile.safeExtend({ userId: id, preferences: preferences.optional() });
export type UserLine = z.infer<typeof userLine>;

function actorOf(value: unknown): string {
  const { userId, cookieId } = (value ?? {}) as { userId?: unknown; cookieId?: unknown };
  return typeof userId === 'string' ? `u#${userId}` : `c#${String(cookieId)}`;
}

/** What zod found wrong, in one line: `price: Invalid input (got "x")`. */
export function issueWords(error: z.ZodError, value: unknown): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}${gotWords(issue.path, value)}`)
    .join('; ');
}

function gotWords(path: readonly PropertyKey[], value: unknown): string {
  let got = value;
  for (const step of path) got = (got as Record<PropertyKey, unknown> | undefined)?.[step];
  return path.length === 0 || got === undefined ? '' : ` (got ${JSON.stringify(got)?.slice(0, 100)})`;
}
