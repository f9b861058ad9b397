import type { z } from 'zod';
import type { changesReply, RegistryReply } from '../../contract/api/registry.ts';
import type { ApiClient } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { CliError } from '../errors.ts';
import type { Change, Documents } from './compare.ts';

/** What a server holds. */
export interface Server {
  readonly revision: number;
  readonly documents: Documents;
  /** Who changed each when, in words. */
  readonly changed: ReadonlyMap<string, string>;
  /** What it says is wrong with what it holds. */
  readonly problems: readonly string[];
}

export async function readServer(client: ApiClient): Promise<Server> {
  const reply = await client.call<RegistryReply>('GET', '/v1/registry?full=true');
  const keyed = reply.documents.map((one) => [`${one.kind}/${one.name}`, one] as const);
  return {
    revision: reply.revision,
    documents: new Map(keyed.map(([key, { document }]) => [key, document])),
    changed: new Map(
      keyed.flatMap(([key, { by, updatedAt }]) => (by ? [[key, `by ${by} at ${updatedAt}`]] : [])),
    ),
    problems: reply.problems ?? [],
  };
}

export interface Signed {
  readonly note?: string | undefined;
  readonly author?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Sends changes as one, if the server still is where they were compared. @throws CliError naming the files that it refuses */
export async function sendChanges(
  client: ApiClient,
  changes: readonly Change[],
  local: Documents,
  expectedRevision: number,
  signed: Signed,
): Promise<z.infer<typeof changesReply>> {
  try {
    return await client.call('POST', '/v1/registry/changes', {
      changes: listed(changes, local),
      expectedRevision,
      ...signed,
    });
  } catch (error) {
    throw error instanceof ApiError ? inFiles(error, changes) : error;
  }
}

/** Changes as requests have them. */
export const listed = (changes: readonly Change[], local: Documents) =>
  changes.map(({ key, what }) => {
    const [kind, name] = key.split('/');
    return { kind, name, document: what === 'delete' ? null : local.get(key) };
  });

/** `changes[3].document.sections[0]` is a place in a file. */
const PLACE = /^changes\[(\d+)\]\.document\.?/;

function inFiles(error: ApiError, changes: readonly Change[]): CliError {
  const { errors, broken } = { errors: [], broken: [], ...(error.body as Refusal | undefined) };
  const wrong = errors.map(({ field, message, got }) => {
    const key = changes[Number(PLACE.exec(field)?.[1])]?.key;
    const place = field.replace(PLACE, '') || 'the document';
    return `${key ? `${key}.json: ${place}` : field}: ${message}, got ${got}`;
  });
  const lines = [...wrong, ...broken.map(({ detail }) => detail)];
  if (lines.length === 0) return error;
  return new CliError(error.code, `nothing was changed:\n  ${lines.join('\n  ')}`, { cause: error });
}

interface Refusal {
  readonly errors?: readonly { readonly field: string; readonly message: string; readonly got: string }[];
  readonly broken?: readonly { readonly detail: string }[];
}
