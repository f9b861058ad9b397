import { replayParameters } from '../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../contract/batch.ts';
import { replayRequestsKey } from '../../contract/replays.ts';
import type { Event } from '../../domain/events/event.ts';
import { cookieKey, userKey } from '../../domain/identity/owner.ts';
import type { Clock } from '../../domain/ports.ts';
import { RequestFinder } from '../../domain/replay/requests.ts';
import type { Erasures } from '../../domain/together/owners.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import type { Stores } from '../runtime/ports.ts';
import { registriesUnder } from '../runtime/registry/proposed.ts';
import { loadErasures } from './load-events.ts';
import { readEvents } from './prepare-events.ts';
import { filesSince } from './prepare-parts.ts';
import { putJson } from './run-files.ts';
import { parseParameters } from './run-parameters.ts';
import { runStep } from './step.ts';

const DAY_MS = 86_400_000;
const DEFAULT_SAMPLE = 500;
/** Two pages each, some 40 ms: four seconds a part. */
const REQUESTS_PER_PART = 50;
/** A day has some 1,500 small files, each some 30 ms away. */
const FILES_AT_A_TIME = 8;

/**
 * First step of the replay job: finds the last day's requests in the archive, file by file, and hands out a sample of them. Of whoever
 * was erased nothing counts that was before that.
 *
 * @throws Problem 400, 409 for documents that could not be stored
 */
export async function planReplay(
  input: RunInput,
  { archive, artefacts, runs, registry }: Pick<Stores, 'archive' | 'artefacts' | 'runs' | 'registry'>,
  clock: Clock,
): Promise<Planned> {
  return runStep('plan-replay', input, runs, clock, async () => {
    const { changes, sample = DEFAULT_SAMPLE, pages } = parseParameters(replayParameters, input.parameters);
    // Each part judges them again, by the registry as it is then: here, so that a run of what cannot be ends at once.
    await registriesUnder(changes, { registry });
    const from = clock() - DAY_MS;
    const files = await filesSince(from, archive);
    const erasures = await loadErasures(archive);
    const finder = new RequestFinder(from, pages);
    await inParallel(files, FILES_AT_A_TIME, async ({ key }) => {
      const { events } = await readEvents(key, await archive.stream(key));
      for (const { event } of events) if (!isErased(event, erasures)) finder.add(event);
    });
    const requests = finder.sample(sample);
    const parts = Math.ceil(requests.length / REQUESTS_PER_PART);
    for (let part = 0; part < parts; part++) {
      const of = requests.slice(part * REQUESTS_PER_PART, (part + 1) * REQUESTS_PER_PART);
      await putJson(artefacts, replayRequestsKey(input.runId, part), of);
    }
    const counts = { archiveFiles: files.length, requests: finder.size, sampled: requests.length };
    return { result: { ...input, parts: [...Array(parts).keys()] }, counts };
  });
}

function isErased({ userId, cookieId, occurredAt }: Event, erasures: Erasures): boolean {
  const keys = [
    ...(userId === undefined ? [] : [userKey(userId)]),
    ...(cookieId === undefined ? [] : [cookieKey(cookieId)]),
  ];
  return keys.some((key) => Date.parse(occurredAt) <= (erasures.get(key) ?? Number.NEGATIVE_INFINITY));
}
