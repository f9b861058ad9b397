import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportParameters } from '../../../../contract/api/runs.ts';
import type { Planned, RunInput } from '../../../../contract/batch.ts';
import {
  type ExportedPage,
  type ExportManifest,
  exportManifestKey,
  exportPartKey,
} from '../../../../contract/exports.ts';
import { importedEventsKey } from '../../../../contract/storage-keys.ts';
import { finishExport } from '../../../../functions/batch/finish-export.ts';
import { listExported } from '../../../../functions/batch/list-exported.ts';
import { planExport } from '../../../../functions/batch/plan-export.ts';
import { prepareEvents } from '../../../../functions/batch/prepare-events.ts';
import { exportPages } from '../../../../functions/provider/export-pages.ts';
import { apiContext } from '../../../../functions/runtime/api.ts';
import { failNext } from '../../../support/memory-ports.ts';
import { archive } from '../../../support/together-run.ts';
import { at, DAY, NOW, type TestApi, testApi } from './support/api.ts';
import { ids, itemIdsOf, listItems, popular, userDid } from './support/market.ts';

const RUN = 'export-recommendations-20261123T090000000Z-abcdef';
let api: TestApi;
let pauses: number[];
const pause = async (ms: number) => void pauses.push(ms);
const clock = () => api.time.now;
const context = () => apiContext(api.ports, { clock });

beforeEach(async () => {
  api = testApi();
  pauses = [];
  const stocked = ids('i', 30);
  await listItems(api, stocked);
  await popular(api, stocked);
  await start(RUN);
});

const start = (runId: string) =>
  api.ports.runs.start(
    { runId, job: runId, state: 'starting', parameters: {}, startedAt: at(0) },
    NOW + DAY,
    NOW,
  );
const views = (userId: string, ageDays: number) =>
  userDid(
    api,
    userId,
    ['i3', 'i4', 'i5'].map((itemId, n) => ['view', itemId, -ageDays * DAY - n * 1000] as const),
  );

function inputOf(parameters: object, runId = RUN): RunInput {
  return { runId, job: 'export-recommendations', parameters: parameters as RunInput['parameters'] };
}
async function listed(parameters: object, runId = RUN): Promise<Planned> {
  const input = inputOf(parameters, runId);
  const planned = await planExport(input, api.ports, clock);
  for (const part of planned.parts) await prepareEvents({ ...input, part }, api.ports, clock);
  return listExported({ ...input, parameters: planned.parameters }, api.ports, clock);
}
async function exported(parameters: object, runId = RUN) {
  const planned = await listed(parameters, runId);
  for (const part of planned.parts) await exportPages({ ...planned, part }, context(), pause);
  await finishExport(planned, api.ports, clock);
  return { planned, manifest: manifestOf(runId), pages: pagesOf(runId, planned.parts) };
}
const manifestOf = (runId: string) =>
  JSON.parse(api.ports.artefacts.text(exportManifestKey(runId))) as ExportManifest;
const bytesOf = async (runId: string, part: number) =>
  (await api.ports.artefacts.get(exportPartKey(runId, part)))!;
async function pagesOf(runId: string, parts: readonly number[]): Promise<ExportedPage[]> {
  const files = await Promise.all(parts.map((part) => bytesOf(runId, part)));
  const lines = files.flatMap((bytes) => gunzipSync(bytes).toString('utf8').split('\n').filter(Boolean));
  return lines.map((line) => JSON.parse(line));
}
const stepsOf = async (runId = RUN) => (await api.ports.runs.read(runId))!.steps;

