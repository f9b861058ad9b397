import type { z } from 'zod';
import type {
  historyReply,
  OneDocumentReply,
  schemaReply,
  schemasReply,
} from '../../contract/api/registry.ts';
import { REGISTRY_LIMITS } from '../../contract/limits.ts';
import type { Context } from '../context.ts';
import { CliError, EXIT, UsageError } from '../errors.ts';
import {
  differencesOf,
  hashesOf,
  type PullPlan,
  type PushPlan,
  pullPlan,
  pushPlan,
} from '../registry/compare.ts';
import {
  readFolder,
  readPulled,
  removeDocument,
  writeDocument,
  writePulled,
  writeSchemas,
} from '../registry/folder.ts';
import { guardPages } from '../registry/guard.ts';
import { replayPush } from '../registry/replay.ts';
import { readServer, type Server, sendChanges } from '../registry/server.ts';
import { changeLines } from '../registry/words.ts';
import { type Column, tableLines } from '../table.ts';

export interface PushFlags {
  readonly note?: string;
  readonly author?: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly replay?: boolean;
  /** Users, and cookies as `cookie:ID`, separated by commas. */
  readonly users?: string;
}

/** `jangteo registry pull`: the server's documents as files; what was edited here stays. @returns the exit code */
export async function pullCommand(
  { client, output }: Context,
  folder: string,
  { force }: Pick<PushFlags, 'force'>,
): Promise<number> {
  const pulled = readPulled(folder);
  const server = await readServer(client);
  const plan = pullPlan(pulled?.base ?? new Map(), readFolder(folder), server.documents);
  if (plan.conflicts.length > 0 && !force) throw conflict(plan, server);
  const taken = [...plan.write, ...plan.conflicts].filter((key) => server.documents.has(key));
  const removed = [...plan.remove, ...plan.conflicts].filter((key) => !server.documents.has(key));
  for (const key of taken) writeDocument(folder, key, server.documents.get(key));
  for (const key of removed) removeDocument(folder, key);
  const { schemas } = await client.call<z.infer<typeof schemasReply>>('GET', '/v1/registry/schemas');
  writeSchemas(folder, schemas);
  writePulled(folder, { revision: server.revision, base: hashesOf(server.documents) });
  if (output.json)
    output.out(JSON.stringify({ revision: server.revision, written: taken, removed, kept: plan.kept }));
  else for (const line of pullLines(folder, server, taken, removed, plan.kept)) output.out(line);
  for (const problem of server.problems) output.err(`the server says: ${problem}`);
  return EXIT.ok;
}

function pullLines(
  folder: string,
  { revision, documents }: Server,
  taken: readonly string[],
  removed: readonly string[],
  kept: readonly string[],
): string[] {
  return [
    ...taken.map((key) => `wrote ${key}.json`),
    ...removed.map((key) => `removed ${key}.json`),
    ...kept.map((key) => `left ${key}.json as edited here`),
    `${folder} is at revision ${revision}, ${documents.size} documents`,
  ];
}

const conflict = ({ conflicts }: PullPlan, server: Server): CliError =>
  new CliError(
    'registry-conflict',
    `changed here and there since the last pull; nothing was written. --force takes the server's:\n  ${told(conflicts, server)}`,
  );

const told = (keys: readonly string[], { changed, documents }: Server): string =>
  keys
    .map((key) => `${key} ${changed.get(key) ?? (documents.has(key) ? 'as it ships' : 'is not there')}`)
    .join('\n  ');

/** `jangteo registry diff`: what a push would change. @returns the exit code */
export async function diffCommand({ client, output }: Context, folder: string): Promise<number> {
  const local = readFolder(folder);
  const server = await readServer(client);
  const { changes, moved } = pushPlan(readPulled(folder)?.base ?? new Map(), local, server.documents);
  if (output.json) {
    const listed = changes.map(({ key, what }) => {
      const differences = what === 'change' ? differencesOf(server.documents.get(key), local.get(key)) : [];
      return { key, what, differences };
    });
    output.out(JSON.stringify({ revision: server.revision, changes: listed, moved }));
    return EXIT.ok;
  }
  for (const line of changeLines(changes, server.documents, local)) output.out(line);
  if (changes.length === 0) output.out(`nothing differs from revision ${server.revision}`);
  if (moved.length > 0) output.err(`changed on the server since the last pull:\n  ${told(moved, server)}`);
  return EXIT.ok;
}

