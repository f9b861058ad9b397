/**
 * From an event's POST to the first page that shows it, at rest: one at a time, asked every 5 ms.
 *
 *     node bench/latency.ts [rounds]
 */
import type { PageReply } from '../contract/api/recommend.ts';
import { quantile, report } from './support/figures.ts';
import { startSystem } from './support/started.ts';

const ROUNDS = Number(process.argv[2] ?? 100);
const ITEMS = 8;
const system = await startSystem('--empty');
const { client } = system;
const listedAt = new Date(Date.now() - 86_400_000).toISOString();

await prepare();
const [toVisible, posts, pages]: [number[], number[], number[]] = [[], [], []];
for (let round = -5; round < ROUNDS; round++) {
  const one = await measure(round);
  // The first rounds start instances.
  if (round < 0) continue;
  toVisible.push(one.visible);
  posts.push(one.post);
  pages.push(one.page);
}
await system.stop();
report('event → next recommendation, p50', quantile(toVisible, 0.5), 'ms', 1000);
report('event → next recommendation, p99', quantile(toVisible, 0.99), 'ms', 3000);
report('POST /v1/events of one event, p50', quantile(posts, 0.5), 'ms');
report('GET /v1/pages/home, p50', quantile(pages, 0.5), 'ms');
report('event → next recommendation, rounds', ROUNDS, 'rounds');

/** Three items seen by everybody, so that the section of what was viewed is there before the event. */
async function prepare(): Promise<void> {
  const items = Array.from({ length: ITEMS }, (_, at) => ({
    itemId: `item-${at}`,
    title: `Item ${at}`,
    categories: ['bench'],
    price: 1,
    listedAt,
    status: 'on_sale',
  }));
  await client.call('POST', '/v1/items', { items });
}

async function measure(round: number): Promise<{ visible: number; post: number; page: number }> {
  const userId = `user-${round}`;
  await view(userId, ['item-0', 'item-1', 'item-2']);
  while (!(await seen(userId)).includes('item-2')) await pause(5);
  const from = performance.now();
  await view(userId, ['item-7']);
  const post = performance.now() - from;
  for (;;) {
    const asked = performance.now();
    const shown = await seen(userId);
    const now = performance.now();
    if (shown.includes('item-7')) return { visible: now - from, post, page: now - asked };
    await pause(5);
  }
}

function view(userId: string, itemIds: readonly string[]): Promise<unknown> {
  const occurredAt = new Date().toISOString();
  const events = itemIds.map((itemId) => ({
    eventId: `${userId}-${itemId}`,
    type: 'view',
    userId,
    itemId,
    occurredAt,
  }));
  return client.call('POST', '/v1/events', { events });
}

async function seen(userId: string): Promise<string[]> {
  const page = await client.call<PageReply>('GET', `/v1/pages/home?userId=${userId}`);
  const section = page.sections.find((one) => one.section === 'recently-viewed');
  return section?.items.map((item) => item.itemId) ?? [];
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
