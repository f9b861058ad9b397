import type { z } from 'zod';
import { DEFAULT_DOCUMENTS } from './defaults/index.ts';
import { DOCUMENT_SCHEMAS, type DocumentKind } from './documents.ts';
import type { Reference } from './registry.ts';

/** The kinds of documents, in the order in which they refer to one another. */
export const DOCUMENT_KINDS = Object.keys(DOCUMENT_SCHEMAS) as readonly DocumentKind[];

export const schemaOf = (kind: DocumentKind): z.ZodType => DOCUMENT_SCHEMAS[kind];

/** A document's key in the store: `pages/home`. */
export const keyOf = ({ kind, name }: Reference): string => `${kind}/${name}`;

export function refOf(key: string): Reference {
  const at = key.indexOf('/');
  return { kind: key.slice(0, at) as DocumentKind, name: key.slice(at + 1) };
}

const SHIPPED: Readonly<Partial<Record<DocumentKind, readonly { readonly name: string }[]>>> =
  DEFAULT_DOCUMENTS;

/** The shipped documents by key. */
export const shippedDocuments = (): ReadonlyMap<string, unknown> =>
  new Map(
    DOCUMENT_KINDS.flatMap((kind) =>
      (SHIPPED[kind] ?? []).map((document) => [keyOf({ kind, name: document.name }), document]),
    ),
  );
