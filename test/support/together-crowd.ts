import { gzipSync } from 'node:zlib';
import { currentCountsKey, importedEventsKey } from '../../contract/storage-keys.ts';
import type { ArchivedEvent, Event } from '../../domain/events/event.ts';
import { moveKept } from '../../functions/batch/kept-files.ts';
import { type MemoryPorts, memoryPorts } from './memory-ports.ts';
import { archive, countModels, NOW } from './together-run.ts';

const iso = (time: number) => new Date(time).toISOString();
export const runIdOf = (number: number) =>
  `together-20261123T09${String(number).padStart(2, '0')}00000Z-00000a`;

let next = 0;
export const act = (change: Partial<Event>, time: number): ArchivedEvent => ({
  scope: 'server',
  receivedAt: iso(NOW),
  event: { eventId: `s${next++}`, type: 'view', itemId: 'a', userId: 'u', ...change, occurredAt: iso(time) },
});

export const ITEMS = Array.from('abcdefghijkl자🚲', (letter) => `${letter}1`);

/** Many who stay as they are: what changes is little beside them. */
const crowd = (): ArchivedEvent[] =>
  Array.from({ length: 30 }, (_, user) =>
    ITEMS.filter((_, item) => ((item + 2) * (user + 3) + item) % 11 > 2).flatMap((itemId) => [
      act({ userId: `crowd${user}`, itemId, platform: user % 2 ? 'web' : 'ios' }, NOW - 60_000 * user),
      act(
        {
          type: 'purchase',
          userId: `crowd${user}`,
          itemId,
          orderId: `o${user}`,
          eventId: `p${user}${itemId}`,
          platform: 'web',
        },
        NOW - 1_000 * user,
      ),
    ]),
  ).flat();

export interface Step {
  readonly events: readonly ArchivedEvent[];
  /** How far asOf moves. */
  readonly hours: number;
  readonly erased: string | undefined;
  /** Sold, or on sale again. */
  readonly sold: string;
}
const item = (itemId: string, status: 'on_sale' | 'sold') => ({
  ...{ itemId, title: itemId.slice(0, 1), categories: ['c'], price: 1, listedAt: iso(NOW), status },
  sellerId: itemId === 'a1' ? 'crowd1' : 'somebody',
});

export async function withCrowd(): Promise<MemoryPorts> {
  next = 0;
  const ports = memoryPorts();
  for (const itemId of ITEMS) await ports.items.put(item(itemId, 'on_sale'), 0);
  await archive(ports, [crowd()]);
  return ports;
}

export async function evolve(
  ports: MemoryPorts,
  { events, erased, sold }: Step,
  number: number,
): Promise<void> {
  const lines = events.map((one) => `${JSON.stringify(one)}\n`).join('');
  await ports.archive.put(importedEventsKey(iso(NOW), `step${number}`, 0), gzipSync(lines));
  if (erased) {
    const record = JSON.stringify({ actor: erased, erasedAt: iso(NOW) });
    await ports.archive.put(`erasures/${number}.json`, record);
  }
  const known = (await ports.items.read([sold])).get(sold)!;
  await ports.items.put(item(sold, known.status === 'sold' ? 'on_sale' : 'sold'), number + 1);
}

/** Small as it is, what changes is counted alone up to a quarter of all pairs. */
export const COSTS = { leastPairs: 0, perAddition: 2, perByte: 0, perEntry: 0 };

/** A run up to its gate; answers what it recorded, part by part. */
export async function countUpToGate(ports: MemoryPorts, given: Record<string, unknown>, id: string) {
  await startRecord(ports, id);
  await countModels(ports, given, id, COSTS);
  const kept = await moveKept(id, ports.artefacts);
  return { kept, counts: await countsOf(ports, id) };
}

export const startRecord = (ports: MemoryPorts, id: string) => {
  const record = { runId: id, job: 'together', parameters: {}, startedAt: iso(NOW) };
  return ports.runs.start({ ...record, state: 'starting' }, NOW, NOW + 1);
};

export async function countsOf(ports: MemoryPorts, id: string): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { counts } of (await ports.runs.read(id))?.steps ?? [])
    for (const [name, count] of Object.entries(counts ?? {})) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

export const filesOf = (ports: MemoryPorts, id: string) =>
  ports.artefacts
    .keys('models/')
    .filter((key) => key.includes(`/${id}/`))
    .map((key) => [key.replace(id, ''), Buffer.from(ports.artefacts.objects.get(key)!).toString('base64')]);

export const STANDING = {
  asOf: iso(NOW),
  windows: { view: 'P8D', buy: 'P8D', basket: 'P8D' },
  maxLag: 'P1D',
};

export const GIVEN = { ...STANDING, kinds: ['view'], incremental: true };
export const MODEL = 'together-view-all';
const step = (events: readonly ArchivedEvent[]): Step => ({
  events,
  hours: 0,
  erased: undefined,
  sold: 'a1',
});
/** One more view of somebody who was there. */
export const little = () =>
  step([act({ userId: 'crowd1', itemId: 'new1', eventId: `n${next++}` }, NOW - 5_000)]);
/** Somebody new who looks at nearly everything. */
export const more = (userId: string) =>
  step(
    ITEMS.filter((_, item) => item !== Number(userId.slice(1))).map((itemId) =>
      act({ userId, itemId, eventId: `${userId}${itemId}` }, NOW - 5_000),
    ),
  );
export const currentCounts = (ports: MemoryPorts) =>
  JSON.parse(ports.artefacts.text(currentCountsKey(MODEL)));
