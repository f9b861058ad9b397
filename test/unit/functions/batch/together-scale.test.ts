import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import { assembleTogether } from '../../../../functions/batch/assemble-together.ts';
import { countTogether } from '../../../../functions/batch/count-together.ts';
import { planTogether } from '../../../../functions/batch/plan-together.ts';
import { prepareEvents } from '../../../../functions/batch/prepare-events.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { archive, countModels, NOW, RUN, rowsOf, runTogether } from '../../../support/together-run.ts';

const clock = () => NOW;
const KB = 1024;
const input = (parameters = {}) => ({ runId: RUN, job: 'together', parameters });

let next = 0;
function act(change: Partial<Event>, minutes = 60): ArchivedEvent {
  const occurredAt = new Date(NOW - minutes * 60_000).toISOString();
  const event = { eventId: `e${next++}`, type: 'view' as const, itemId: 'a', userId: 'u1', ...change };
  return { scope: 'server', receivedAt: new Date(NOW).toISOString(), event: { ...event, occurredAt } };
}
const item = (number: number) => `i${String(number).padStart(5, '0')}`;

/** Every user views three items of its own corner, and one that all view. */
const market = (users: number) =>
  Array.from({ length: users }, (_, user) => [
    ...[0, 1, 2].map((step) => act({ userId: `u${user}`, itemId: item(3 * (user >> 1) + step) })),
    act({ userId: `u${user}`, itemId: 'everywhere' }),
  ]).flat();

/** The parts of a step as `workers` take them from one queue: those of one moment at the same time, out of order. */
async function inWaves(parts: readonly number[], workers: number, work: (part: number) => Promise<unknown>) {
  const queue = [...parts].reverse();
  while (queue.length > 0) await Promise.all(queue.splice(0, workers).map(work));
}

const modelFiles = (ports: MemoryPorts) =>
  ports.artefacts
    .keys('models/')
    .map((key) => [key, Buffer.from(ports.artefacts.objects.get(key)!).toString('base64')]);

describe('a together run in many parts', () => {
  // 2,000 items a part at most, by the size of its file.
  const parameters = { kinds: ['view'], topK: 1000 };
  const files = [market(3000), market(1000)];

  it('makes the same files with 1, 3 and 50 workers', async () => {
    const made = [];
    for (const workers of [1, 3, 50]) {
      const ports = memoryPorts();
      await archive(ports, files);
      const planned = await planTogether(input(parameters), ports, clock);
      await inWaves(planned.parts, workers, (part) =>
        prepareEvents({ ...input(parameters), part }, ports, clock),
      );
      const { parts } = await assembleTogether(input(parameters), ports, clock);
      expect(parts).toEqual([0, 1, 2]);
      await inWaves(parts, workers, (part) => countTogether({ ...input(parameters), part }, ports, clock));
      made.push(modelFiles(ports));
    }
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  });

  it('makes the same files when workers die in the middle, each twice, before and after they wrote', async () => {
    const straight = memoryPorts();
    await archive(straight, files);
    await countModels(straight, parameters);
    const ports = memoryPorts();
    await archive(ports, files);
    const steps = {
      plan: () => planTogether(input(parameters), ports, clock),
      prepare: (part: number) => prepareEvents({ ...input(parameters), part }, ports, clock),
      assemble: () => assembleTogether(input(parameters), ports, clock),
      count: (part: number) => countTogether({ ...input(parameters), part }, ports, clock),
    };
    const twice = async <T>(work: () => Promise<T>): Promise<T> => {
      for (const _ of [1, 2]) {
        failNext(ports.artefacts, 'put', new Error('killed'));
        await expect(work()).rejects.toThrow('killed');
        await work();
      }
      return work();
    };
    const planned = await twice(steps.plan);
    for (const part of planned.parts) await steps.prepare(part);
    await twice(() => steps.prepare(0));
    const { parts } = await twice(steps.assemble);
    for (const part of parts) await twice(() => steps.count(part));
    expect(modelFiles(ports)).toEqual(modelFiles(straight));
  });
});

