import { REGISTRY_KINDS } from '../../../contract/api/registry.ts';
import type { DocumentPointer, DocumentVersion, RegistryHead, RegistryStore } from '../../../domain/ports.ts';
import { type Applied, appliedOf, documentsOf, storedOne } from '../../../domain/registry/applied.ts';
import {
  brokenInWords,
  brokenReferences,
  checkDocument,
  type Documents,
} from '../../../domain/registry/check.ts';
import type { DocumentKind } from '../../../domain/registry/documents.ts';
import { keyOf, refOf, shippedDocuments } from '../../../domain/registry/kinds.ts';
import type { Reference } from '../../../domain/registry/registry.ts';
import { Problem, preview, unavailable } from '../problems.ts';

/** The registry at one revision. */
export interface RegistryState {
  readonly head: RegistryHead;
  readonly applied: ReadonlyMap<string, Applied>;
}

/** Read anew, past every cache: changes are judged by it. @throws Problem 503 */
export async function readState(store: RegistryStore): Promise<RegistryState> {
  const head = await answered(store.head());
  const wanted = [...head.documents]
    .filter(([, { state }]) => state === 'stored')
    .map(([key, pointer]) => ({ key, pointer }));
  const read = wanted.length > 0 ? await answered(store.read(wanted)) : [];
  const versions = new Map(read.flatMap((version) => (version ? [[version.key, version] as const] : [])));
  return { head, applied: appliedOf(shippedDocuments(), head, (key) => versions.get(key)) };
}

/** What the store answers. @throws Problem 503 where it does not, but for what it says of a moved head */
export async function answered<T>(asked: Promise<T>): Promise<T> {
  return asked.catch((cause: unknown) => {
    if (isMoved(cause)) throw cause;
    throw unavailable('store', cause);
  });
}

export const isMoved = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'registry-moved';

/** What is addressed. @throws Problem 404 for an unknown kind */
export function refIn({ kind, name }: { readonly kind: string; readonly name: string }): Reference {
  return { kind: kindIn(kind), name };
}
export function kindIn(kind: string): DocumentKind {
  const known = REGISTRY_KINDS.find((one) => one === kind);
  if (known) return known;
  const detail = `kind: must be one of ${REGISTRY_KINDS.join(', ')}, got ${preview(kind)}`;
  throw new Problem(404, 'unknown-kind', detail);
}

/** @throws Problem 404 */
export function appliedIn({ applied, head }: RegistryState, ref: Reference): Applied {
  const found = applied.get(keyOf(ref));
  if (found) return found;
  throw unknownDocument(ref, head.documents.get(keyOf(ref)));
}

export function unknownDocument(ref: Reference, pointer: DocumentPointer | undefined): Problem {
  const what = `no such document: ${preview(keyOf(ref))}`;
  const detail =
    pointer?.state === 'deleted'
      ? `${what}; ${pointer.by} deleted it at ${pointer.at}, a rollback to a version before brings it back`
      : what;
  return new Problem(404, 'unknown-document', detail);
}

/** More than anybody walks back through; each version of a name was once put by hand or pushed. */
const WHOLE_HISTORY = 10_000;

/** A version of a document as it held. @throws Problem 404 for one that never was, or that deleted it */
export async function versionIn(
  { head, applied }: RegistryState,
  ref: Reference,
  version: number,
  store: RegistryStore,
): Promise<Applied> {
  const [key, shipped] = [keyOf(ref), shippedDocuments()];
  const pointer = head.documents.get(key);
  if (!pointer && !shipped.has(key)) throw unknownDocument(ref, undefined);
  const holds = applied.get(key);
  if (holds?.version === version) return holds;
  const found = version === 0 || !pointer ? undefined : await findVersion(key, pointer, version, store);
  if (found?.state === 'stored') return storedOne(found);
  if ((version === 0 || found?.state === 'reset') && shipped.has(key))
    return { ...appliedOf(shipped, NOTHING, () => undefined).get(key)!, version };
  const why = found ? `version ${version} of ${key} is its deletion` : `no version ${version} of ${key}`;
  throw new Problem(404, 'unknown-version', `${why}; GET /v1/registry/${key}/history lists them`);
}

const NOTHING: RegistryHead = { revision: 0, commit: '', documents: new Map() };

async function findVersion(
  key: string,
  pointer: DocumentPointer,
  version: number,
  store: RegistryStore,
): Promise<DocumentVersion | undefined> {
  const history = await answered(store.history(key, pointer, WHOLE_HISTORY));
  return history.find((one) => one.version === version);
}

/** The versions below `before`, newest first, one more than asked for. */
export async function historyIn(
  { head, applied }: RegistryState,
  ref: Reference,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
  store: RegistryStore,
): Promise<readonly DocumentVersion[]> {
  const pointer = head.documents.get(keyOf(ref));
  if (!pointer && !applied.has(keyOf(ref))) throw unknownDocument(ref, undefined);
  if (!pointer) return [];
  const most = before === undefined ? limit + 1 : WHOLE_HISTORY;
  const history = await answered(store.history(keyOf(ref), pointer, most));
  return history.filter(({ version }) => before === undefined || version < before).slice(0, limit + 1);
}

/** What is wrong with what is stored, in words: something else serves in its place. */
export function problemsOf({ head, applied }: RegistryState): string[] {
  const documents: Documents = documentsOf(applied);
  const lost = [...head.documents].filter(([key, { state }]) => state === 'stored' && !applied.has(key));
  const unread = [...documents].filter(([key, one]) => checkDocument(refOf(key), one).error !== undefined);
  return [
    ...lost.map(([key, { version }]) => `${key}: version ${version} is lost`),
    ...unread.map(([key]) => `${key} is nothing that this release can read`),
    ...brokenReferences(documents).map((one) => brokenInWords(one, new Map())),
  ];
}
