import { beforeEach, describe, expect, it } from 'vitest';
import {
  boostCommand,
  buryCommand,
  endCommand,
  pinCommand,
  pinsCommand,
} from '../../../cli/commands/merchandise.ts';
import { momentOf, spanOf } from '../../../cli/merchandise/moments.ts';
import { touchedPages } from '../../../cli/registry/guard.ts';
import { shippedDocuments } from '../../../domain/registry/kinds.ts';
import { DAY, NOW, type TestApi, testApi } from '../functions/provider/support/api.ts';
import { ids, itemIdsOf, listItems, popular } from '../functions/provider/support/market.ts';
import { type Call, fakeApi, keptOutput } from './support/fake-api.ts';

let api: TestApi;
beforeEach(() => {
  api = testApi();
});

const P = { provider: 'trending-now' };
type Command<Rest extends unknown[]> = (context: never, ...rest: Rest) => Promise<number>;

/** The whole API behind a client; `before` may do something before a request is answered. */
function shop(before: (call: Call) => Promise<unknown> | undefined = () => undefined) {
  const { client, calls } = fakeApi(async (call) => {
    await before(call);
    const headers = call.ifMatch === undefined ? undefined : { 'if-match': call.ifMatch };
    return api.admin(call.method, call.path, call.body, headers);
  });
  const run = async <Rest extends unknown[]>(command: Command<Rest>, ...rest: Rest) => {
    const output = keptOutput();
    expect(await command({ client, output, addressGiven: false } as never, ...rest)).toBe(0);
    return output.lines;
  };
  const json = async <Rest extends unknown[]>(command: Command<Rest>, ...rest: Rest) => {
    const output = keptOutput(true);
    await command({ client, output, addressGiven: false } as never, ...rest);
    expect(output.lines).toHaveLength(1);
    return JSON.parse(output.lines[0]!);
  };
  return { run, json, calls };
}
const stored = async (name = 'trending-now') =>
  (await api.admin('GET', `/v1/registry/providers/${name}`)).body.document;
const decided = async () =>
  (await stored()).steps.filter(({ step }: { step: string }) => ['pin', 'boost'].includes(step));

