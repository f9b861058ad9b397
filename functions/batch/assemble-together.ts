import type { Planned, RunInput } from '../../contract/batch.ts';
import type { Clock, ObjectStore } from '../../domain/ports.ts';
import { isContinuous } from '../../domain/runs/continuous.ts';
import { type Acts, toActs } from '../../domain/together/acts.ts';
import type { EventTable } from '../../domain/together/event-table.ts';
import { withoutOwnListings } from '../../domain/together/own-listings.ts';
import { type TogetherParameters, windowStarts } from '../../domain/together/parameters.ts';
import type { Stores } from '../runtime/ports.ts';
import { readFacts } from './live-items.ts';
import { loadErasures, loadEvents } from './load-events.ts';
import { getJson, modelsKey, planKey, putJson, type TogetherPlan } from './run-files.ts';
import { runStep } from './step.ts';
import { COUNT_COSTS } from './together-changes.ts';
import { checkState, usableMemory } from './together-limits.ts';
import { type Assembled, writeMatrices } from './together-matrices.ts';

type Ports = Pick<Stores, 'archive' | 'artefacts' | 'items' | 'runs'>;

/** Nothing to count: an empty archive, or one without views and purchases in the run's windows. */
export class NoEventsError extends Error {
  readonly code = 'no-events';
}

/**
 * Unites what prepare kept: identity, refunds, windows, caps, dictionaries. Leaves a sparse matrix for each
 * kind and channel, the list of most acted-on items, and the work of each count part.
 *
 * @param memory bytes that it may fill @param costs by which an incremental run decides what to count in full
 * @throws NoEventsError for a run by hand
 * @throws TooLargeError
 */
export async function assembleTogether(
  input: RunInput,
  ports: Ports,
  clock: Clock,
  memory = usableMemory(),
  costs = COUNT_COSTS,
): Promise<Planned> {
  return runStep<Planned>('assemble-together', input, ports.runs, clock, async () => {
    const { parameters, files } = await getJson<TogetherPlan>(ports.artefacts, planKey(input.runId));
    const table = await loadEvents(files, ports, memory);
    const from = windowStarts(parameters);
    const earliest = Math.min(...Object.values(from));
    const asOf = Date.parse(parameters.asOf);
    const all = toActs(table, earliest, asOf, await loadErasures(ports.archive));
    const facts = await factsFor(all, parameters, ports);
    const acts = counting(all, table, facts, parameters);
    if (acts.times.length === 0) {
      if (!isContinuous(input)) throw new NoEventsError(nothingInWords(parameters, files.length, table.rows));
      return leaveNothing(input, table.rows, ports.artefacts);
    }
    const assembled = { runId: input.runId, acts, parameters, facts };
    const { parts, counts: written } = await writeMatrices(assembled, ports.artefacts, costs);
    const ownActs = all.times.length - acts.times.length;
    const counts = { events: table.rows, acts: acts.times.length, ownActs, items: acts.itemIds.length };
    const result = { ...input, parameters: { ...parameters }, parts };
    checkState('assemble-together', parts.length, result);
    return { result, counts: { ...counts, ...written, countParts: parts.length } };
  });
}

/** A run of the continuous mode goes on where a window is empty: it makes no model, and what is served stays. */
async function leaveNothing(input: RunInput, events: number, artefacts: ObjectStore) {
  await putJson(artefacts, modelsKey(input.runId), []);
  const result: Planned = { ...input, parts: [] };
  return { result, counts: { events, acts: 0, noEventsInWindow: 1, countParts: 0 } };
}

/** The catalogue is asked only where the run's rows follow from it. */
async function factsFor(
  { itemIds }: Acts,
  { targets, ownListings, asOf }: TogetherParameters,
  { items }: Ports,
): Promise<Assembled['facts']> {
  if (targets === 'all' && ownListings === 'count') return undefined;
  return readFacts(itemIds, asOf, items);
}

/** Without acts on one's own listings where these are not to count. Users are numbered as in the table. */
function counting(
  acts: Acts,
  { names }: EventTable,
  facts: Assembled['facts'],
  rules: TogetherParameters,
): Acts {
  if (rules.ownListings === 'count') return acts;
  const sellers = acts.itemIds.map((itemId) => facts?.get(itemId)?.sellerId);
  return withoutOwnListings(
    acts,
    Uint32Array.from(sellers, (seller) => (seller === undefined ? 0 : names.user.find(seller))),
  );
}

function nothingInWords(parameters: TogetherParameters, files: number, events: number): string {
  const { view, buy, basket } = parameters.windows;
  const held = files === 0 ? 'the archive is empty' : `its ${files} files hold ${events} events in all`;
  return `the archive holds no events in the window: no view of the last ${view} and no purchase of the last ${buy} (${basket} for baskets) up to ${parameters.asOf}; ${held}`;
}