/** `jangteo registry push`: the folder's changes as one. @returns the exit code */
export async function pushCommand(
  { client, output }: Context,
  folder: string,
  { note, author, dryRun, force, replay, users }: PushFlags,
): Promise<number> {
  const pulled = readPulled(folder);
  const local = readFolder(folder);
  if (local.size === 0)
    throw new CliError('no-documents', `there are no documents in ${folder}; pull some first`);
  const server = await readServer(client);
  const plan = pushPlan(pulled?.base ?? new Map(), local, server.documents);
  if (plan.moved.length > 0 && !force) throw moved(plan, server, pulled?.revision);
  const say = output.json ? output.err : output.out;
  for (const line of changeLines(plan.changes, server.documents, local)) say(line);
  const sides = { server: server.documents, local };
  if (!force) await guardPages(client, plan.changes, sides, usersIn(users));
  if (replay && plan.changes.length > 0)
    await replayPush(client, plan.changes, local, { say, force: force === true });
  const sent =
    plan.changes.length > 0
      ? await sendChanges(client, plan.changes, local, server.revision, { note, author, dryRun })
      : { revision: server.revision, dryRun: dryRun === true, changes: [] };
  if (!dryRun) writePulled(folder, { revision: sent.revision, base: baseAfter(plan, server, local) });
  output.out(output.json ? JSON.stringify(sent) : pushWords(plan.changes.length, sent));
  return EXIT.ok;
}

/** A preview is for as many viewers as its limit says; one of them is nobody. @throws UsageError */
function usersIn(list = ''): string[] {
  const users = list.split(',').flatMap((one) => one.trim() || []);
  const most = REGISTRY_LIMITS.previewedViewers - 1;
  if (users.length > most) throw new UsageError(`--users takes at most ${most}, got ${users.length}`);
  return users;
}

function baseAfter({ changes }: PushPlan, server: Server, local: ReadonlyMap<string, unknown>) {
  const after = new Map(server.documents);
  for (const { key, what } of changes) {
    if (what === 'delete') after.delete(key);
    else after.set(key, local.get(key));
  }
  return hashesOf(after);
}

function pushWords(count: number, { revision, dryRun }: { revision: number; dryRun: boolean }): string {
  if (count === 0) return `nothing to push: the server holds the same at revision ${revision}`;
  if (dryRun) return `would change ${count} documents of revision ${revision}; nothing was changed`;
  return `changed ${count} documents: revision ${revision}, live within 30 s`;
}

function moved(plan: PushPlan, server: Server, revision: number | undefined): CliError {
  const since =
    revision === undefined
      ? 'nothing was ever pulled here, and the server holds something else'
      : `the server changed since the pull of revision ${revision}`;
  const words = `${since}; nothing was pushed. Pull first, or --force:\n  ${told(plan.moved, server)}`;
  return new CliError('registry-moved', words);
}

const COLUMNS: readonly Column[] = [
  { title: 'version', align: 'right' },
  { title: 'what' },
  { title: 'when' },
  { title: 'by', max: 40 },
  { title: 'note', max: 60 },
];

/** `jangteo registry history`. @returns the exit code */
export async function historyCommand(
  { client, output }: Context,
  kind: string,
  name: string,
  limit: string | undefined,
): Promise<number> {
  const query = limit === undefined ? '' : `?limit=${encodeURIComponent(limit)}`;
  const path = `${pathOf(kind, name)}/history${query}`;
  const reply = await client.call<z.infer<typeof historyReply>>('GET', path);
  if (output.json) output.out(JSON.stringify(reply));
  else for (const line of historyLines(reply)) output.out(line);
  return EXIT.ok;
}

function historyLines({ kind, name, versions }: z.infer<typeof historyReply>): string[] {
  if (versions.length === 0) return [`${kind}/${name} is as it ships`];
  const rows = versions.map(({ version, state, at, by, note }) => [
    String(version),
    state,
    at,
    by,
    note ?? '',
  ]);
  return tableLines(COLUMNS, rows);
}

/** `jangteo registry rollback`. @returns the exit code */
export async function rollbackCommand(
  { client, output }: Context,
  kind: string,
  name: string,
  version: string,
  { note, author }: Pick<PushFlags, 'note' | 'author'>,
): Promise<number> {
  if (!/^\d{1,9}$/.test(version))
    throw new UsageError(`the version must be a whole number, got ${JSON.stringify(version)}`);
  const body = { version: Number(version), note, author };
  const reply = await client.call<OneDocumentReply>('POST', `${pathOf(kind, name)}/rollback`, body);
  const what = reply.default ? 'is what ships' : `says what version ${version} said`;
  const words = `${kind}/${name} ${what}: version ${reply.version}, live within 30 s`;
  output.out(output.json ? JSON.stringify(reply) : words);
  return EXIT.ok;
}

/** `jangteo registry schema`: for an editor. @returns the exit code */
export async function schemaCommand({ client, output }: Context, kind: string): Promise<number> {
  const path = `/v1/registry/schemas/${encodeURIComponent(kind)}`;
  output.out(JSON.stringify(await client.call<z.infer<typeof schemaReply>>('GET', path), null, 2));
  return EXIT.ok;
}

const pathOf = (kind: string, name: string): string =>
  `/v1/registry/${encodeURIComponent(kind)}/${encodeURIComponent(name)}`;
