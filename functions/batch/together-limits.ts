import { LARGEST_FUNCTION_MB, SERVICE_LIMITS } from '../../contract/limits.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import { type Range, workIn } from '../../domain/together/work.ts';
import { readLines } from './lines.ts';
import type { RawFile } from './run-files.ts';

/** A run that Lambda cannot do: refused with the figures, the limit and what to do, before it fails without words. */
export class TooLargeError extends Error {
  readonly code = 'too-large';
}

/** Of a function's memory: the rest is the runtime's, and what waits to be collected. */
const USABLE = 0.85;
/** Work (domain/together/work.ts) a second of one part: a quarter of what one core was measured to do (docs/scale.md). */
const WORK_PER_SECOND = 10_000_000;
/** A part should have ended well before Lambda ends it. */
const PART_SECONDS = 0.8 * SERVICE_LIMITS.lambdaSeconds;
/** Bytes an event while all are united and ordered: 190 held, 60 while owners and refunds are worked out (docs/scale.md). */
const EVENT_BYTES = 250;
/** A text in a dictionary: its characters, its entry, its place in the list. */
const NAME_BYTES = 120;
/** A Map of V8 takes no more (Node 24.9), however much memory there is; a dictionary has sixteen (domain/together/text-map.ts). */
const MAP_ENTRIES = 2 ** 23;
/** Compressed bytes of the smallest events measured; most have 40 to 80. An archive below that needs no closer look. */
const SMALLEST_EVENT = 12;
/** Files whose lines are counted where it needs one, and how far such an estimate may be wrong. */
const SAMPLED_FILES = 3;
const ESTIMATE_ERROR = 1.25;

/** Prepared files that assemble reads in ten of its fifteen minutes: 20 ms each, 16 at a time. */
const MOST_FILES = 480_000;

const WHAT_TO_DO =
  'give assemble-together more memory (lib/sizes.ts, at most 10,240 MB), archive less (impressions and searches count for nothing here), keep the archive shorter, or let another engine assemble and count (docs/scale.md)';

const usable = (megabytes: number): number => megabytes * 1024 * 1024 * USABLE;

/** Bytes that this process may fill: no limit where it is not a Lambda's. */
export const usableMemory = (): number =>
  usable(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? Number.POSITIVE_INFINITY));

/** Bytes that assemble-together and count-together may fill, for the step that plans them. */
export const PLANNED_MEMORY = usable(LARGEST_FUNCTION_MB);

/**
 * Whether assemble could hold an archive, by its compressed size and the lines of a few of its files: an estimate, so that
 * a hopeless run is refused before all of it is prepared. `checkEvents` is exact. @throws TooLargeError
 */
export async function checkArchive(
  files: readonly RawFile[],
  archive: ObjectStore,
  memory: number,
): Promise<void> {
  if (files.length > MOST_FILES)
    throw new TooLargeError(
      `the archive has too many files for one Lambda: ${files.length}, and it reads at most ${MOST_FILES} in its time; unite small files, keep the archive shorter, or let another engine assemble and count (docs/scale.md)`,
    );
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if ((bytes / SMALLEST_EVENT) * EVENT_BYTES <= memory) return;
  const events = Math.round(bytes * (await eventsPerByte(files, archive)));
  const needed = events * EVENT_BYTES;
  if (needed <= memory * ESTIMATE_ERROR) return;
  throw new TooLargeError(
    `the archive is too large for one Lambda: about ${events} events (${inMb(bytes)} compressed in ${files.length} files) need about ${inMb(needed)} of memory to assemble, and it may fill ${inMb(memory)}; ${WHAT_TO_DO}`,
  );
}

async function eventsPerByte(files: readonly RawFile[], archive: ObjectStore): Promise<number> {
  let [lines, bytes] = [0, 0];
  for (let sample = 0; sample < SAMPLED_FILES; sample++) {
    const { key, size } = files[Math.floor((sample * files.length) / SAMPLED_FILES)]!;
    for await (const some of readLines(key, await archive.stream(key))) lines += some.length;
    bytes += size;
  }
  return lines / Math.max(1, bytes);
}

/** How far assemble has come: what is held so far, of how many files. */
export interface Held {
  readonly events: number;
  readonly names: number;
  /** Of event ids. */
  readonly characters: number;
  /** Entries of the fullest of the Maps that dictionaries are made of. */
  readonly largest: number;
  readonly files: string;
}

/** Whether what was united so far leaves room for the rest of assemble. @throws TooLargeError */
export function checkEvents({ events, names, characters, largest, files }: Held, memory: number): void {
  const needed = events * EVENT_BYTES + names * NAME_BYTES + characters;
  if (needed > memory)
    throw new TooLargeError(
      `the events are too many for one Lambda: ${events} of them and ${names} ids of people, items and orders, from ${files}, need ${inMb(needed)} of memory to assemble, and it may fill ${inMb(memory)}; ${WHAT_TO_DO}`,
    );
  if (largest > MAP_ENTRIES)
    throw new TooLargeError(
      `a dictionary is too large for one Lambda: a sixteenth of it would hold ${largest} ids from ${files}, and V8 holds at most ${MAP_ENTRIES} in one Map; ${WHAT_TO_DO}`,
    );
}

/**
 * Whether each part can count its range in time. Memory needs no look: a matrix has an entry of 16 bytes and an item of 250
 * for an event at most, and the events it came from fitted in a function of the same size. @throws TooLargeError
 */
export function checkRanges(name: string, work: Float64Array, ranges: readonly Range[]): void {
  const largest = Math.max(0, ...ranges.map((range) => workIn(work, range)));
  const seconds = Math.round(largest / WORK_PER_SECOND);
  if (seconds > PART_SECONDS)
    throw new TooLargeError(
      `a part of the matrix ${name} is too large for one Lambda: counting it takes about ${seconds} s, and it should take at most ${PART_SECONDS} s; choose a shorter window, a lower maxItemsPerActor or fewer channels`,
    );
}

/** Whether a state that a step answers can go on through Step Functions. @throws TooLargeError */
export function checkState(step: string, parts: number, state: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(state));
  if (bytes > SERVICE_LIMITS.stateMachineState)
    throw new TooLargeError(
      `${step} made ${parts} parts: a state of ${bytes} bytes, and Step Functions carries at most ${SERVICE_LIMITS.stateMachineState}; run fewer kinds and channels at a time`,
    );
}

const inMb = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