describe('jangteo pin, boost and bury', () => {
  it('store what was decided as steps of the provider, boosts before pins and pins by their places', async () => {
    const { run } = shop();
    const lines = await run(pinCommand, 'i3', { ...P, position: '3', until: '+3d', note: 'sale' }, NOW);
    expect(lines).toEqual([
      'pin i3 at 3 in trending-now until 2026-11-26T09:00:00.000Z: version 1, live within 30 s',
    ]);
    await run(pinCommand, 'i1', { ...P, position: '1' }, NOW);
    await run(boostCommand, undefined, { ...P, category: 'shoes', by: '1.5' }, NOW);
    await run(buryCommand, 'i9', P, NOW);
    const shipped = (shippedDocuments().get('providers/trending-now') as { steps: { step: string }[] }).steps;
    const arranges = ({ step }: { step: string }) => ['name-groups', 'seller-cap'].includes(step);
    expect((await stored()).steps).toEqual([
      ...shipped.filter((step) => !arranges(step)),
      { step: 'boost', items: {}, categories: { shoes: 1.5 } },
      { step: 'boost', items: { i9: 0.1 }, categories: {} },
      ...shipped.filter(arranges),
      { step: 'pin', itemId: 'i1', position: 1 },
      { step: 'pin', itemId: 'i3', position: 3, until: '2026-11-26T09:00:00.000Z', note: 'sale' },
    ]);
    const { versions } = (await api.admin('GET', '/v1/registry/providers/trending-now/history')).body;
    expect(versions.map(({ note }: { note: string }) => note)).toEqual([
      'boost i9 × 0.1',
      'boost category shoes × 1.5',
      'pin i1 at 1',
      'pin i3 at 3',
    ]);
  });

  it('put each pinned item at the place that it was given, in whatever order they were', async () => {
    await listItems(api, ids('p', 8));
    await popular(api, ids('p', 6));
    const { run } = shop();
    const places = { p6: 4, p0: 2, p7: 0 };
    for (const [itemId, place] of Object.entries(places))
      await run(pinCommand, itemId, { provider: 'for-you', position: String(place) }, NOW);
    api.time.now += 60_000;
    const { body } = await api.server('POST', '/v1/recommend', { sections: ['for-you'] });
    expect(itemIdsOf(body.sections[0])).toEqual(['p7', 'p1', 'p0', 'p2', 'p6', 'p3', 'p4', 'p5']);
  });

  it('take the place of what was decided about the same thing for the same time, and say so', async () => {
    const { run } = shop();
    await run(pinCommand, 'i1', { ...P, until: '+1d' }, NOW);
    await run(pinCommand, 'i1', { ...P, from: '+2d', position: '5' }, NOW);
    const [line] = await run(pinCommand, 'i1', { ...P, until: '+1d', position: '2' }, NOW);
    expect(line).toContain('instead of pin i1 at 0');
    expect((await decided()).map(({ position }: { position: number }) => position)).toEqual([2, 5]);
  });

  it('clean away what has ended, and nothing that waits', async () => {
    const { run } = shop();
    await run(pinCommand, 'old', { ...P, until: '+1h' }, NOW);
    await run(pinCommand, 'later', { ...P, from: '+9d' }, NOW);
    await run(boostCommand, 'i1', { ...P, by: '2' }, NOW + DAY);
    expect(
      (await decided()).map(({ step, itemId }: { step: string; itemId?: string }) => itemId ?? step),
    ).toEqual(['boost', 'later']);
  });

  it('refuse what cannot be, naming what may', async () => {
    const { run, calls } = shop();
    const rejects = (running: Promise<unknown>, words: string | RegExp) =>
      expect(running).rejects.toThrow(words);
    await rejects(run(pinCommand, 'i1', { ...P, position: '100' }, NOW), 'from 0 to 99, got "100"');
    await rejects(run(pinCommand, 'i1', { ...P, position: '1.5' }, NOW), 'whole number');
    await rejects(run(boostCommand, 'i1', P, NOW), 'needs --by');
    await rejects(run(boostCommand, 'i1', { ...P, by: '0.5' }, NOW), 'above 1');
    await rejects(run(boostCommand, 'i1', { ...P, by: '101' }, NOW), 'at most 100');
    await rejects(run(buryCommand, 'i1', { ...P, by: '1' }, NOW), 'below 1');
    await rejects(run(buryCommand, undefined, P, NOW), 'either an item or a --category');
    await rejects(run(buryCommand, 'i1', { ...P, category: 'c' }, NOW), 'either an item or a --category');
    await rejects(run(pinCommand, 'i1', { ...P, until: '2026-11-01' }, NOW), 'in the future');
    expect(calls).toEqual([]);
    await rejects(
      run(pinCommand, 'i1', { provider: 'nowhere' }, NOW),
      /the provider must be one of .*trending-now.*, got "nowhere"/,
    );
    await rejects(run(pinCommand, 'x'.repeat(129), P, NOW), 'itemId');
  });

  it('keep what somebody else stored meanwhile, and give up when that happens again', async () => {
    const quick = (times: number) => {
      let left = times;
      return shop((call) => {
        if (call.method !== 'PUT' || left-- <= 0) return;
        return stored().then((document) =>
          api.admin('PUT', '/v1/registry/providers/trending-now', {
            ...document,
            description: `quick ${left}`,
          }),
        );
      });
    };
    await quick(1).run(pinCommand, 'i1', P, NOW);
    expect(await stored()).toMatchObject({ description: 'quick 0' });
    expect(await decided()).toHaveLength(1);
    await expect(quick(2).run(pinCommand, 'i2', P, NOW)).rejects.toThrow('changed by somebody else, twice');
    expect(await decided()).toHaveLength(1);
  });

  it('show what viewers would see and store nothing with --preview', async () => {
    await listItems(api, [...ids('p', 10), 'new']);
    await popular(api, ids('p', 10));
    const { run, json } = shop();
    const flags = { provider: 'for-you', preview: ['u1', 'cookie:c1'], page: 'home' };
    const lines = await run(pinCommand, 'new', flags, NOW);
    expect(lines.filter((line) => line.startsWith('page'))).toEqual(['page home for u1', 'page home for c1']);
    expect(lines.filter((line) => /^ +0 +\S.* → +new/.test(line))).toHaveLength(2);
    const [reply] = await json(pinCommand, 'new', { provider: 'for-you', preview: true, page: 'home' }, NOW);
    expect(reply).toMatchObject({ page: 'home', viewers: [{ changes: expect.any(Array) }] });
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });
});

