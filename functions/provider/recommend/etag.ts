import { createHash } from 'node:crypto';

/**
 * A weak ETag of a page that everybody gets: of all it shows, but for what is new with every answer (recommendationId, nextCursor).
 * What was shown before stays good: a client that is answered 304 keeps the ids that it has.
 */
export function pageEtag(body: unknown): string {
  const text = JSON.stringify(body, (key, value) => (NEW_EACH_TIME.has(key) ? undefined : value));
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}

const NEW_EACH_TIME: ReadonlySet<string> = new Set(['recommendationId', 'nextCursor']);

/** Whether a header if-none-match names an ETag; weak ones compare by their text (RFC 9110, 8.8.3.2). */
export const isNamed = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((one) => textOf(one) === textOf(etag)));

const textOf = (etag: string): string => etag.trim().replace(/^W\//, '');
