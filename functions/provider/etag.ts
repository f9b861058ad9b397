import { createHash } from 'node:crypto';
import type { ApiReply } from '../runtime/api.ts';

/**
 * A weak ETag of a page that everybody gets: of all it shows, but for what is new with every answer (recommendationId, nextCursor).
 * What was shown before stays good: a client that is answered 304 keeps the ids that it has.
 */
export const pageEtag = (body: unknown): string =>
  etagOf(JSON.stringify(body, (key, value) => (NEW_EACH_TIME.has(key) ? undefined : value)));

const NEW_EACH_TIME: ReadonlySet<string> = new Set(['recommendationId', 'nextCursor']);

/** A weak ETag of all that a body says. */
export const bodyEtag = (body: unknown): string => etagOf(JSON.stringify(body));

const etagOf = (text: string): string =>
  `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;

/** The reply with its ETag, or 304 without a body where that is what the caller has. */
export function unlessKnown(reply: ApiReply, etag: string, ifNoneMatch: string | undefined): ApiReply {
  const headers = { ...reply.headers, etag };
  return isNamed(etag, ifNoneMatch) ? { status: 304, body: undefined, headers } : { ...reply, headers };
}

/** Whether a header if-none-match names an ETag; weak ones compare by their text (RFC 9110, 8.8.3.2). */
const isNamed = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => textOf(one) === textOf(etag)));

const textOf = (etag: string): string => etag.trim().replace(/^W\//, '');
