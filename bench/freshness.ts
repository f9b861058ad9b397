/**
 * From `POST /v1/events` to the first page that shows the view, at rest: 100 actors one after another.
 * Then from an event to the popularity in the search index, and the rate at which events come in, through the stream and straight into the archive.
 *
 *     node bench/freshness.ts
 */
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { ApiClient } from '../cli/api/client.ts';
import { listSource } from '../cli/datasets/dataset.ts';
import { importSource } from '../cli/import/import.ts';
import { KINDS } from '../cli/import/kinds.ts';
import { sampleMarket } from '../cli/sample/market.ts';
import type { PageReply } from '../contract/api/recommend.ts';
import { startSystem } from '../test/e2e/support/system.ts';
import { percentile, report } from './report.ts';

const ACTORS = 100;
const STREAMED = 20_000;
const POPULAR_EVENTS = 60;
const POPULAR_EVERY_MS = 2_000;

const system = await startSystem();
try {
  const admin = system.client('admin');
  await measureFreshness(admin);
  await measurePopularity(admin);
  const { events } = sampleMarket({ now: Date.now() });
  report('import through the stream', await rate(admin, events.slice(-STREAMED), false), 'events/s');
  report('import --archive', await rate(admin, events, true), 'events/s');
} finally {
  await system.stop();
}

async function measureFreshness(client: ApiClient): Promise<void> {
  const ids = ['a', 'b', 'c'];
  for (const id of ids) await client.call('PUT', `/v1/items/${id}`, item(id));
  const times: number[] = [];
  // The first actors warm the functions up.
  for (let n = -5; n < ACTORS; n++) {
    const time = await visibleAfter(client, `actor-${n}`, ids);
    if (n >= 0) times.push(time);
  }
  report('event to recommendation p50', percentile(times, 50), 'ms');
  report('event to recommendation p99', percentile(times, 99), 'ms');
}

/**
 * From `POST /v1/events` to the search index, where the next search that is not answered from memory finds it: events spread over two
 * runs of the minute's job.
 */
async function measurePopularity(client: ApiClient): Promise<void> {
  const { opensearch } = system.cloud.endpoints;
  const isIndexed = async (itemId: string) =>
    (await fetch(`${opensearch}/jangteo-items/_doc/p%2F${itemId}?routing=${itemId}`)).status === 200;
  const sent = new Map<string, number>();
  const times: number[] = [];
  const look = async () => {
    for (const [itemId, at] of sent)
      if (await isIndexed(itemId)) {
        sent.delete(itemId);
        times.push((Date.now() - at) / 1000);
      }
  };
  for (let n = 0; n < POPULAR_EVENTS; n++) {
    const itemId = `popular-${n}`;
    const occurredAt = new Date().toISOString();
    const event = { eventId: itemId, type: 'view', userId: `viewer-${n}`, itemId, occurredAt };
    await client.call('POST', '/v1/events', { events: [event] });
    sent.set(itemId, Date.now());
    const next = Date.now() + POPULAR_EVERY_MS;
    while (Date.now() < next) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  while (sent.size > 0) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  report('event to popularity p50', percentile(times, 50), 's');
  report('event to popularity p99', percentile(times, 99), 's');
}

async function visibleAfter(client: ApiClient, userId: string, itemIds: readonly string[]): Promise<number> {
  const occurredAt = new Date().toISOString();
  const events = itemIds.map((itemId) => ({
    eventId: `${userId}-${itemId}`,
    type: 'view',
    userId,
    itemId,
    occurredAt,
  }));
  const from = performance.now();
  await client.call('POST', '/v1/events', { events });
  for (;;) {
    const page = await client.call<PageReply>('GET', `/v1/pages/home?userId=${userId}`);
    const seen = page.sections.find(({ section }) => section === 'recently-viewed')?.items.length ?? 0;
    if (seen === itemIds.length) return performance.now() - from;
  }
}

async function rate(client: ApiClient, events: readonly unknown[], archive: boolean): Promise<number> {
  const output = { json: true, terminal: false, out: () => {}, err: () => {} };
  const imported = await importSource(listSource('bench.events', [...events]), KINDS.events, {
    client,
    output,
    folder: tmpdir(),
    archive,
    now: Date.now(),
  });
  if (imported.rejected > 0)
    throw new Error(`${imported.rejected} events were rejected: ${imported.rejectedFile}`);
  return imported.taken / imported.seconds;
}

function item(itemId: string) {
  return {
    itemId,
    title: itemId,
    categories: ['bench'],
    price: 1,
    listedAt: '2026-01-01T00:00:00.000Z',
    status: 'on_sale',
  };
}
