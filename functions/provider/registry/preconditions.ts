import type { Applied } from '../../../domain/registry/applied.ts';
import type { ApiRequest } from '../../runtime/api.ts';
import { clip, Problem } from '../../runtime/problems.ts';

type Conditions = Pick<ApiRequest, 'ifMatch' | 'ifNoneMatch'>;

/**
 * Whether the document is still what the caller saw (RFC 9110, section 13). A tag may come without its quotes, and weakened by
 * something on the way: it names a version, not bytes. @throws Problem 412 with the etag that holds
 */
export function checkPreconditions(
  { ifMatch, ifNoneMatch }: Conditions,
  holds: Applied | undefined,
  key: string,
): void {
  if (ifMatch !== undefined && !names(ifMatch, holds)) throw failed('if-match', ifMatch, holds, key);
  if (ifNoneMatch !== undefined && names(ifNoneMatch, holds))
    throw failed('if-none-match', ifNoneMatch, holds, key);
}

function names(header: string, holds: Applied | undefined): boolean {
  if (!holds) return false;
  const tags = header.split(',').map((tag) => bare(tag.trim()));
  return tags.includes('*') || tags.includes(bare(holds.etag));
}

const bare = (tag: string): string => tag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');

function failed(header: string, got: string, holds: Applied | undefined, key: string): Problem {
  const stands = holds ? `it is at ${holds.etag}${changedBy(holds)}` : 'there is none';
  const detail = `${header}: ${key} is not as asked: ${stands}, got ${clip(got)}`;
  const headers = holds && { headers: { etag: holds.etag } };
  return new Problem(412, 'precondition-failed', detail, { ...headers, members: { etag: holds?.etag } });
}

const changedBy = ({ pointer }: Applied): string =>
  pointer ? `, changed at ${pointer.at} by ${pointer.by}` : '';
