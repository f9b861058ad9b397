import { readLines } from '../../adapters/ndjson.ts';
import { mapBounded } from '../../adapters/retry.ts';
import type { Nothing, PartitionInput } from '../../contract/batch.ts';
import { deduplicate } from '../../domain/events/deduplicate.ts';
import type { ArchivedEvent } from '../../domain/events/event.ts';
import { foldEvents, timelineOf } from '../../domain/identity/fold.ts';
import { type ActorKey, cookieKey } from '../../domain/identity/owner.ts';
import type { ObjectStore } from '../../domain/ports.ts';
import type { Stores } from '../runtime/ports.ts';
import {
  erasuresKey,
  partitionOf,
  partitionPrefix,
  readJson,
  type ScatterWork,
  workListKey,
} from './rebuild-files.ts';
import type { StepOutcome } from './step.ts';

/** Actors written at once: two to four requests each, below the sockets of the client. */
const AT_ONCE = 24;

/**
 * Unites all archived events of a partition's actors with what is stored. Writes are unions, so that
 * events recorded meanwhile stay, and a retry changes nothing. Erased actors get nothing of what they did
 * until they were erased, nor do others keep links to them from that time.
 */
export async function gatherActors(
  { runId, partition }: PartitionInput,
  { actors, artefacts }: Pick<Stores, 'actors' | 'artefacts'>,
): Promise<StepOutcome<Nothing>> {
  const { partitions } = await readJson<ScatterWork>(artefacts, workListKey(runId, 0));
  const erasures = new Map(await readJson<[string, string][]>(artefacts, erasuresKey(runId)));
  const events = await readPartition(artefacts, partitionPrefix(runId, partition));
  const isOurs = (actor: ActorKey) => partitionOf(actor, partitions) === partition;
  const changes = foldEvents(withoutErased(events, erasures), isOurs);
  await mapBounded(changes.values(), AT_ONCE, (change) => actors.record(change));
  return { result: {}, counts: { actors: changes.size } };
}

async function readPartition(artefacts: ObjectStore, prefix: string): Promise<ArchivedEvent[]> {
  const events: ArchivedEvent[] = [];
  for await (const { key } of artefacts.list(prefix))
    for await (const line of readLines(await artefacts.stream(key))) {
      const { scope, receivedAt, event }: ArchivedEvent = JSON.parse(line);
      events.push({ scope, receivedAt, event });
    }
  return events;
}

/** Of equal events the smallest counts before any is erased, so that no copy comes in its place. */
function withoutErased(
  events: readonly ArchivedEvent[],
  erasures: ReadonlyMap<string, string>,
): readonly ArchivedEvent[] {
  if (erasures.size === 0) return events;
  return deduplicate(events).flatMap((archived) => unlessErased(archived, erasures) ?? []);
}

/** An event goes with whose action it is; with its cookie alone it stays the user's, without the link. */
function unlessErased(
  archived: ArchivedEvent,
  erasures: ReadonlyMap<string, string>,
): ArchivedEvent | undefined {
  const { event } = archived;
  const isErased = (actor: ActorKey) => event.occurredAt <= (erasures.get(actor) ?? '');
  if (isErased(timelineOf(event))) return undefined;
  if (event.cookieId === undefined || !isErased(cookieKey(event.cookieId))) return archived;
  const { cookieId: _erased, ...kept } = event;
  return { ...archived, event: kept };
}
