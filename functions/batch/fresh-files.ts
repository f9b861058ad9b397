import { archivedHourPrefix } from '../../contract/storage-keys.ts';
import { eventKey } from '../../domain/events/deduplicate.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { FRESH_WINDOW_MS, type FreshView } from '../../domain/together/fresh.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import type { StampedLine } from './archived-line.ts';
import type { FreshState } from './fresh-state.ts';
import { isErased, unstamped } from './popularity-events.ts';
import { hasMoved, isBetween, placeOf } from './popularity-files.ts';
import { readEvents } from './prepare-events.ts';
import type { RawFile } from './run-files.ts';

const HOUR_MS = 3_600_000;
/** An event may be so much later than its arrival. */
const AHEAD_MS = 5 * 60_000;
/** Rows of views that have left the window since may stand so long when nobody comes. */
const EXPIRY_MS = 15 * 60_000;

type Shards = FreshState['shards'];

/** New events, or views that have left the window. */
export function isBehind(shards: Shards, state: FreshState | undefined, now: number): boolean {
  if (hasMoved(shards, state)) return true;
  return state?.oldest !== undefined && state.oldest < now - FRESH_WINDOW_MS - EXPIRY_MS;
}

/**
 * Files of the stream beyond the state that may hold views of the window: never older hours, however long nothing ran.
 * Imported files are history, and do not count.
 */
export async function freshFiles(
  archive: ObjectStore,
  state: FreshState | undefined,
  shards: Shards,
  now: number,
): Promise<RawFile[]> {
  const files: RawFile[] = [];
  for (const prefix of hoursSince(state, shards, now))
    for await (const { key, etag, size } of archive.list(prefix)) {
      const place = placeOf(key);
      if (place?.kind === 'stream' && isBetween(place, state, shards)) files.push({ key, etag, size });
    }
  return files;
}

/** Hour folders from where the shards that moved stood, within the window. */
function hoursSince(state: FreshState | undefined, shards: Shards, now: number): string[] {
  const moved = Object.keys(shards).filter((shard) => hasMoved({ [shard]: shards[shard]! }, state));
  if (moved.length === 0) return [];
  const earliest = now - FRESH_WINDOW_MS - AHEAD_MS;
  const stood = moved.map((shard) => Date.parse(state?.shards[shard]?.arrivedAt ?? ''));
  // A shard that is not known yet (NaN) may have begun anywhere in the window.
  const from = Math.max(earliest, ...(stood.some(Number.isNaN) ? [] : [Math.min(...stood)]));
  const hours = Math.floor(now / HOUR_MS) - Math.floor(from / HOUR_MS);
  return Array.from({ length: hours + 1 }, (_, hour) =>
    archivedHourPrefix(new Date(from + hour * HOUR_MS).toISOString()),
  );
}

/** The views of a file. Whoever looks at a listing of their own says nothing by it. */
export async function viewsOf(file: RawFile, archive: ObjectStore, erasures: Erasures): Promise<FreshView[]> {
  const { events } = await readEvents(file.key, await archive.stream(file.key));
  return events.flatMap((line) => viewOf(line, erasures));
}

function viewOf(line: StampedLine, erasures: Erasures): FreshView[] {
  const { event, stamp = unstamped(line) } = line;
  const { type, itemId } = event;
  if (type !== 'view' || itemId === undefined || stamp.own || isErased(event, stamp, erasures)) return [];
  return [{ key: eventKey(line), actor: stamp.actor, itemId, time: Date.parse(event.occurredAt) }];
}
