import { z } from 'zod';
import type {
  ChangesBody,
  changesReply,
  deletedReply,
  documentQuery,
  historyQuery,
  OneDocumentReply,
  RegistryReply,
  registryQuery,
  rollbackBody,
  writeQuery,
} from '../../contract/api/registry.ts';
import type { DocumentVersion } from '../../domain/ports.ts';
import { type Applied, storedOne } from '../../domain/registry/applied.ts';
import type { Wish } from '../../domain/registry/commit.ts';
import { DOCUMENT_KINDS, keyOf, refOf, schemaOf } from '../../domain/registry/kinds.ts';
import type { Reference } from '../../domain/registry/registry.ts';
import { type ApiContext, type ApiReply, type ApiRequest, type Operations, ok } from '../runtime/api.ts';
import { Problem } from '../runtime/problems.ts';
import {
  appliedIn,
  historyIn,
  kindIn,
  problemsOf,
  type RegistryState,
  readState,
  refIn,
  versionIn,
} from '../runtime/registry/state.ts';
import { named, placeOfChange, wishesOf } from '../runtime/registry/wishes.ts';
import { bodyEtag, unlessKnown } from './etag.ts';
import { change } from './registry/change.ts';
import { checkPreconditions } from './registry/preconditions.ts';

type Addressed = { readonly kind: string; readonly name: string };
type Of<Query, Body = unknown> = ApiRequest<{ params: Addressed; query: Query; body: Body }>;

/** Documents of the registry, in the function provider/admin. */
export const registry: Operations = {
  listRegistry,
  getRegistrySchemas,
  getRegistrySchema,
  changeRegistry,
  getDocument,
  putDocument,
  deleteDocument,
  getHistory,
  rollbackDocument,
};

/** GET /registry */
async function listRegistry(
  {
    query,
    ifNoneMatch,
  }: ApiRequest<{ params: unknown; query: z.infer<typeof registryQuery>; body: unknown }>,
  { stores }: ApiContext,
): Promise<ApiReply> {
  const state = await readState(stores.registry);
  const problems = problemsOf(state);
  const listed = [...state.applied].map(([key, one]) => shown(refOf(key), one, query.full === true));
  const body: RegistryReply = {
    revision: state.head.revision,
    documents: listed.sort(inOrder),
    ...(problems.length > 0 && { problems }),
  };
  return told(body, ifNoneMatch);
}

/** What a GET tells, unless the caller knows it. */
const told = (body: unknown, ifNoneMatch: string | undefined): ApiReply =>
  unlessKnown(ok(body), bodyEtag(body), ifNoneMatch);