describe('a together run over histories out of the ordinary', () => {
  it('has no rows where every history has one item, and says how many it counted', async () => {
    const events = Array.from({ length: 50 }, (_, user) =>
      act({ userId: `u${user}`, itemId: item(user % 7) }),
    );
    const ports = await runTogether([events], { minCount: 1 });
    expect(rowsOf(ports, 'together-view-all').size).toBe(0);
    expect(rowsOf(ports, 'together-popular').get('all')).toHaveLength(7);
  });

  it('lets an item that stands in every history be everybody’s partner, and have the best of them', async () => {
    const ports = await runTogether([market(1000)], { kinds: ['view'], similarity: 'count' });
    const rows = rowsOf(ports, 'together-view-all');
    expect(rows.size).toBe(1501);
    expect(
      [...rows].every(([key, row]) => key === 'everywhere' || row.some(([id]) => id === 'everywhere')),
    ).toBe(true);
    expect(rows.get('everywhere')).toHaveLength(100);
    expect(rows.get('everywhere')![0]).toEqual([item(0), 2, 2]);
  });

  it('keeps of an actor with very many events its latest items, however often it came', async () => {
    const robot = Array.from({ length: 200_000 }, (_, step) =>
      act({ userId: 'robot', itemId: item(step % 20_000) }, 1 + (200_000 - step) / 10_000),
    );
    const shoppers = ['u1', 'u2'].flatMap((userId) =>
      [0, 19_999].map((number) => act({ userId, itemId: item(number) })),
    );
    const ports = await runTogether([robot, shoppers], { kinds: ['view'], minCount: 1, topK: 1000 });
    const rows = rowsOf(ports, 'together-view-all');
    // The 500 latest of the robot are 19,500 … 19,999; item 0 is the shoppers'.
    expect(rows.size).toBe(501);
    expect(rows.get(item(0))).toEqual([[item(19_999), 2 / (Math.sqrt(2 * 3) + 10), 2]]);
    expect(rows.get(item(19_999))).toHaveLength(500);
  }, 30_000);

  it('caps what one actor does in a day before it counts', async () => {
    const robot = Array.from({ length: 1000 }, (_, step) =>
      act({ userId: 'robot', itemId: item(step) }, 500 - step / 4),
    );
    const ports = await runTogether([robot], { kinds: ['view'], minCount: 1, maxEventsPerActorPerDay: 3 });
    expect([...rowsOf(ports, 'together-view-all').keys()]).toEqual([item(0), item(1), item(2)]);
  });

  it('counts orders of 5,000 lines by the most recent of them', async () => {
    const order = (orderId: string) =>
      Array.from({ length: 5000 }, (_, line) =>
        act({ type: 'purchase', orderId, itemId: item(line), userId: orderId }),
      );
    const ports = await runTogether([[...order('o1'), ...order('o2')]], { kinds: ['basket'] });
    const rows = rowsOf(ports, 'together-basket-all');
    // All at one moment: the 500 with the smallest ids.
    expect([...rows.keys()]).toEqual(Array.from({ length: 500 }, (_, line) => item(line)));
    expect(rows.get(item(7))).toHaveLength(100);
    expect(rows.get(item(7))![0]).toEqual([item(0), 2 / (Math.sqrt(4) + 10), 2]);
  });

  it('leaves out what people do with their own listings where it is told to', async () => {
    const ports = memoryPorts();
    const listing = { title: 'x', categories: ['c'], price: 1, listedAt: new Date(NOW).toISOString() };
    await ports.items.put({ ...listing, itemId: 'mine', status: 'on_sale', sellerId: 'seller' }, NOW);
    const events = ['seller', 'buyer', 'other'].flatMap((userId) =>
      ['mine', 'theirs'].map((itemId) => act({ userId, itemId })),
    );
    await runTogether([events], { kinds: ['view'], ownListings: 'ignore' }, ports);
    expect(rowsOf(ports, 'together-view-all').get('mine')).toEqual([
      ['theirs', 2 / (Math.sqrt(2 * 3) + 10), 2],
    ]);
  });
});

