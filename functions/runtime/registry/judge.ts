import type { BrokenReferenceReply } from '../../../contract/api/registry.ts';
import { REGISTRY_LIMITS } from '../../../contract/limits.ts';
import { documentsOf } from '../../../domain/registry/applied.ts';
import {
  type BrokenReference,
  brokenBy,
  brokenInWords,
  checkDocument,
  type Documents,
  listedByKind,
} from '../../../domain/registry/check.ts';
import type { Wish } from '../../../domain/registry/commit.ts';
import { refOf, shippedDocuments } from '../../../domain/registry/kinds.ts';
import { makeRegistry } from '../../../domain/registry/registry.ts';
import { type FieldError, fieldErrors, inWords, Problem, preview } from '../problems.ts';
import type { RegistryState } from './state.ts';

/** What a wish is called in errors: nothing where it is the whole body, `changes[3].document` where it is one of many. */
export type PlaceOf = (index: number) => string;

/** Refuses documents that are none, and changes after which something would refer to nothing. @throws Problem 400, 409 */
export function judge(wishes: readonly Wish[], state: RegistryState, placeOf: PlaceOf): void {
  const errors = wishes.flatMap((wish, index) => errorsOf(wish, placeOf(index)));
  if (errors.length > 0) throw new Problem(400, 'invalid-document', inWords(errors), { errors });
  const before = documentsOf(state.applied);
  const after = changed(before, wishes);
  const broken = brokenBy(before, after, new Set(wishes.map(({ key }) => key)));
  if (broken.length > 0) throw brokenProblem(broken, before);
  const why = isRegistry(before) ? unlikeRegistry(after) : undefined;
  if (why !== undefined) throw new Problem(409, 'broken-references', why, { members: { broken: [] } });
}

function errorsOf(wish: Wish, place: string): readonly FieldError[] {
  if (wish.state !== 'stored') return [];
  const { error } = checkDocument(refOf(wish.key), wish.document);
  if (error === undefined) return sizeErrors(wish.document, place);
  if (typeof error !== 'string') return fieldErrors(error, wish.document).map((one) => placed(one, place));
  const name = (wish.document as { readonly name?: unknown }).name;
  return [placed({ field: 'name', message: error, got: preview(name) }, place)];
}

const placed = (error: FieldError, place: string): FieldError => {
  if (place === '') return error;
  const field = error.field === 'body' ? place : `${place}.${error.field}`;
  return { ...error, field: field.replace('.[', '[') };
};

function sizeErrors(document: unknown, place: string): FieldError[] {
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes <= REGISTRY_LIMITS.document) return [];
  const message = `must be at most ${REGISTRY_LIMITS.document} bytes`;
  return [{ field: place || 'body', message, got: `${bytes} bytes` }];
}

/** The documents after a change. */
export function changed(before: Documents, wishes: readonly Wish[]): Documents {
  const after = new Map(before);
  const shipped = shippedDocuments();
  for (const wish of wishes) {
    if (wish.state === 'stored') after.set(wish.key, wish.document);
    else if (wish.state === 'reset') after.set(wish.key, shipped.get(wish.key));
    else after.delete(wish.key);
  }
  return after;
}

const TOLD = 5;

function brokenProblem(broken: readonly BrokenReference[], before: Documents): Problem {
  const told = broken.map((one): BrokenReferenceReply => ({ ...one, detail: brokenInWords(one, before) }));
  const more = told.length > TOLD ? ` (and ${told.length - TOLD} more)` : '';
  const words = told.slice(0, TOLD).map(({ detail }) => detail);
  return new Problem(409, 'broken-references', words.join('; ') + more, { members: { broken: told } });
}

const isRegistry = (documents: Documents): boolean => unlikeRegistry(documents) === undefined;

/** Whatever else a registry asks of its documents together; undefined where they do. */
function unlikeRegistry(documents: Documents): string | undefined {
  try {
    makeRegistry(listedByKind(documents));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
