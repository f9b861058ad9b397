import { beforeEach, describe, expect, it } from 'vitest';
import { replayReportKey } from '../../../../contract/replays.ts';
import { erasuresPrefix } from '../../../../contract/storage-keys.ts';
import type { ArchivedEvent, Event } from '../../../../domain/events/event.ts';
import { finishReplay } from '../../../../functions/batch/finish-replay.ts';
import { planReplay } from '../../../../functions/batch/plan-replay.ts';
import { replayPages } from '../../../../functions/provider/replay-pages.ts';
import { apiContext } from '../../../../functions/runtime/api.ts';
import { archive } from '../../../support/together-run.ts';
import { at, MINUTE, NOW, type TestApi, testApi } from './support/api.ts';
import { ids, listItems, popular, publish, userDid } from './support/market.ts';

let api: TestApi;
beforeEach(async () => {
  api = testApi();
  await listItems(api, [...ids('p', 30), ...ids('n', 10), 'seen', 'later']);
  await popular(api, ids('p', 30));
  const row = (prefix: string) => ids(prefix, 10).map((itemId, rank) => [itemId, 1 - rank / 20, 9] as const);
  await publish(api, 'together-view-all', { seen: row('n'), later: row('p') });
});

let made = 0;
const event = (given: Partial<Event>, minutesAgo: number): ArchivedEvent => {
  const occurredAt = at(-minutesAgo * MINUTE);
  const whole = { eventId: `e${made++}`, type: 'view' as const, occurredAt, ...given };
  return { scope: 'server', receivedAt: occurredAt, event: whole };
};
const home = (userId: string, minutesAgo: number) =>
  event({ type: 'impression', userId, itemId: 'p0', page: 'home', section: 'for-you' }, minutesAgo);

/** The state machine of the replay job as a loop. */
async function replay(changes: readonly object[], more: object = {}, runId = 'replay-1') {
  const { ports } = api;
  await ports.runs.start(
    { runId, job: runId, state: 'starting', parameters: {}, startedAt: at(0) },
    NOW + 1000,
    NOW,
  );
  const input = { runId, job: 'replay', parameters: { changes, ...more } };
  const planned = await planReplay(input, ports, () => NOW);
  const context = apiContext(ports, { clock: () => NOW });
  for (const part of planned.parts) await replayPages({ ...input, part }, context);
  await finishReplay(planned, ports, () => NOW);
  return JSON.parse(ports.artefacts.text(replayReportKey(runId)));
}
const failure = async (runId: string) => {
  const steps = (await api.ports.runs.read(runId))?.steps ?? [];
  return steps.find(({ state }) => state === 'failed');
};
const onlyFeed = [{ kind: 'pages', name: 'home', document: { name: 'home', sections: ['for-you'] } }];
const emptying = async (name: string) => {
  const { document } = (await api.admin('GET', `/v1/registry/providers/${name}`)).body;
  const steps = [...document.steps, { step: 'attributes', categories: ['no such category'] }];
  return { kind: 'providers', name, document: { ...document, steps } };
};

