import type { z } from 'zod';
import { DOCUMENT_KINDS, keyOf, refOf, schemaOf } from './kinds.ts';
import { type Reference, referencesOf } from './registry.ts';

/** Documents by key, as they were written: what is wrong with one is nobody else's fault. */
export type Documents = ReadonlyMap<string, unknown>;

/** Names that every object has: a document of such a name would be found where there is none. */
const RESERVED = new Set(['constructor', 'prototype']);

export type Checked =
  | { readonly document: unknown; readonly error?: undefined }
  | { readonly error: z.ZodError | string };

/** A document against the schema of its kind: parsed, or what is wrong with it. */
export function checkDocument({ kind, name }: Reference, document: unknown): Checked {
  const parsed = schemaOf(kind).safeParse(document);
  if (!parsed.success) return { error: parsed.error };
  const inside = (parsed.data as { readonly name: string }).name;
  if (inside !== name) return { error: `name: must be ${name}, as it is addressed, got ${inside}` };
  if (RESERVED.has(name)) return { error: `name: must not be ${name}` };
  return { document: parsed.data };
}

/** A document that names another one which is not there. */
export interface BrokenReference {
  readonly from: Reference;
  readonly to: Reference;
}

/** Every reference that leads nowhere. Documents that are no documents of their kind refer to nothing. */
export function brokenReferences(documents: Documents): BrokenReference[] {
  return [...documents].flatMap(([key, document]) => missingOf(key, document, documents));
}

/** What one document names that is not among the others. */
export function missingOf(key: string, document: unknown, documents: Documents): BrokenReference[] {
  const from = refOf(key);
  const checked = checkDocument(from, document);
  if (checked.error !== undefined) return [];
  const missing = referencesOf(from.kind, checked.document).filter((to) => !documents.has(keyOf(to)));
  return missing.map((to) => ({ from, to }));
}

/** What a change breaks: references that led somewhere before it, and all those of the documents that it writes. */
export function brokenBy(
  before: Documents,
  after: Documents,
  written: ReadonlySet<string>,
): BrokenReference[] {
  const known = new Set(brokenReferences(before).map(nameOf));
  return brokenReferences(after).filter((one) => written.has(keyOf(one.from)) || !known.has(nameOf(one)));
}

const nameOf = ({ from, to }: BrokenReference): string => `${keyOf(from)} ${keyOf(to)}`;

/** `pages/home names sections/gone, which does not exist`; for a deletion, who still needs it. */
export function brokenInWords({ from, to }: BrokenReference, before: Documents): string {
  const why = before.has(keyOf(to)) ? 'which this would delete' : 'which does not exist';
  return `${keyOf(from)} names ${keyOf(to)}, ${why}`;
}

/** Documents as makeRegistry takes them: a list a kind. */
export function listedByKind(documents: Documents): Record<string, unknown[]> {
  const lists = Object.fromEntries(DOCUMENT_KINDS.map((kind): [string, unknown[]] => [kind, []]));
  for (const [key, document] of documents) lists[refOf(key).kind]?.push(document);
  return lists;
}
