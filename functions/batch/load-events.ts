import { erasuresPrefix } from '../../contract/storage-keys.ts';
import { compareVersions } from '../../domain/events/deduplicate.ts';
import type { ArchivedEvent } from '../../domain/events/event.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { scopeCode } from '../../domain/together/codes.ts';
import { EventTable } from '../../domain/together/event-table.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { decodePrepared, type PreparedEvents } from '../../domain/together/prepared.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { gunzip } from './gzip.ts';
import { readEvents } from './prepare-events.ts';
import { getBytes, preparedKey, type RawFile } from './run-files.ts';
import { checkEvents, usableMemory } from './together-limits.ts';

/** Prepared files in memory at a time while they are united: some 10 MB each. */
const FILES_AT_A_TIME = 16;

/**
 * All events of the prepared files as one table, each identity once.
 *
 * @param memory bytes that it may fill
 * @param keep what of a file is wanted
 * @throws TooLargeError when they need more, after the file that made it so
 */
export async function loadEvents(
  files: readonly RawFile[],
  ports: Pick<Stores, 'archive' | 'artefacts'>,
  memory = usableMemory(),
  keep: (prepared: PreparedEvents) => PreparedEvents = (prepared) => prepared,
): Promise<EventTable> {
  const table = new EventTable();
  for (let from = 0; from < files.length; from += FILES_AT_A_TIME) {
    const chunk = files.slice(from, from + FILES_AT_A_TIME);
    const bytes = await inParallel(chunk, FILES_AT_A_TIME, (file) =>
      getBytes(ports.artefacts, preparedKey(file)),
    );
    for (const [index, one] of bytes.entries()) {
      const prepared = keep(decodePrepared(gunzip(one)));
      const size = table.size(prepared);
      checkEvents({ ...size, files: `${from + index + 1} of ${files.length} files` }, memory);
      table.add(prepared, from + index);
    }
  }
  await settleContests(table, files, ports.archive);
  return table;
}

/** Two versions of one event at one moment: only their full text tells which counts, so it is read again. */
async function settleContests(table: EventTable, files: readonly RawFile[], archive: ObjectStore) {
  const contested = table.contested();
  if (contested.size === 0) return;
  const sources = [...contested.values()];
  const any = sources.includes('any');
  const wanted = new Set(sources.flatMap((source) => (source === 'any' ? [] : [...source])));
  const winners = new Map<number, ArchivedEvent>();
  for (const [source, file] of files.entries()) {
    if (!any && !wanted.has(source)) continue;
    const { events } = await readEvents(file.key, await archive.stream(file.key));
    for (const archived of events) {
      const row = table.find(scopeCode(archived.scope), archived.event.eventId);
      if (!contested.has(row)) continue;
      const best = winners.get(row);
      if (!best || compareVersions(archived.event, best.event) < 0) winners.set(row, archived);
    }
  }
  for (const [row, winner] of winners) table.settle(row, winner);
}

/** A record of an erasure that cannot be read stops a run: events of somebody erased must not count. */
export class UnreadableErasureError extends Error {
  readonly code = 'unreadable-erasure';
  constructor(key: string) {
    super(`erasure ${key} of the archive cannot be read; it must be JSON {actor, erasedAt}`);
  }
}

/** Who was erased, and when last, ms. */
export async function loadErasures(archive: ObjectStore): Promise<Erasures> {
  const keys: string[] = [];
  for await (const { key } of archive.list(erasuresPrefix)) if (!isReceipt(key)) keys.push(key);
  const erasures = new Map<ActorKey, number>();
  await inParallel(keys, FILES_AT_A_TIME, async (key) => {
    const { actor, at } = toErasure(key, await getBytes(archive, key));
    erasures.set(actor, Math.max(at, erasures.get(actor) ?? Number.NEGATIVE_INFINITY));
  });
  return erasures;
}

const isReceipt = (key: string): boolean => key.startsWith(`${erasuresPrefix}receipts/`);

function toErasure(key: string, bytes: Uint8Array): { actor: ActorKey; at: number } {
  try {
    const { actor, erasedAt } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const at = Date.parse(String(erasedAt));
    if (typeof actor === 'string' && /^[uc]#/.test(actor) && Number.isFinite(at))
      return { actor: actor as ActorKey, at };
  } catch {
    // Said below, with the key.
  }
  throw new UnreadableErasureError(key);
}
