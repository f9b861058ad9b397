import { fnv1a } from '../hash.ts';
import type { DocumentPointer, DocumentVersion, RegistryHead } from '../ports.ts';
import type { Documents } from './check.ts';

/** A document that holds. */
export interface Applied {
  readonly document: unknown;
  readonly version: number;
  /** Strong, in its quotes: no two contents of a name ever share it. */
  readonly etag: string;
  /** The shipped one holds. */
  readonly shipped: boolean;
  /** Undefined where nothing was ever stored under the name. */
  readonly pointer?: DocumentPointer | undefined;
}

/**
 * What holds for every name: what was stored lies over what ships, a deletion hides it. Names that were never stored, or reset, follow
 * later releases. `versionOf` answers a stored version, or undefined where it cannot be read: then the name is left out.
 */
export function appliedOf(
  shipped: Documents,
  head: RegistryHead,
  versionOf: (key: string, pointer: DocumentPointer) => DocumentVersion | undefined,
): ReadonlyMap<string, Applied> {
  const applied = new Map<string, Applied>();
  for (const [key, document] of shipped) applied.set(key, shippedOne(document, head.documents.get(key)));
  for (const [key, pointer] of head.documents) {
    if (pointer.state === 'reset') continue;
    const version = pointer.state === 'stored' ? versionOf(key, pointer) : undefined;
    if (version) applied.set(key, storedOne(version));
    else applied.delete(key);
  }
  return applied;
}

const shippedOne = (document: unknown, pointer: DocumentPointer | undefined): Applied => {
  const version = pointer?.version ?? 0;
  const content = fnv1a(JSON.stringify(document)).toString(36);
  return { document, version, etag: `"${version}-${content}"`, shipped: true, pointer };
};

/** A stored version, as it held or holds. */
export const storedOne = (version: DocumentVersion): Applied => ({
  document: version.document,
  version: version.version,
  etag: `"${version.version}-${version.row}"`,
  shipped: false,
  pointer: version,
});

export const documentsOf = (applied: ReadonlyMap<string, Applied>): Documents =>
  new Map([...applied].map(([key, { document }]) => [key, document]));
