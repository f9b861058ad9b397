import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../contract/api/runs.ts';
import type { Event } from '../../domain/events/event.ts';
import { bruteForce, bruteHistory } from '../support/brute-force.ts';
import { eventually, type System, startSystem } from './support/system.ts';

const start = Date.now();
const minutesAgo = (minutes: number) => new Date(start - minutes * 60_000).toISOString();
const post = (system: System, events: Event[], sentAt?: string) =>
  system.client('server').send('POST', '/v1/events', JSON.stringify({ events, ...(sentAt && { sentAt }) }));
const view = (eventId: string, ids: Partial<Event>, itemId: string, minutes: number): Event => ({
  eventId,
  type: 'view',
  itemId,
  occurredAt: minutesAgo(minutes),
  ...ids,
});
const history = async (system: System, userId: string) => {
  const reply = await system.client('server').send('GET', `/v1/users/${userId}`);
  return reply.status === 200 ? (reply.body as { history: { itemId: string }[] }).history : [];
};
const startJob = async (system: System, job: string, parameters = {}) =>
  (await system.client().call<{ runId: string }>('POST', `/v1/runs/${job}`, parameters)).runId;
const ended = (system: System, runId: string) =>
  eventually(
    `the end of ${runId}`,
    async () => {
      const run = await system.client().call<Run>('GET', `/v1/runs/${runId}`);
      return run.endedAt === undefined ? undefined : run;
    },
    60,
  );
const killWhileBusy = async (system: System, name: string) => {
  const until = Date.now() + 20_000;
  while (!system.cloud.instances(name).busy) {
    if (Date.now() > until) throw new Error(`${name} was never at work`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  system.cloud.killInstances(name);
};
/** An event counts in batch once archive-events has written it. */
const archived = async (system: System) => {
  const runId = await startJob(system, 'together', { kinds: ['view'], minCount: 1, shrink: 0, force: true });
  return ended(system, runId);
};

describe('faults', { timeout: 120_000 }, () => {
  let system: System;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'jangteo-faults-'));
    system = await startSystem({ dataDir });
  }, 120_000);
  afterAll(async () => {
    await system?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('fails a run over an empty archive in words, and changes nothing', async () => {
    const run = await ended(system, await startJob(system, 'together'));
    expect(run.state).toBe('failed');
    expect(run.error).toMatch(/no event|holds no/);
    expect(await system.client().call('GET', '/v1/models')).toEqual({ models: [] });
  });

  it('answers 503 with Retry-After while the stream is gone, and takes the same events afterwards', async () => {
    const events = [view('e1', { userId: 'stream' }, 'a', 5)];
    await system.cloud.stopService('kinesis');
    const refused = await fetch(`${system.url}/v1/events`, {
      method: 'POST',
      headers: { 'x-api-key': 'local-server', 'content-type': 'application/json' },
      body: JSON.stringify({ events }),
    });
    expect([refused.status, refused.headers.has('retry-after')]).toEqual([503, true]);
    expect(((await refused.json()) as { code: string }).code).toBe('stream-unavailable');
    await system.cloud.startService('kinesis');
    await eventually(
      'the stream',
      async () => ((await post(system, events)).status === 202 ? true : undefined),
      30,
    );
    const seen = await eventually(
      'the view',
      async () => {
        const actions = await history(system, 'stream');
        return actions.length > 0 ? actions : undefined;
      },
      30,
    );
    expect(seen).toHaveLength(1);
  });

  it('counts an event once that comes twice in a body, again in another, and again after a restart', async () => {
    const twice = view('same', { userId: 'twice' }, 'b', 3);
    expect((await post(system, [twice, twice])).body).toMatchObject({ accepted: 2, rejected: [] });
    await post(system, [{ ...twice, occurredAt: minutesAgo(2) }]);
    await eventually('the view', async () =>
      (await history(system, 'twice')).length > 0 ? true : undefined,
    );
    await system.stop();
    system = await startSystem({ dataDir });
    await post(system, [twice, view('other', { userId: 'twice' }, 'c', 1)]);
    const seen = await eventually('the other view', async () => {
      const actions = await history(system, 'twice');
      return actions.some(({ itemId }) => itemId === 'c') ? actions : undefined;
    });
    expect(seen).toHaveLength(2);
  });

  it('answers the run that is under way when it is started twice', async () => {
    const [first, second] = await Promise.all([startJob(system, 'together'), startJob(system, 'together')]);
    expect(second).toBe(first);
    await ended(system, first);
  });

  it('agrees with brute force over the whole path, with cookies that log in, share a computer, and a worker killed', async () => {
    const events = [
      view('s1', { cookieId: 'k' }, 'p', 60),
      view('s2', { cookieId: 'k' }, 'q', 59),
      { ...view('s3', { cookieId: 'k', userId: 'anna' }, 'r', 50) },
      view('s4', { cookieId: 'k' }, 's', 45),
      { ...view('s5', { cookieId: 'k', userId: 'ben' }, 'p', 40) },
      view('s6', { cookieId: 'k' }, 'q', 30),
      view('s7', { cookieId: 'l' }, 'p', 20),
      view('s8', { cookieId: 'l' }, '한글 🛒', 19),
      view('s9', { userId: '__proto__' }, 'p', 18),
      view('s10', { userId: '__proto__' }, '한글 🛒', 17),
    ];
    expect((await post(system, events)).body).toMatchObject({ accepted: events.length });
    const known: Event[] = [
      view('e1', { userId: 'stream' }, 'a', 5),
      view('same', { userId: 'twice' }, 'b', 3),
      view('other', { userId: 'twice' }, 'c', 1),
      ...events,
    ];
    const expected = new Map(
      bruteForce(
        bruteHistory(
          known.map((event) => ({ scope: 'server', event })),
          new Date().toISOString(),
        ),
        {
          asOf: new Date().toISOString(),
          kind: 'view',
          channel: 'all',
          windowDays: 60,
          similarity: 'cosine',
          shrink: 0,
          minCount: 1,
          topK: 100,
          maxItemsPerActor: 500,
        },
      ),
    );
    await eventually(
      'the archive of every event',
      async () => {
        const run = await archived(system);
        return (run.counts.events ?? 0) >= known.length ? run : undefined;
      },
      60,
    );
    const runId = await startJob(system, 'together', {
      kinds: ['view'],
      minCount: 1,
      shrink: 0,
      force: true,
    });
    await killWhileBusy(system, 'batch/assemble-together/Function/Resource');
    expect((await ended(system, runId)).state).toBe('succeeded');
    for (const [key, row] of expected) {
      const reply = await system
        .client()
        .call<{ items: { itemId: string; score: number; count: number }[] }>(
          'GET',
          `/v1/items/${encodeURIComponent(key)}/together?kind=view&limit=100`,
        );
      expect(reply.items.map(({ itemId, score, count }) => [itemId, score, count])).toEqual(row);
    }
    expect(expected.size).toBeGreaterThan(4);
  });
});
