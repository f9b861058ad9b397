import { archivedDayPrefix, archivedHourPrefix, watermarksPrefix } from '../../contract/storage-keys.ts';
import { DAY_MS } from '../../domain/popularity/day-events.ts';
import { horizonDay, landmarksAt } from '../../domain/popularity/decay.ts';
import type { ObjectStore, RunStore } from '../../domain/ports.ts';
import type { PopularityState, ShardPosition } from './popularity-state.ts';
import { getJson, type RawFile } from './run-files.ts';

const HOUR_MS = 3_600_000;
/** An upload's URL is good for an hour, and the file counts an hour after that at the latest. */
const IMPORT_HOURS = 3;

/** How far somebody has read the archive. */
type Counted = Pick<PopularityState, 'shards'>;

type Watermark = ShardPosition & { readonly shard: string };

/** What the archive holds that is not counted yet. */
export interface NewFiles {
  /** Written by the stream, stamped, in order of their keys. */
  readonly streamed: readonly RawFile[];
  /** Imported, and ready to be counted. */
  readonly imported: readonly RawFile[];
  /** How far the shards are counted with these. */
  readonly shards: Readonly<Record<string, ShardPosition>>;
}

/** Where the archive ends, by shard. */
export async function readWatermarks(archive: ObjectStore): Promise<Record<string, ShardPosition>> {
  const found: Record<string, ShardPosition> = {};
  for await (const { key } of archive.list(watermarksPrefix)) {
    const { shard, sequence, arrivedAt } = await getJson<Watermark>(archive, key);
    found[shard] = { sequence, arrivedAt };
  }
  return found;
}

/** Whether any shard's watermark has moved beyond what is counted. */
export const hasMoved = (shards: NewFiles['shards'], state: Counted | undefined): boolean =>
  Object.entries(shards).some(([shard, { sequence }]) => sequence !== state?.shards[shard]?.sequence);

/**
 * Files beyond the state. Without a state all days that can still count are looked through; else only the hours since: a shard's
 * files come in order, and imports lie in the hour in which their upload was asked for.
 *
 * @param rebuiltAt when the last successful rebuild-actors run began, milliseconds: imports older than it have their actors
 */
export async function newFiles(
  archive: ObjectStore,
  state: PopularityState | undefined,
  now: number,
  rebuiltAt: number,
): Promise<NewFiles> {
  // Before the listing: what is written after it lies beyond the watermark, and waits for the next run.
  const shards = await readWatermarks(archive);
  const streamed: RawFile[] = [];
  const imported: RawFile[] = [];
  const counted = new Set(state?.imports);
  for (const prefix of hoursSince(state, shards, now))
    for await (const { key, etag, size } of archive.list(prefix)) {
      const place = placeOf(key);
      if (place?.kind === 'stream' && isBetween(place, state, shards)) streamed.push({ key, etag, size });
      if (place?.kind === 'import' && !counted.has(key) && isReady(place.hour, now, rebuiltAt))
        imported.push({ key, etag, size });
    }
  return { streamed, imported, shards };
}

type Place =
  | { readonly kind: 'stream'; readonly shard: string; readonly sequence: string }
  | { readonly kind: 'import'; readonly hour: number };

/** events/YYYY/MM/DD/HH/{shard | import-id}/{sequence | part}.ndjson.gz */
export function placeOf(key: string): Place | undefined {
  const [, year, month, day, hour, folder, file] = key.split('/');
  if (folder === undefined || file === undefined) return undefined;
  if (folder.startsWith('import-'))
    return { kind: 'import', hour: Date.parse(`${year}-${month}-${day}T${hour}:00:00.000Z`) };
  return { kind: 'stream', shard: folder, sequence: file.split('.')[0]! };
}

/** Whether a file lies beyond what is counted, and not beyond the shard's watermark. */
export function isBetween(
  { shard, sequence }: { readonly shard: string; readonly sequence: string },
  state: Counted | undefined,
  shards: NewFiles['shards'],
): boolean {
  const [from, to] = [state?.shards[shard]?.sequence, shards[shard]?.sequence];
  if (to === undefined || compareSequences(sequence, to) > 0) return false;
  return from === undefined || compareSequences(sequence, from) > 0;
}

/** Sequence numbers are whole numbers too long for doubles. */
const compareSequences = (a: string, b: string): number =>
  a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);

/** Imported events are stamped by what is known of their actors, so these are rebuilt first; none waits for ever. */
const isReady = (hour: number, now: number, rebuiltAt: number): boolean =>
  rebuiltAt > hour || now - hour > 2 * HOUR_MS;

/** Folders to look into: of shards that moved from where they stood, and where imports may lie. */
function hoursSince(state: PopularityState | undefined, shards: NewFiles['shards'], now: number): string[] {
  if (!state) return daysSince(horizonDay(landmarksAt(now)), now);
  const moved = Object.keys(shards).filter((shard) => hasMoved({ [shard]: shards[shard]! }, state));
  const arrivals = moved.map((shard) => Date.parse((state.shards[shard] ?? shards[shard]!).arrivedAt));
  // A shard that is new may have begun before its watermark's hour: resharding is rare, a day is enough.
  const isNew = moved.some((shard) => state.shards[shard] === undefined);
  const imports = Date.parse(state.asOf) - IMPORT_HOURS * HOUR_MS;
  const first = Math.min(...arrivals, imports, ...(isNew ? [now - 24 * HOUR_MS] : []));
  const hours = Math.floor(now / HOUR_MS) - Math.floor(first / HOUR_MS);
  return Array.from({ length: hours + 1 }, (_, hour) =>
    archivedHourPrefix(new Date(first + hour * HOUR_MS).toISOString()),
  );
}

/** Nothing arrives before it happens: what arrived before a day holds nothing of it. */
function daysSince(day: string, now: number): string[] {
  const first = Date.parse(day);
  const days = Math.floor((now - first) / DAY_MS);
  return Array.from({ length: days + 1 }, (_, at) =>
    archivedDayPrefix(new Date(first + at * DAY_MS).toISOString()),
  );
}

/** When the last rebuild-actors run that succeeded began, milliseconds; 0 when none did. */
export async function lastRebuild(runs: Pick<RunStore, 'list'>): Promise<number> {
  const newest = (await runs.list('rebuild-actors', 10)).find(({ state }) => state === 'succeeded');
  return newest ? Date.parse(newest.startedAt) : 0;
}
