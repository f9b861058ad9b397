import { stampsPrefix } from '../../contract/storage-keys.ts';
import type { Stamp } from '../../contract/stream.ts';
import type { Event } from '../../domain/events/event.ts';
import { timelineOf } from '../../domain/identity/fold.ts';
import type { ActorKey } from '../../domain/identity/owner.ts';
import { type Counted, toCounted } from '../../domain/popularity/counted.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import type { Stamper } from '../runtime/stamps.ts';
import type { StampedLine } from './archived-line.ts';
import { gunzip, gzip } from './gzip.ts';
import { sha256 } from './model-files.ts';
import { readEvents } from './prepare-events.ts';
import { fingerprint, type RawFile } from './run-files.ts';

/** The events of a file of the stream. A line without a stamp counts for everybody only. */
export async function streamedEvents(
  file: RawFile,
  archive: ObjectStore,
  erasures: Erasures,
): Promise<Counted[]> {
  const { events } = await readEvents(file.key, await archive.stream(file.key));
  return events.flatMap((line) => countedOf(line, line.stamp ?? unstamped(line), erasures));
}

/**
 * The events of an imported file, stamped by what is known of their actors when it is first counted. The stamps are kept, for
 * they are the truth: counting again gives the same numbers however people have changed.
 */
export async function importedEvents(
  file: RawFile,
  stores: { readonly archive: ObjectStore; readonly artefacts: ObjectStore },
  stamp: Stamper,
  erasures: Erasures,
): Promise<Counted[]> {
  const { events } = await readEvents(file.key, await stores.archive.stream(file.key));
  const key = stampsKey(file);
  const kept = await stores.artefacts.get(key);
  const stamps = kept
    ? (JSON.parse(new TextDecoder().decode(gunzip(kept))) as readonly Stamp[])
    : await stamp(events.map(({ event }) => event));
  if (!kept)
    await stores.artefacts.put(key, gzip(JSON.stringify(stamps)), { contentType: 'application/gzip' });
  return events.flatMap((line, at) => countedOf(line, stamps[at] ?? unstamped(line), erasures));
}

const stampsKey = (file: RawFile): string => `${stampsPrefix}${fingerprint(file)}.json.gz`;

/** What is known of who did it where the archive does not say. */
export const unstamped = ({ event }: StampedLine): Stamp => ({ actor: timelineOf(event), facets: [] });

/** Names a set of erasures: a state made under another one may hold somebody erased since, and is counted anew. */
export const fingerprintOf = (erasures: Erasures): string =>
  sha256(JSON.stringify([...erasures].sort(([a], [b]) => (a < b ? -1 : 1))));

function countedOf(line: StampedLine, stamp: Stamp, erasures: Erasures): Counted[] {
  const { event, scope } = line;
  const counted = toCounted({ scope, event, stamp });
  if (!counted) return [];
  return isErased(event, stamp, erasures) ? [] : [counted];
}

/** Whether whoever did it, the owner or the cookie, was erased after it. */
export function isErased(event: Event, stamp: Stamp, erasures: Erasures): boolean {
  const actors: readonly ActorKey[] = [stamp.actor, timelineOf(event)];
  const time = Date.parse(event.occurredAt);
  return actors.some((actor) => time <= (erasures.get(actor) ?? Number.NEGATIVE_INFINITY));
}