describe('rows of one-of-a-kind goods', () => {
  it('fill with what can be bought: of the same name, then of the same category, marked by the count 0', async () => {
    const ports = memoryPorts();
    const put = (itemId: string, title: string, categories: string[], status: 'on_sale' | 'sold') =>
      ports.items.put(
        { itemId, title, categories, status, price: 1, listedAt: new Date(NOW).toISOString() },
        NOW,
      );
    await put('boots-1', 'Leather boots size 40', ['shoes'], 'sold');
    await put('boots-2', 'leather boots, size 41', ['shoes'], 'sold');
    await put('sneakers', 'Canvas sneakers', ['shoes'], 'on_sale');
    await put('polish', 'Polish', ['care'], 'on_sale');
    await put('laces', 'Laces', ['care'], 'on_sale');
    await put('gone', 'Gone', ['care'], 'sold');
    const together = (users: number, ...items: string[]) =>
      Array.from({ length: users }, () => `u${next++}`).flatMap((userId) =>
        items.map((itemId) => act({ userId, itemId })),
      );
    const events = [
      ...together(2, 'boots-1', 'gone'),
      ...together(3, 'boots-2', 'polish'),
      ...together(4, 'sneakers', 'laces'),
    ];
    await runTogether([events], { kinds: ['view'], targets: 'live', backOff: true }, ports);
    const row = rowsOf(ports, 'together-view-all').get('boots-1')!;
    expect(row.map(([itemId, , count]) => [itemId, count])).toEqual([
      ['polish', 0],
      ['laces', 0],
      ['sneakers', 0],
    ]);
    expect(rowsOf(ports, 'together-view-all').get('boots-2')![0]).toEqual(['polish', 3 / (3 + 10), 3]);
    await runTogether([], { kinds: ['view'], targets: 'live' }, ports);
    expect(rowsOf(ports, 'together-view-all').has('boots-1')).toBe(false);
  });
});

describe('a together run that Lambda could not do', () => {
  it('is refused while it unites events, with what they need, what there is, and what to do', async () => {
    const ports = memoryPorts();
    await archive(ports, [market(100), market(400)]);
    await countModels(ports, { kinds: ['view'] });
    const refused = assembleTogether(input(), ports, clock, 300 * KB);
    await expect(refused).rejects.toMatchObject({ code: 'too-large' });
    await expect(refused).rejects.toThrow(
      /^the events are too many for one Lambda: 2000 of them and \d+ ids .* from 2 of 2 files, need 1 MB of memory to assemble, and it may fill 1 MB; give assemble-together more memory/,
    );
  });

  it('is refused before it prepares anything where the archive shows that it is hopeless', async () => {
    const ports = memoryPorts();
    await archive(ports, [market(1000)]);
    await expect(planTogether(input(), ports, clock, 300 * KB)).rejects.toThrow(
      /^the archive is too large for one Lambda: about 4000 events \(1 MB compressed in 1 files\) need about 1 MB of memory/,
    );
    expect(ports.artefacts.keys('')).toEqual([]);
    await expect(planTogether(input(), ports, clock, 2000 * KB)).resolves.toMatchObject({ parts: [0] });
  });

  it('is refused for a file that is too large to prepare in one piece', async () => {
    const ports = memoryPorts();
    const key = 'events/2026/11/23/09/s/1.ndjson.gz';
    await ports.archive.put(key, new Uint8Array(33 * KB * KB));
    await expect(planTogether(input(), ports, clock, Number.POSITIVE_INFINITY)).rejects.toThrow(
      `file ${key} of the archive has 34603008 bytes, and one Lambda prepares at most 33554432 in one piece`,
    );
  });
});

describe('a together run with nothing in its window', () => {
  it('says so, and what the archive holds', async () => {
    const ports = memoryPorts();
    await ports.archive.put('events/2026/11/23/09/s/1.ndjson.gz', gzipSync(''));
    await expect(countModels(ports, { windows: { view: 'PT1H' } })).rejects.toThrow(
      'its 1 files hold 0 events in all',
    );
  });
});
