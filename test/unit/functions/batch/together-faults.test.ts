import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import { assembleTogether } from '../../../../functions/batch/assemble-together.ts';
import { countTogether } from '../../../../functions/batch/count-together.ts';
import { planTogether } from '../../../../functions/batch/plan-together.ts';
import { prepareEvents } from '../../../../functions/batch/prepare-events.ts';
import { failNext, type MemoryPorts, memoryPorts } from '../../../support/memory-ports.ts';
import { archive, countModels, NOW, RUN, rowsOf, runTogether } from '../../../support/together-run.ts';

const clock = () => NOW;
const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

let next = 0;
function act(change: Partial<Event>): ArchivedEvent {
  const event = {
    eventId: `e${next++}`,
    type: 'view' as const,
    itemId: 'a',
    occurredAt: minutesAgo(60),
    ...change,
  };
  return { scope: 'server', receivedAt: minutesAgo(0), event };
}
/** Each user views both items. */
const views = (users: readonly string[], items = ['a', 'b'], change: Partial<Event> = {}) =>
  users.flatMap((userId) => items.map((itemId) => act({ userId, itemId, ...change })));

const contents = (ports: MemoryPorts, prefix: string) =>
  ports.artefacts
    .keys(prefix)
    .map((key) => [key, Buffer.from(ports.artefacts.objects.get(key)!).toString('base64')]);