describe('an export', () => {
  it('has for each user the page that GET /pages would answer, with the fields asked for', async () => {
    await views('a', 1);
    await views('b', 2);
    const asked = { page: 'home', limit: 4, fields: ['title', 'price'], actors: { users: ['b', 'a', 'b'] } };
    const { pages, manifest } = await exported(asked);
    const lines = await pages;
    expect(lines.map(({ userId }) => userId)).toEqual(['a', 'b']);
    for (const line of lines) {
      expect(line).toMatchObject({ page: 'home', asOf: at(0) });
      const { body } = await api.server('GET', `/v1/pages/home?userId=${line.userId}&limit=4`);
      const served = body.sections.filter(({ omitted }: { omitted?: string }) => omitted === undefined);
      expect(served.length).toBeGreaterThan(1);
      expect(line.sections.map(({ section }) => section)).toEqual(
        served.map(({ section }: { section: string }) => section),
      );
      expect(line.sections.map(({ items }) => items.map(({ itemId }) => itemId))).toEqual(
        served.map(itemIdsOf),
      );
    }
    expect(lines[0]!.sections[0]!.items[0]).toMatchObject({ itemId: 'i3', title: 'title of i3', price: 100 });
    expect(manifest).toMatchObject({ runId: RUN, page: 'home', asOf: at(0), rows: 2 });
  });

  it('says in its manifest how many lines each file has, and its checksum', async () => {
    const { manifest, planned } = await exported({ page: 'home', actors: { users: ids('u', 1000) } });
    expect(manifest.rows).toBe(1000);
    expect(planned.parts).toEqual([0]);
    expect(manifest.files).toEqual([
      {
        path: 'part-00000.ndjson.gz',
        rows: 1000,
        sha256: createHash('sha256')
          .update(await bytesOf(RUN, 0))
          .digest('hex'),
      },
    ]);
  });

  it('is of the sections named, in the order of the page', async () => {
    await views('a', 1);
    const sections = ['feed', 'recently-viewed'];
    const { pages } = await exported({ page: 'home', sections, actors: { users: ['a'] } });
    const [line] = await pages;
    expect(line!.sections.map(({ section }) => section)).toEqual(['recently-viewed', 'feed']);
  });

  it('has the same bytes when a part that died is made again, also a minute later', async () => {
    await views('a', 1);
    const planned = await listed({ page: 'home', actors: { users: ['a', 'b'] } });
    failNext(api.ports.artefacts, 'put', new Error('killed'));
    await expect(exportPages({ ...planned, part: 0 }, context(), pause)).rejects.toThrow('killed');
    await exportPages({ ...planned, part: 0 }, context(), pause);
    const first = await bytesOf(RUN, 0);
    api.time.now += 60_000;
    await exportPages({ ...planned, part: 0 }, context(), pause);
    expect(Buffer.compare(await bytesOf(RUN, 0), first)).toBe(0);
    expect((await stepsOf()).find(({ step }) => step === 'export-pages')).toMatchObject({
      state: 'succeeded',
      counts: { rows: 2, erased: 0 },
    });
  });

  it('gives every section of every user and run an id of its own', async () => {
    const other = `${RUN.slice(0, -1)}0`;
    await start(other);
    const asked = { page: 'home', actors: { users: ['a', 'b'] } };
    const lines = [...(await (await exported(asked)).pages), ...(await (await exported(asked, other)).pages)];
    const given = lines.flatMap(({ sections }) => sections.map(({ recommendationId }) => recommendationId));
    expect(given.length).toBeGreaterThan(4);
    expect(new Set(given).size).toBe(given.length);
    expect(given.every((one) => /^[\w-]{22}$/.test(one))).toBe(true);
  });

  it('has nothing sanctioned, sanctioned though it was after the run began', async () => {
    const planned = await listed({ page: 'home', actors: { users: ['a'] } });
    await api.server('PATCH', '/v1/items/i0', { status: 'sanctioned' });
    await exportPages({ ...planned, part: 0 }, context(), pause);
    const text = gunzipSync(await bytesOf(RUN, 0)).toString('utf8');
    expect(text).toContain('"i1"');
    expect(text).not.toContain('"i0"');
  });
});

describe('whose pages are exported', () => {
  const event = (userId: string | undefined, ageDays: number, more: object = {}) => ({
    scope: 'server' as const,
    receivedAt: at(-ageDays * DAY),
    event: {
      eventId: `${userId}-${ageDays}`,
      type: 'view' as const,
      itemId: 'i1',
      occurredAt: at(-ageDays * DAY),
      ...(userId && { userId }),
      ...more,
    },
  });
  const users = async (actors: object) => {
    const { pages } = await exported({ page: 'home', sections: ['feed'], actors });
    return (await pages).map(({ userId }) => userId);
  };

  it('are all who did something in the window, each once', async () => {
    await archive(api.ports, [
      [event('b', 2), event('a', 1), event('old', 9)],
      [event('a', 3), event(undefined, 1, { cookieId: 'c' })],
    ]);
    expect(await users({ users: 'all-active', activeWithinDays: 7 })).toEqual(['a', 'b']);
  });

  it('are those in a file, which may be long and compressed', async () => {
    const lines = ids('u', 2500).map((userId) => JSON.stringify({ userId, more: 1 }));
    await api.ports.artefacts.put('exports/lists/a.ndjson', `${lines.join('\n')}\n`);
    const { manifest, planned } = await exported({
      page: 'home',
      sections: ['feed'],
      limit: 1,
      actors: { users: 'exports/lists/a.ndjson' },
    });
    expect([manifest.rows, planned.parts]).toEqual([2500, [0, 1, 2]]);
    expect(manifest.files.map(({ rows }) => rows)).toEqual([1000, 1000, 500]);
  });

  it('are not those erased before, unless they came back', async () => {
    await archive(api.ports, [[event('gone', 2), event('back', 2), event('stays', 2)]]);
    for (const userId of ['gone', 'back']) {
      await views(userId, 2);
      expect((await api.server('DELETE', `/v1/users/${userId}`)).status).toBe(202);
    }
    api.time.now += 60_000;
    await views('back', 0);
    await archiveLater([event('back', -0.0005)]);
    expect(await users({ users: 'all-active' })).toEqual(['back', 'stays']);
    expect(await users({ users: ['gone', 'back', 'stays'] })).toEqual(['back', 'stays']);
  });

  it('are not those erased while their pages are made', async () => {
    const planned = await listed({ page: 'home', actors: { users: ['a', 'b'] } });
    await api.server('DELETE', '/v1/users/a');
    await exportPages({ ...planned, part: 0 }, context(), pause);
    expect((await pagesOf(RUN, [0])).map(({ userId }) => userId)).toEqual(['b']);
  });

  it('may be nobody: the manifest says so', async () => {
    const { manifest } = await exported({ page: 'home', actors: { users: 'all-active' } });
    expect(manifest).toMatchObject({ rows: 0, files: [] });
  });

  async function archiveLater(events: object[]) {
    const lines = events.map((one) => JSON.stringify(one)).join('\n');
    await api.ports.archive.put(importedEventsKey(at(0), 'later', 0), gzipSync(`${lines}\n`));
  }
});