describe('jangteo pins and end', () => {
  it('list what was decided with its state, and take one away by its note or number', async () => {
    const { run, json } = shop();
    expect(await run(pinsCommand, {}, NOW)).toEqual(['nothing was pinned, boosted or buried']);
    await run(pinCommand, 'i1', { ...P, until: '+1d', note: 'sale' }, NOW);
    await run(boostCommand, 'i2', { ...P, by: '2', from: '+1d' }, NOW);
    const states = async (now: number) =>
      (await json(pinsCommand, P, now)).map(({ state }: { state: string }) => state);
    expect(await states(NOW)).toEqual(['waiting', 'holds']);
    expect(await states(NOW + DAY)).toEqual(['holds', 'ended']);
    const table = await run(pinsCommand, {}, NOW);
    expect(table.at(-1)).toMatch(/^trending-now +2 +pin i1 at 0 +holds +2026-11-24T09:00:00.000Z +sale$/);
    expect(await run(endCommand, 'sale', P, NOW)).toEqual([
      'ended pin i1 at 0 in trending-now: version 3, live within 30 s',
    ]);
    await run(endCommand, '1', P, NOW);
    expect(await decided()).toEqual([]);
    await expect(run(endCommand, '1', P, NOW)).rejects.toThrow('there are none, got "1"');
  });

  it('does not guess which of several decisions of one note is meant', async () => {
    const { run } = shop();
    await run(pinCommand, 'i1', { ...P, note: 'sale' }, NOW);
    await run(pinCommand, 'i2', { ...P, note: 'sale', position: '1' }, NOW);
    await expect(run(endCommand, 'sale', P, NOW)).rejects.toThrow('1 (pin i1 at 0), 2 (pin i2 at 1)');
    expect(await decided()).toHaveLength(2);
  });

  it('never ends another one that has got the number meanwhile', async () => {
    await shop().run(pinCommand, 'i1', { ...P, position: '1' }, NOW);
    let done = false;
    const { run } = shop(async (call) => {
      if (call.method !== 'PUT' || done) return;
      done = true;
      await shop().run(pinCommand, 'i0', P, NOW);
    });
    await run(endCommand, '1', P, NOW);
    expect((await decided()).map(({ itemId }: { itemId: string }) => itemId)).toEqual(['i0']);
  });
});

describe('times of a merchandiser', () => {
  it.each([
    ['+3d', NOW + 3 * DAY],
    ['+12h', NOW + DAY / 2],
    ['2026-12-01', Date.parse('2026-12-01T00:00:00Z')],
    ['2026-12-01T09:00:00+09:00', Date.parse('2026-12-01T00:00:00Z')],
    ['2026-12-01T00:00Z', Date.parse('2026-12-01T00:00:00Z')],
  ])('%s is a moment', (text, time) => {
    expect(momentOf('--until', text, NOW)).toBe(new Date(time).toISOString());
  });

  it.each(['tomorrow', '3d', '2026-13-01', '2026-12-01T09:00:00', '+3w', ''])('%s is none', (text) => {
    expect(() => momentOf('--until', text, NOW)).toThrow('--until must be a day like');
  });

  it('must leave some time between them', () => {
    expect(() => spanOf({ from: '+2d', until: '+1d' }, NOW)).toThrow('later than --from');
  });
});

describe('a push', () => {
  it('touches the pages whose document, sections or providers change, and leaves out what goes', () => {
    const server = shippedDocuments();
    const touched = (key: string, what: 'change' | 'delete' = 'change') =>
      touchedPages([{ key, what }], server, server);
    expect(touched('pages/home')).toEqual(['home']);
    expect(touched('providers/viewed-together')).toContain('item');
    expect(touched('sections/trending-now')).toContain('home');
    expect(touched('pages/home', 'delete')).toEqual([]);
    expect(touched('models/together-view')).toEqual([]);
  });
});
