import { REGISTRY_LIMITS } from '../../limits.ts';
import { REGISTRY_EXAMPLES } from '../examples/registry.ts';
import {
  changesBody,
  changesReply,
  deletedReply,
  document,
  documentParams,
  documentQuery,
  historyQuery,
  historyReply,
  kindParams,
  oneDocumentReply,
  previewBody,
  previewReply,
  registryQuery,
  registryReply,
  rollbackBody,
  schemaReply,
  schemasReply,
  writeQuery,
} from '../registry.ts';
import { ADMIN, REVALIDATED, type Route } from '../route.ts';

const common = { function: 'provider/admin', scopes: ADMIN, tag: 'registry' } as const;
const etag = { etag: 'of the version answered; send it back as if-match' };
const ifMatch = {
  'if-match':
    'the etag that this change was made from: another one stored meanwhile is not overwritten (412)',
};

export const REGISTRY_ROUTES: readonly Route[] = [
  {
    ...common,
    operationId: 'listRegistry',
    method: 'GET',
    path: '/v1/registry',
    summary: 'What holds: every document with its version; full=true with their contents',
    query: registryQuery,
    parameters: { full: true },
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: {
        description: 'the registry at one revision',
        schema: registryReply,
        example: REGISTRY_EXAMPLES.list,
      },
    },
  },
  {
    ...common,
    operationId: 'getRegistrySchemas',
    method: 'GET',
    path: '/v1/registry/schemas',
    summary: 'JSON Schemas of all kinds of documents, for editors',
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: { description: 'the schemas by kind', schema: schemasReply, example: REGISTRY_EXAMPLES.schemas },
    },
  },
  {
    ...common,
    operationId: 'getRegistrySchema',
    method: 'GET',
    path: '/v1/registry/schemas/{kind}',
    summary: 'The JSON Schema of one kind of documents',
    params: kindParams,
    parameters: REGISTRY_EXAMPLES.kind,
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: { description: 'the schema', schema: schemaReply, example: REGISTRY_EXAMPLES.schema },
    },
  },
  {
    ...common,
    operationId: 'changeRegistry',
    method: 'POST',
    path: '/v1/registry/changes',
    summary: 'Change many documents as one: all or nothing',
    body: changesBody,
    example: REGISTRY_EXAMPLES.changes,
    replies: {
      200: {
        description: 'changed, or with dryRun found good',
        schema: changesReply,
        example: REGISTRY_EXAMPLES.changed,
      },
    },
  },
  {
    ...common,
    function: 'provider/recommend',
    operationId: 'previewRegistry',
    method: 'POST',
    path: '/v1/registry/preview',
    summary: 'What given viewers would see under proposed documents, beside what they see now',
    description: 'Nothing is stored. The changes are judged as POST /v1/registry/changes would judge them.',
    body: previewBody,
    example: REGISTRY_EXAMPLES.proposal,
    replies: {
      200: {
        description: 'both pages of each viewer, and what changes',
        schema: previewReply,
        example: REGISTRY_EXAMPLES.preview,
      },
    },
  },
  {
    ...common,
    operationId: 'getDocument',
    method: 'GET',
    path: '/v1/registry/{kind}/{name}',
    summary: 'A document, or one of its versions',
    params: documentParams,
    query: documentQuery,
    parameters: { ...REGISTRY_EXAMPLES.named, version: 1 },
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: {
        description: 'the document',
        schema: oneDocumentReply,
        example: REGISTRY_EXAMPLES.stored,
        headers: etag,
      },
    },
  },
  {
    ...common,
    operationId: 'putDocument',
    method: 'PUT',
    path: '/v1/registry/{kind}/{name}',
    summary: 'Store a document: the body is the document',
    description: 'Refused with 409 broken-references when it names what does not exist.',
    params: documentParams,
    query: writeQuery,
    parameters: { ...REGISTRY_EXAMPLES.named, ...REGISTRY_EXAMPLES.write },
    requestHeaders: { ...ifMatch, 'if-none-match': '*: only where there is none yet (412)' },
    body: document,
    maxBodyBytes: REGISTRY_LIMITS.document,
    example: REGISTRY_EXAMPLES.document,
    replies: {
      200: {
        description: 'live within 30 s',
        schema: oneDocumentReply,
        example: REGISTRY_EXAMPLES.stored,
        headers: etag,
      },
    },
  },
  {
    ...common,
    operationId: 'deleteDocument',
    method: 'DELETE',
    path: '/v1/registry/{kind}/{name}',
    summary: 'Delete a document, also one that ships',
    description: 'Refused with 409 broken-references while others name it. Its history stays.',
    params: documentParams,
    query: writeQuery,
    parameters: { ...REGISTRY_EXAMPLES.named, ...REGISTRY_EXAMPLES.write },
    requestHeaders: ifMatch,
    replies: {
      200: { description: 'gone within 30 s', schema: deletedReply, example: REGISTRY_EXAMPLES.deleted },
    },
  },
  {
    ...common,
    operationId: 'getHistory',
    method: 'GET',
    path: '/v1/registry/{kind}/{name}/history',
    summary: 'Versions of a document, newest first: who, when, why',
    params: documentParams,
    query: historyQuery,
    parameters: { ...REGISTRY_EXAMPLES.named, limit: 20, before: 9 },
    requestHeaders: REVALIDATED.requestHeaders,
    replies: {
      ...REVALIDATED.reply,
      200: { description: 'the versions', schema: historyReply, example: REGISTRY_EXAMPLES.history },
    },
  },
  {
    ...common,
    operationId: 'rollbackDocument',
    method: 'POST',
    path: '/v1/registry/{kind}/{name}/rollback',
    summary: 'Store what an older version said as a new one; version 0 is what ships',
    params: documentParams,
    parameters: REGISTRY_EXAMPLES.named,
    requestHeaders: ifMatch,
    body: rollbackBody,
    example: REGISTRY_EXAMPLES.rollback,
    replies: {
      200: {
        description: 'live within 30 s',
        schema: oneDocumentReply,
        example: REGISTRY_EXAMPLES.stored,
        headers: etag,
      },
    },
  },
];