describe('a together run', () => {
  it('makes the same bytes whatever the order of its workers, and when they are killed and run again', async () => {
    const files = [views(['u1', 'u2', 'u3']), views(['u4'], ['b', 'c']), views(['u5'], ['c', 'a'])];
    const straight = await runTogether(files, {});
    const ports = memoryPorts();
    await archive(ports, files);
    const input = { runId: RUN, job: 'together', parameters: {} };
    const planned = await planTogether(input, ports, clock);
    failNext(ports.artefacts, 'put', new Error('killed'));
    await expect(prepareEvents({ ...input, part: 0 }, ports, clock)).rejects.toThrow('killed');
    for (const part of [...planned.parts, ...planned.parts].reverse())
      await prepareEvents({ ...input, part }, ports, clock);
    const { parts } = await assembleTogether(input, ports, clock);
    for (const part of [...parts, ...parts].reverse()) await countTogether({ ...input, part }, ports, clock);
    await assembleTogether(input, ports, clock);
    expect(contents(ports, '')).toEqual(contents(straight, ''));
    expect(rowsOf(ports, 'together-view-all').get('a')![0]).toEqual(['b', 3 / (Math.sqrt(16) + 10), 3]);
  });

  it('prepares each raw file once for all runs, and again when it changed', async () => {
    const ports = await runTogether([views(['u1', 'u2'])], {});
    const input = { runId: `${RUN.slice(0, -1)}b`, job: 'together', parameters: {} };
    expect((await planTogether(input, ports, clock)).parts).toEqual([]);
    await archive(ports, [views(['u1', 'u2', 'u3'])]);
    expect((await planTogether(input, ports, clock)).parts).toEqual([0]);
  });

  it('says so when the archive is empty', async () => {
    await expect(runTogether([], {})).rejects.toMatchObject({
      code: 'no-events',
      message: expect.stringMatching(/^the archive holds no events in the window: .* the archive is empty$/),
    });
  });

  it('says what an archive holds that has nothing in the windows', async () => {
    const old = views(['u1', 'u2'], ['a', 'b'], { occurredAt: minutesAgo(91 * 24 * 60) });
    await expect(runTogether([old], {})).rejects.toThrow('its 1 files hold 4 events in all');
  });

  it('names a file that is no gzip, in the record of the step too', async () => {
    const ports = memoryPorts();
    await ports.archive.put('events/2026/11/23/09/s/1.ndjson.gz', 'oops');
    const run = { runId: RUN, job: 'together', parameters: {}, startedAt: minutesAgo(0) };
    await ports.runs.start({ ...run, state: 'starting' }, NOW + 1, NOW);
    await expect(countModels(ports, {})).rejects.toMatchObject({ code: 'unreadable-file' });
    const steps = (await ports.runs.read(RUN))!.steps;
    expect(steps.find(({ step }) => step === 'prepare-events')).toMatchObject({
      ...{ part: 0, state: 'failed' },
      error: expect.stringContaining('file events/2026/11/23/09/s/1.ndjson.gz cannot be read'),
    });
  });

  it('goes on without bad lines, and writes them down with their reasons', async () => {
    const ports = memoryPorts();
    const good = views(['u1', 'u2']).map((one) => JSON.stringify(one));
    const text = [good[0], 'no json', good[1], '{"scope":"server"}', good[2], good[3]].join('\n');
    await ports.archive.put('events/2026/11/23/09/s/1.ndjson.gz', gzipSync(text));
    await countModels(ports, {});
    expect(rowsOf(ports, 'together-view-all').size).toBe(2);
    const [key] = ports.artefacts.keys(`runs/${RUN}/rejected/`);
    const rejected = ports.artefacts
      .text(key!)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rejected).toMatchObject([
      { file: 'events/2026/11/23/09/s/1.ndjson.gz', line: 2, reason: 'is not JSON', text: 'no json' },
      { line: 4, reason: expect.stringContaining('receivedAt') },
    ]);
  });

  it('leaves out what erased actors did before, and no more', async () => {
    const ports = memoryPorts();
    await ports.archive.put(
      'erasures/r1.json',
      JSON.stringify({ actor: 'u#u1', erasedAt: minutesAgo(50), receipt: {} }),
    );
    await ports.archive.put('erasures/r2.json', JSON.stringify({ actor: 'c#k', erasedAt: minutesAgo(50) }));
    const later = { occurredAt: minutesAgo(10) };
    const cookie = ['a', 'b'].map((itemId) => act({ cookieId: 'k', itemId }));
    const files = [[...views(['u1', 'u2', 'u3']), ...cookie, ...views(['u1'], ['c', 'a'], later)]];
    await runTogether(files, { minCount: 1 }, ports);
    const rows = rowsOf(ports, 'together-view-all');
    expect(rows.get('a')!.map(([itemId, , count]) => [itemId, count])).toEqual([
      ['b', 2],
      ['c', 1],
    ]);
    expect(rows.get('b')!.map(([itemId]) => itemId)).toEqual(['a']);
  });

  it('stops at an erasure that it cannot read', async () => {
    const ports = memoryPorts();
    await ports.archive.put('erasures/r1.json', '{"actor":"u1"}');
    await expect(runTogether([views(['u1', 'u2'])], {}, ports)).rejects.toThrow('erasure erasures/r1.json');
  });

  it('decides between versions of one moment by their text, though it lies in the raw files alone', async () => {
    const same = { eventId: 'same', userId: 'u1', occurredAt: minutesAgo(60) };
    const partners = [act({ userId: 'u1', itemId: 'p' }), act({ userId: 'u2', itemId: 'p' })];
    const files = ['z', 'x', 'y'].map((itemId) => [act({ ...same, itemId })]);
    const others = ['x', 'y', 'z'].map((itemId) => act({ userId: 'u2', itemId }));
    const ports = await runTogether([...files, [...partners, ...others]], {});
    expect(
      rowsOf(ports, 'together-view-all')
        .get('p')!
        .map(([itemId]) => itemId),
    ).toEqual(['x']);
  });

  it('looks through every file when a version of equal meaning may have the smaller text', async () => {
    const at = { eventId: 'same', userId: 'u1', occurredAt: minutesAgo(60) };
    // Columns hold no currency: the first two look alike, and the second has the smallest text of all.
    const files = [
      [act({ ...at, itemId: 'x', currency: 'USD' })],
      [act({ ...at, itemId: 'x', currency: 'EUR' })],
      [act({ ...at, itemId: 'y', currency: 'KRW' })],
    ];
    const partners = ['p', 'x', 'y'].map((itemId) => act({ userId: 'u2', itemId }));
    const ports = await runTogether([...files, [...partners, act({ userId: 'u1', itemId: 'p' })]], {});
    expect(
      rowsOf(ports, 'together-view-all')
        .get('p')!
        .map(([itemId]) => itemId),
    ).toEqual(['x']);
  });

  it('lists the most acted-on items of views and purchases, each actor once', async () => {
    const files = [
      [
        ...views(['u1', 'u2', 'u3'], ['b']),
        ...views(['u1', 'u2'], ['a', '가']),
        act({ userId: 'u1', type: 'purchase' }),
        act({ userId: 'u9', type: 'purchase' }),
      ],
    ];
    const ports = await runTogether(files, {});
    const [row] = gunzipSync(
      ports.artefacts.objects.get(`models/together-popular/${RUN}/part-00000.ndjson.gz`)!,
    )
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(row).toEqual({
      key: 'all',
      items: [
        ['a', 3, 3],
        ['b', 3, 3],
        ['가', 2, 2],
      ],
    });
  });

  it('refuses parameters in words when it was begun past the API', async () => {
    await expect(runTogether([views(['u1'])], { kinds: ['buy-view'], topK: 0 })).rejects.toMatchObject({
      code: 'invalid-parameters',
      message: expect.stringMatching(/kinds\.0: .*; topK: /),
    });
  });
});
