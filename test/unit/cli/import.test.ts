import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listSource } from '../../../cli/datasets/dataset.ts';
import { importSource } from '../../../cli/import/import.ts';
import type { Kind } from '../../../cli/import/kinds.ts';
import { KINDS } from '../../../cli/import/kinds.ts';
import { type Answer, type Call, fakeApi, keptOutput } from './support/fake-api.ts';

const NOW = Date.parse('2026-11-23T09:00:00.000Z');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jangteo-import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const view = (eventId: string, userId: string, more: object = {}) => ({
  eventId,
  type: 'view',
  userId,
  itemId: 'i',
  occurredAt: '2026-11-01T00:00:00.000Z',
  ...more,
});
const events = (call: Call) => (call.body as { events: { eventId: string; userId: string }[] }).events;
const taken = (call: Call): Answer => ({
  status: 202,
  body: { accepted: events(call).length, rejected: [] },
});

function load(name: Kind['name'], values: unknown[], api: ReturnType<typeof fakeApi>, archive = false) {
  const output = keptOutput();
  const options = { client: api.client, output, folder, archive, now: NOW };
  return importSource(listSource(`${name}-${Math.random()}`, values), KINDS[name], options);
}
const rejectedLines = (file: string | undefined) =>
  readFileSync(file!, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('importing events through the API', () => {
  it('sends at most 500 a request, those of an actor next to one another', async () => {
    const api = fakeApi(taken);
    const values = Array.from({ length: 1201 }, (_, at) => view(`e${at}`, `u${at % 3}`));
    expect(await load('events', values, api)).toMatchObject({ taken: 1201, rejected: 0 });
    expect(api.calls.map((call) => events(call).length)).toEqual([500, 500, 201]);
    const users = api.calls.flatMap((call) => events(call).map((event) => event.userId));
    expect(users).toEqual([...users].sort());
  });

  it('stays below a mebibyte a request, and refuses a line that could never go', async () => {
    const api = fakeApi(taken);
    const big = { properties: { text: 'x'.repeat(300_000) } };
    const values = [1, 2, 3, 4, 5].map((n) => view(`e${n}`, 'u', big));
    const huge = view('huge', 'u', { properties: { text: 'x'.repeat(2_000_000) } });
    const imported = await load('events', [...values, huge], api);
    expect(api.calls.map((call) => events(call).length)).toEqual([3, 2]);
    expect(rejectedLines(imported.rejectedFile)).toMatchObject([{ line: 6, code: 'too-large' }]);
  });

  it('writes down refused lines with number, reason and value, and takes the others', async () => {
    const refusal = {
      index: 1,
      code: 'invalid-event',
      detail: 'price: must not be negative',
      retryable: false,
    };
    const api = fakeApi(() => ({ status: 202, body: { accepted: 2, rejected: [refusal] } }));
    const imported = await load(
      'events',
      [view('a', 'u'), view('b', 'u', { price: -1 }), view('c', 'u')],
      api,
    );
    expect(imported).toMatchObject({ taken: 2, rejected: 1 });
    expect(rejectedLines(imported.rejectedFile)).toEqual([
      {
        line: 2,
        ...{ code: 'invalid-event', detail: refusal.detail, retryable: false },
        value: view('b', 'u', { price: -1 }),
      },
    ]);
  });

  it('reads the refusals of a request of which every event is bad', async () => {
    const refusals = [0, 1].map((index) => ({
      index,
      code: 'invalid-event',
      detail: 'no',
      retryable: false,
    }));
    const api = fakeApi(() => ({ status: 400, body: { code: 'invalid-events', rejected: refusals } }));
    expect(await load('events', [view('a', 'u'), view('b', 'u')], api)).toMatchObject({
      taken: 0,
      rejected: 2,
    });
  });

  it('sends only what is retryable again, until it is taken', async () => {
    const busy = { index: 0, code: 'stream-unavailable', detail: 'busy', retryable: true };
    const api = fakeApi((call, number) =>
      number < 3
        ? { status: 202, body: { accepted: events(call).length - 1, rejected: [busy] } }
        : taken(call),
    );
    expect(await load('events', [view('a', 'u'), view('b', 'u')], api)).toMatchObject({
      taken: 2,
      rejected: 0,
    });
    expect(api.calls.map((call) => events(call).map((event) => event.eventId))).toEqual([
      ['a', 'b'],
      ['a'],
      ['a'],
    ]);
    expect(api.pauses).toEqual([100, 200]);
  });

  it('gives up on what stays retryable, and says so in the file', async () => {
    const busy = { index: 0, code: 'stream-unavailable', detail: 'busy', retryable: true };
    const api = fakeApi(() => ({ status: 202, body: { accepted: 0, rejected: [busy] } }));
    const imported = await load('events', [view('a', 'u')], api);
    expect(rejectedLines(imported.rejectedFile)).toMatchObject([
      { line: 1, code: 'stream-unavailable', retryable: true },
    ]);
  });

  it('halves a request that is too large all the same', async () => {
    const api = fakeApi((call) => (events(call).length > 1 ? { status: 413 } : taken(call)));
    expect(
      await load(
        'events',
        [1, 2, 3].map((n) => view(`e${n}`, 'u')),
        api,
      ),
    ).toMatchObject({ taken: 3 });
  });

  it('ends in words when the key is refused, saying how far it came', async () => {
    const api = fakeApi(() => ({
      status: 403,
      body: { code: 'forbidden', detail: 'the key may not send purchases' },
    }));
    await expect(load('events', [view('a', 'u')], api)).rejects.toThrow(
      'the key may not send purchases; 0 lines were taken before, and importing again is harmless',
    );
  });
});

describe('importing users', () => {
  it('puts the profile and patches the preferences, under the id as it is', async () => {
    const api = fakeApi(() => ({ status: 200, body: {} }));
    const line = { userId: '김 철수', sex: 'male', preferences: { showAdult: false } };
    expect(await load('users', [line], api)).toMatchObject({ taken: 1, rejected: 0 });
    const path = `/v1/users/${encodeURIComponent('김 철수')}`;
    expect(api.calls).toMatchObject([
      { method: 'PUT', path, body: { sex: 'male' } },
      { method: 'PATCH', path: `${path}/preferences`, body: { showAdult: false } },
    ]);
  });

  it.each([
    [{ sex: 'male' }, 'userId'],
    [{ userId: 'u', sex: 'x' }, 'sex: .*got "x"'],
    [{ userId: 'u', name: 'Kim' }, 'name'],
    [{ userId: 'a/b' }, 'userId'],
    ['text', 'the line'],
    [null, 'the line'],
  ])('refuses %j, naming %s', async (line, words) => {
    const api = fakeApi(() => ({ status: 200, body: {} }));
    const imported = await load('users', [line], api);
    expect(rejectedLines(imported.rejectedFile)[0].detail).toMatch(new RegExp(words));
    expect(api.calls).toEqual([]);
  });
});

describe('importing events into the archive', () => {
  const uploads = (call: Call): Answer => {
    if (call.method === 'PUT') return { status: 200 };
    const { parts } = call.body as { parts: number };
    return {
      status: 200,
      body: {
        uploads: Array.from({ length: parts }, (_, part) => ({ part, url: `http://s3.test/${part}` })),
      },
    };
  };
  const archived = (api: ReturnType<typeof fakeApi>) =>
    api.calls
      .filter((call) => call.method === 'PUT')
      .flatMap((call) =>
        gunzipSync(call.bytes!)
          .toString()
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );

  it('uploads compressed lines with scope and time of arrival, without the key', async () => {
    const api = fakeApi(uploads);
    expect(await load('events', [view('a', 'u'), view('b', 'v')], api, true)).toMatchObject({
      taken: 2,
      rejected: 0,
    });
    const receivedAt = '2026-11-23T09:00:00.000Z';
    expect(archived(api)).toEqual([
      { scope: 'admin', receivedAt, event: view('a', 'u') },
      { scope: 'admin', receivedAt, event: view('b', 'v') },
    ]);
    expect(api.calls.at(-1)).toMatchObject({ method: 'PUT', key: null });
  });

  it('makes a part of every 50,000 lines', async () => {
    const api = fakeApi(uploads);
    const values = Array.from({ length: 50_001 }, (_, at) => view(`e${at}`, 'u'));
    expect(await load('events', values, api, true)).toMatchObject({ taken: 50_001 });
    expect(api.calls[0]).toMatchObject({ path: '/v1/archive/uploads', body: { parts: 2 } });
    expect(archived(api)).toHaveLength(50_001);
  });

  it('holds to the rules of the API: schema, unknown members, the future', async () => {
    const api = fakeApi(uploads);
    const bad = [
      view('a', 'u', { price: -1 }),
      view('b', 'u', { unknown: 1 }),
      view('c', 'u', { occurredAt: '2026-11-23T09:05:00.001Z' }),
    ];
    const imported = await load(
      'events',
      [...bad, view('d', 'u', { occurredAt: '2026-11-23T09:05:00.000Z' })],
      api,
      true,
    );
    expect(rejectedLines(imported.rejectedFile).map(({ line, code }) => [line, code])).toEqual([
      [1, 'invalid-event'],
      [2, 'invalid-event'],
      [3, 'occurred-in-future'],
    ]);
    expect(archived(api)).toHaveLength(1);
  });

  it('ends in words when a presigned URL is refused', async () => {
    const api = fakeApi((call) => (call.method === 'PUT' ? { status: 403, body: 'expired' } : uploads(call)));
    await expect(load('events', [view('a', 'u')], api, true)).rejects.toThrow(
      /PUT \(presigned\) answered 403/,
    );
  });
});