describe('a replay', () => {
  it('without changes finds that pages are what they are', async () => {
    await archive(api.ports, [[home('u1', 60), home('u2', 61), event({ userId: 'u1', itemId: 'p5' }, 30)]]);
    const report = await replay([]);
    expect(report).toMatchObject({
      pages: 3,
      slotsChanged: 0,
      pagesEmptied: 0,
      categoryShift: 0,
      sellerShift: 0,
    });
    expect(report.slots).toBeGreaterThan(0);
    expect(report.hitRate.now).toBe(report.hitRate.proposed);
  });

  it('says which pages a change would empty, in the report and in the counts of the run', async () => {
    await archive(api.ports, [[home('u1', 60), home('u2', 61)]]);
    const report = await replay([...onlyFeed, await emptying('for-you')]);
    expect(report).toMatchObject({ pages: 2, pagesEmptied: 2, sectionsEmptied: { 'for-you': 2 } });
    expect(report.emptied[0]).toEqual({ page: 'home', userId: 'u1' });
    const { steps } = (await api.ports.runs.read('replay-1'))!;
    expect(steps.find(({ step }) => step === 'finish-replay')?.counts).toMatchObject({
      pages: 2,
      pagesEmptied: 2,
    });
    expect((await api.admin('GET', '/v1/registry')).body.revision).toBe(0);
  });

  it('makes a page from what its viewer had done before it, and counts what they did after it as wanted', async () => {
    await userDid(api, 'u1', [
      ['view', 'seen', -120 * MINUTE],
      ['view', 'later', -10 * MINUTE],
    ]);
    await archive(api.ports, [[home('u1', 60), event({ userId: 'u1', itemId: 'n3' }, 20)]]);
    const report = await replay(onlyFeed, { pages: ['home'] });
    expect(report).toMatchObject({ pages: 1, pagesWithWants: 1, hitRate: { now: 1, proposed: 1 } });
    await userDid(api, 'u9', [['view', 'seen', -10 * MINUTE]]);
    await archive(api.ports, [[home('u9', 60), event({ userId: 'u9', itemId: 'n3' }, 20)]]);
    expect(await replay(onlyFeed, { pages: ['home'] }, 'replay-2')).toMatchObject({
      pages: 1,
      pagesWithWants: 1,
      hitRate: { now: 0, proposed: 0 },
    });
  });

  it('makes category pages again, of the category that all the items shown are of', async () => {
    const leaf = (categories: readonly string[]) => ({ categories, listedAt: at(-MINUTE) });
    await listItems(api, ids('a', 5), leaf(['all', 'shoes', 'boots']));
    await listItems(api, ids('b', 5), leaf(['all', 'shoes', 'sandals']));
    await popular(api, [...ids('a', 5), ...ids('b', 5), ...ids('p', 5)]);
    const shown = (itemId: string, userId: string, more: Partial<Event> = {}) =>
      event({ type: 'impression', userId, itemId, page: 'category', section: 's', ...more }, 60);
    await archive(api.ports, [
      [
        ...['a0', 'a1'].map((itemId) => shown(itemId, 'boots')),
        ...['a0', 'b1', 'gone'].map((itemId) => shown(itemId, 'shoes')),
        shown('p1', 'told', { properties: { category: 'sandals' } }),
        shown('gone', 'unknown'),
      ],
    ]);
    const { document } = (await api.admin('GET', '/v1/registry/pages/category')).body;
    const changes: object[] = [];
    for (const name of document.sections) {
      const section = (await api.admin('GET', `/v1/registry/sections/${name}`)).body.document;
      changes.push(await emptying(section.provider));
    }
    expect(await replay([])).toMatchObject({ pages: 3, slotsChanged: 0, pagesEmptied: 0 });
    const { emptied } = await replay(changes, {}, 'replay-2');
    expect(
      new Map(emptied.map((one: { userId: string; category: string }) => [one.userId, one.category])),
    ).toEqual(
      new Map([
        ['boots', 'boots'],
        ['shoes', 'shoes'],
        ['told', 'sandals'],
      ]),
    );
    const { steps } = (await api.ports.runs.read('replay-2'))!;
    expect(steps.find(({ step }) => step === 'replay-pages')?.counts).toMatchObject({
      replayed: 3,
      unknownPages: 1,
    });
  });

  it('of a day without events has no part, and a report of zeros', async () => {
    await archive(api.ports, [[home('u1', 25 * 60)]]);
    expect(await replay(onlyFeed)).toMatchObject({ pages: 0, slots: 0, pagesEmptied: 0 });
  });

  it('takes no more requests than the sample, and passes over pages that nobody knows', async () => {
    const asked = ids('u', 60).map((userId, minute) => home(userId, 60 + minute));
    const strange = event({ type: 'impression', userId: 'u1', itemId: 'p0', page: 'their-own' }, 5);
    await archive(api.ports, [[...asked, strange]]);
    expect(await replay([], { sample: 7, pages: ['home'] })).toMatchObject({ pages: 7 });
    expect(await replay([], { pages: ['their-own'] }, 'replay-2')).toMatchObject({ pages: 0 });
  });

  it('leaves out whoever was erased since', async () => {
    await archive(api.ports, [[home('u1', 60), home('u2', 60)]]);
    const mark = { actor: 'u#u1', erasedAt: at(-30 * MINUTE) };
    await api.ports.archive.put(`${erasuresPrefix}u1.json`, JSON.stringify(mark));
    expect(await replay([])).toMatchObject({ pages: 1 });
  });

  it.each([
    ['names what is not there', { name: 'home', sections: ['no-such'] }, 'sections/no-such'],
    ['is none', { name: 'home', sections: [] }, 'sections'],
  ])('of a document that %s fails in words before any page is made', async (_, document, words) => {
    await archive(api.ports, [[home('u1', 60)]]);
    await expect(replay([{ kind: 'pages', name: 'home', document }])).rejects.toThrow(words);
    expect(await failure('replay-1')).toMatchObject({
      step: 'plan-replay',
      error: expect.stringContaining(words),
    });
  });

  it('refuses parameters that the job does not have', async () => {
    await expect(replay([], { sample: 0 })).rejects.toThrow('sample');
    const { status } = await api.admin('POST', '/v1/runs/replay', { sample: 10 });
    expect(status).toBe(400);
  });

  it('does not compare pages that a store did not answer for', async () => {
    await archive(api.ports, [[home('u1', 60)]]);
    api.ports.actors.read = async () => {
      throw new Error('down');
    };
    await expect(replay([])).rejects.toThrow('actors did not answer');
  });
});