const inOrder = (a: Addressed, b: Addressed): number =>
  placeOf(a) - placeOf(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
const placeOf = ({ kind }: Addressed): number => (DOCUMENT_KINDS as readonly string[]).indexOf(kind);

/** A document as it is answered. */
function shown(ref: Reference, { pointer, ...one }: Applied, full = true) {
  const { note } = { note: undefined, ...(pointer as DocumentVersion | undefined) };
  return {
    ...ref,
    version: one.version,
    etag: one.etag,
    ...(pointer && { updatedAt: pointer.at, by: pointer.by }),
    ...(note !== undefined && { note }),
    default: one.shipped,
    ...(full && { document: one.document as Record<string, unknown> }),
  };
}

function answer(ref: Reference, one: Applied, revision: number): ApiReply {
  const body: OneDocumentReply = { ...shown(ref, one), revision };
  return ok(body, { etag: one.etag });
}

/** GET /registry/{kind}/{name} */
async function getDocument(
  { params, query, ifNoneMatch }: Of<z.infer<typeof documentQuery>>,
  { stores }: ApiContext,
): Promise<ApiReply> {
  const ref = refIn(params);
  const state = await readState(stores.registry);
  const one =
    query.version === undefined
      ? appliedIn(state, ref)
      : await versionIn(state, ref, query.version, stores.registry);
  return unlessKnown(answer(ref, one, state.head.revision), one.etag, ifNoneMatch);
}

/** PUT /registry/{kind}/{name}: a name in the body must be the one addressed. */
async function putDocument(
  request: Of<z.infer<typeof writeQuery>, Readonly<Record<string, unknown>>>,
  context: ApiContext,
): Promise<ApiReply> {
  const ref = refIn(request.params);
  const wish: Wish = { key: keyOf(ref), state: 'stored', document: named(ref.name, request.body) };
  return store(ref, () => wish, request, request.query, context);
}

/** POST /registry/{kind}/{name}/rollback: what an older version said, as a new one. */
async function rollbackDocument(
  request: Of<unknown, z.infer<typeof rollbackBody>>,
  context: ApiContext,
): Promise<ApiReply> {
  const ref = refIn(request.params);
  const { version } = request.body;
  const wish = async (state: RegistryState): Promise<Wish> => {
    const one = await versionIn(state, ref, version, context.stores.registry);
    const key = keyOf(ref);
    return one.shipped ? { key, state: 'reset' } : { key, state: 'stored', document: one.document };
  };
  return store(ref, wish, request, request.body, context);
}

async function store(
  ref: Reference,
  wish: (state: RegistryState) => Wish | Promise<Wish>,
  request: ApiRequest,
  signed: z.infer<typeof writeQuery>,
  context: ApiContext,
): Promise<ApiReply> {
  const wishes = async (state: RegistryState) => {
    checkPreconditions(request, state.applied.get(keyOf(ref)), keyOf(ref));
    return [await wish(state)];
  };
  const { head, versions } = await change({ wishes, signed }, request, context);
  const [version] = versions;
  if (version!.state === 'stored') return answer(ref, storedOne(version!), head.revision);
  const state = await readState(context.stores.registry);
  return answer(ref, appliedIn(state, ref), state.head.revision);
}

/** DELETE /registry/{kind}/{name}: leaves a mark that also hides what ships. */
async function deleteDocument(
  request: Of<z.infer<typeof writeQuery>>,
  context: ApiContext,
): Promise<ApiReply> {
  const ref = refIn(request.params);
  const wishes = (state: RegistryState): Wish[] => {
    checkPreconditions(request, state.applied.get(keyOf(ref)), keyOf(ref));
    appliedIn(state, ref);
    return [{ key: keyOf(ref), state: 'deleted' }];
  };
  const { head, versions } = await change({ wishes, signed: request.query }, request, context);
  const { version, at, by, note } = versions[0]!;
  const body: z.infer<typeof deletedReply> = {
    ...{ ...ref, version, updatedAt: at, by, note, deleted: true },
    revision: head.revision,
  };
  return ok(body);
}

/** GET /registry/{kind}/{name}/history */
async function getHistory(
  { params, query, ifNoneMatch }: Of<z.infer<typeof historyQuery>>,
  { stores }: ApiContext,
): Promise<ApiReply> {
  const ref = refIn(params);
  const state = await readState(stores.registry);
  const history = await historyIn(state, ref, query, stores.registry);
  const versions = history
    .slice(0, query.limit)
    .map(({ version, state, at, by, note }) => ({ version, state, at, by, note }));
  const next = history.length > query.limit ? versions.at(-1)!.version : undefined;
  return told({ ...ref, versions, ...(next !== undefined && { next }) }, ifNoneMatch);
}

/** POST /registry/changes: all of them or none. */
async function changeRegistry(
  request: ApiRequest<{ params: unknown; query: unknown; body: ChangesBody }>,
  context: ApiContext,
): Promise<ApiReply> {
  const { changes, expectedRevision, dryRun = false } = request.body;
  const asked = wishesOf(changes);
  const wishes = (state: RegistryState): readonly Wish[] => {
    checkRevision(expectedRevision, state);
    for (const { kind, name, document } of changes) if (document === null) appliedIn(state, { kind, name });
    return asked;
  };
  const { head, versions } = await change(
    { wishes, signed: request.body, placeOf: placeOfChange, dryRun },
    request,
    context,
  );
  const body: z.infer<typeof changesReply> = {
    revision: dryRun ? head.revision - 1 : head.revision,
    dryRun,
    changes: versions.map((version) => ({
      ...refOf(version.key),
      version: version.version,
      ...(version.state === 'stored' && !dryRun && { etag: storedOne(version).etag }),
      deleted: version.state === 'deleted',
    })),
  };
  return ok(body);
}

function checkRevision(expected: number | undefined, { head }: RegistryState): void {
  if (expected === undefined || expected === head.revision) return;
  const detail = `expectedRevision: the registry is at ${head.revision}, got ${expected}; look at what changed first`;
  throw new Problem(409, 'registry-moved', detail, { members: { revision: head.revision } });
}

/** GET /registry/schemas */
async function getRegistrySchemas({ ifNoneMatch }: ApiRequest, _context: ApiContext): Promise<ApiReply> {
  const schemas = Object.fromEntries(DOCUMENT_KINDS.map((kind) => [kind, jsonSchemaOf(kind)]));
  return told({ schemas }, ifNoneMatch);
}

/** GET /registry/schemas/{kind} */
async function getRegistrySchema(
  { params, ifNoneMatch }: ApiRequest<{ params: { kind: string }; query: unknown; body: unknown }>,
  _context: ApiContext,
): Promise<ApiReply> {
  return told(jsonSchemaOf(kindIn(params.kind)), ifNoneMatch);
}

/** What an editor may write: with what may be left out left out. */
function jsonSchemaOf(kind: Reference['kind']) {
  const schema = z.toJSONSchema(schemaOf(kind), { io: 'input', unrepresentable: 'any' });
  return { title: `Jangteo ${kind}`, ...schema };
}
