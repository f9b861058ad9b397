import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, bodyOf } from '../../cli/api/client.ts';
import { listSource } from '../../cli/datasets/dataset.ts';
import { importSource } from '../../cli/import/import.ts';
import { KINDS } from '../../cli/import/kinds.ts';
import { followRun, startRun } from '../../cli/runs.ts';
import type { components, operations } from '../../contract/client/schema.ts';
import type { Event } from '../../domain/events/event.ts';
import { eventually, type System, startSystem } from './support/system.ts';

let system: System;
let admin: ApiClient;
const now = Date.now();
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();

beforeAll(async () => {
  system = await startSystem();
  admin = system.client('admin');
}, 120_000);
afterAll(() => system?.stop());

/** Titles that share too much would be one product of several sellers. */
const TITLES: Readonly<Record<string, string>> = { x: 'Canvas tent', y: 'Gas stove', z: 'Head lamp' };
const item = (itemId: string) => ({
  itemId,
  title: TITLES[itemId] ?? `Item ${itemId}`,
  categories: ['test'],
  price: 1000,
  listedAt: minutesAgo(9999),
  status: 'on_sale',
});
const view = (userId: string, itemId: string, minutes: number): Event => ({
  eventId: `view-${userId}-${itemId}`,
  type: 'view',
  userId,
  itemId,
  occurredAt: minutesAgo(minutes),
});
const load = (kind: 'events' | 'items', values: unknown[], archive = false) =>
  importSource(listSource(`e2e.${kind}`, values), KINDS[kind], {
    client: admin,
    output: { json: true, terminal: false, out: () => {}, err: () => {} },
    folder: tmpdir(),
    archive,
    now,
  });
type Query = NonNullable<operations['getPage']['parameters']['query']>;
const page = (name: string, query: Query) =>
  bodyOf(admin.api.GET('/v1/pages/{page}', { params: { path: { page: name }, query } }));
const sectionIds = (reply: components['schemas']['Page'], name: string) =>
  reply.sections.find((section) => section.section === name)?.items.map((one) => one.itemId) ?? [];
const run = async (job: string, parameters = {}) =>
  followRun(admin, await startRun(admin, job, parameters), () => {});

describe('the whole path', { timeout: 60_000 }, () => {
  it('is healthy, without a key', async () => {
    const response = await fetch(`${system.url}/v1/health`);
    expect([response.status, ((await response.json()) as { status: string }).status]).toEqual([200, 'ok']);
  });

  it('holds each key to its scope', async () => {
    const statuses = async (scope: 'browser' | 'server' | 'admin') => {
      const client = system.client(scope);
      const replies = [
        await client.send('GET', '/v1/pages/home'),
        await client.send('POST', '/v1/items/batch-get', '{"itemIds":["x"]}'),
        await client.send('GET', '/v1/runs/jobs'),
      ];
      return replies.map((reply) => reply.status);
    };
    expect(await statuses('browser')).toEqual([200, 403, 403]);
    expect(await statuses('server')).toEqual([200, 200, 403]);
    expect(await statuses('admin')).toEqual([200, 200, 200]);
    expect((await fetch(`${system.url}/v1/pages/home`, { headers: { 'x-api-key': 'guess' } })).status).toBe(
      401,
    );
  });

  it('shows what somebody looked at in the next recommendation', async () => {
    const ids = ['a', 'b', 'c', 'd'].map((name) => `seen-${name}`);
    expect(await load('items', ids.map(item))).toMatchObject({ taken: 4, rejected: 0 });
    expect(
      await load(
        'events',
        ids.map((id, at) => view('김철수', id, 10 - at)),
      ),
    ).toMatchObject({ taken: 4, rejected: 0 });
    const shown = await eventually('recently viewed', async () => {
      const seen = sectionIds(await page('home', { userId: '김철수' }), 'recently-viewed');
      return seen.length === 4 ? seen : undefined;
    });
    expect(shown).toEqual([...ids].reverse());
  });

  it('counts what is viewed together over an imported history, and recommends by it', async () => {
    const history = [1, 2, 3].flatMap((n) => [view(`t${n}`, 'x', 60), view(`t${n}`, 'y', 50)]);
    history.push(
      view('t4', 'x', 40),
      view('t4', 'z', 30),
      view('t5', 'x', 40),
      view('t5', 'z', 30),
      view('t6', 'y', 20),
    );
    await load('items', ['x', 'y', 'z'].map(item));
    expect(await load('events', history, true)).toMatchObject({ taken: history.length, rejected: 0 });
    expect(await run('rebuild-actors')).toMatchObject({ state: 'succeeded' });
    const together = await run('together', { kinds: ['view'], shrink: 0 });
    expect(together.steps.every((step) => step.state === 'succeeded')).toBe(true);
    const row = await bodyOf(
      admin.api.GET('/v1/items/{itemId}/together', {
        params: { path: { itemId: 'x' }, query: { kind: 'view' } },
      }),
    );
    // x was seen by 5, y by 4, z by 2: c / √(n_x · n_j).
    expect(row.items).toEqual([
      { itemId: 'y', score: 3 / Math.sqrt(20), count: 3 },
      { itemId: 'z', score: 2 / Math.sqrt(10), count: 2 },
    ]);
    expect(sectionIds(await page('item', { itemId: 'x' }), 'viewed-together').slice(0, 2)).toEqual([
      'y',
      'z',
    ]);
    expect(sectionIds(await page('home', { userId: 't6' }), 'for-you')).toContain('x');
  });

  it('takes a sanctioned item off the next page', async () => {
    const change = { params: { path: { itemId: 'y' } }, body: { status: 'sanctioned' } } as const;
    await bodyOf(system.client('server').api.PATCH('/v1/items/{itemId}', change));
    expect(sectionIds(await page('item', { itemId: 'x' }), 'viewed-together')).not.toContain('y');
  });

  it('complained about nothing', () => {
    expect(system.complaints.map((line) => `${line.source}: ${line.text}`)).toEqual([]);
  });
});