describe('an export that goes wrong', () => {
  it('waits for a store that throttles, and makes the page then', async () => {
    await views('a', 1);
    const planned = await listed({ page: 'home', actors: { users: ['a'] } });
    failNext(api.ports.actors, 'read', new Error('throttled'), 2);
    await exportPages({ ...planned, part: 0 }, context(), pause);
    expect(pauses).toEqual([500, 1000]);
    const [line] = await pagesOf(RUN, [0]);
    expect(line!.sections[0]!.section).toBe('recently-viewed');
  });

  it('fails rather than give a user the page of nobody', async () => {
    const planned = await listed({ page: 'home', actors: { users: ['a'] } });
    failNext(api.ports.actors, 'read', new Error('down'), 100);
    await expect(exportPages({ ...planned, part: 0 }, context(), pause)).rejects.toThrow(
      'the page could not be made whole: actors did not answer',
    );
    expect(await api.ports.artefacts.get(exportPartKey(RUN, 0))).toBeUndefined();
  });

  it.each([
    [{ page: 'nowhere', actors: { users: ['a'] } }, 'page: must be one of'],
    [{ page: 'home', sections: ['viewed-together'], actors: { users: ['a'] } }, 'section: must be one of'],
  ])('says of a page or section that there is none: %j', async (parameters, words) => {
    const planned = await listed(parameters);
    await expect(exportPages({ ...planned, part: 0 }, context(), pause)).rejects.toThrow(words);
    expect(pauses).toEqual([]);
  });

  it('names the file that is not there, and the line that is no user', async () => {
    const users = 'exports/lists/b.ndjson';
    await expect(listed({ page: 'home', actors: { users } })).rejects.toThrow(`file ${users} is not there`);
    await api.ports.artefacts.put(users, '{"userId":"a"}\n{"user":"b"}\n');
    await expect(listed({ page: 'home', actors: { users } })).rejects.toThrow(
      'line 2: must be JSON such as {"userId": "u1"}, got {"user":"b"}',
    );
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['no actors', { page: 'home' }],
    ['nobody', { page: 'home', actors: { users: [] } }],
    ['too many ids', { page: 'home', actors: { users: ids('u', 1001) } }],
    [
      'ids of too many bytes',
      { page: 'home', actors: { users: Array.from({ length: 900 }, (_, n) => '가'.repeat(120) + n) } },
    ],
    ['neither all-active nor a file', { page: 'home', actors: { users: 'everybody' } }],
    ['a file of another folder', { page: 'home', actors: { users: 'runs/x/secret.ndjson' } }],
    ['no window', { page: 'home', actors: { users: 'all-active', activeWithinDays: 0 } }],
    ['a limit too high', { page: 'home', limit: 1000, actors: { users: 'all-active' } }],
    ['a field that no answer has', { page: 'home', fields: ['secret'], actors: { users: 'all-active' } }],
  ])('is not begun with wrong parameters: %s', async (_, parameters) => {
    expect(exportParameters.safeParse(parameters).success).toBe(false);
    expect((await api.admin('POST', '/v1/runs/export-recommendations', parameters)).status).toBe(400);
    await expect(planExport(inputOf(parameters), api.ports, clock)).rejects.toMatchObject({
      code: 'invalid-parameters',
    });
  });
});
