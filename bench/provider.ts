/**
 * What making a section costs beyond the stores: 30 items of history × 3 models × 100 rows, all steps, over the shipped pool of 200 and the largest; the
 * stores are in memory and answer at once.
 *
 *     node bench/provider.ts
 *
 * Prints a JSON line a figure.
 */
import { performance } from 'node:perf_hooks';
import { sampleItems } from '../cli/sample/items.ts';
import { userKey } from '../domain/identity/owner.ts';
import type { ModelItem } from '../domain/ports.ts';
import { mulberry } from '../domain/random.ts';
import { STEPS } from '../domain/ranking/steps/index.ts';
import { makeRegistry } from '../domain/registry/registry.ts';
import { answerOf } from '../functions/provider/recommend/answer.ts';
import { makePage } from '../functions/provider/recommend/page.ts';
import { fromBody } from '../functions/provider/recommend/query.ts';
import { readersOf } from '../functions/provider/recommend/readers.ts';
import { apiContext } from '../functions/runtime/api.ts';
import { logger } from '../functions/runtime/logger.ts';
import { memoryPorts } from '../test/support/memory-ports.ts';
import { percentile, report } from './report.ts';

logger.setLogLevel('CRITICAL');
const NOW = Date.parse('2026-11-26T12:00:00.000Z');
const HISTORY = 30;
const ROW = 100;
const KINDS = ['view', 'buy', 'basket'] as const;
const ROUNDS = 300;
const iso = (ago: number) => new Date(NOW - ago).toISOString();
const timeline = { from: NOW - 86_400_000, at: (share: number) => NOW - 86_400_000 * share };

/** Every step but an editor's pin and those that let nothing through here: nobody bought or has an item at hand. */
const steps = STEPS.filter(
  ({ name }) => !['due-again', 'pin', 'interacted', 'same-product'].includes(name),
).map(({ name }) => ({
  step: name,
  ...(name === 'boost' && { categories: { electronics: 1.2 } }),
}));

for (const [candidates, pool] of [
  [1000, 200],
  [1000, 1000],
  [10_000, 200],
] as const) {
  const times = await measure(candidates, pool);
  report(
    `provider: ${candidates} candidates, ${pool} of them arranged, ${steps.length} steps, own time p50`,
    percentile(times, 50),
    'ms',
  );
  report(
    `provider: ${candidates} candidates, ${pool} of them arranged, ${steps.length} steps, own time p99`,
    percentile(times, 99),
    'ms',
  );
}

async function measure(candidates: number, pool: number): Promise<number[]> {
  const ports = memoryPorts();
  const itemIds = await listItems(ports.items, candidates);
  await publishRows(ports.models, itemIds);
  const context = apiContext(ports, { clock: () => NOW });
  const registry = makeRegistry({
    pages: [{ name: 'home', sections: ['for-you'] }],
    sections: [{ name: 'for-you', provider: 'p', titleKey: 't', titles: { en: 'T', ko: 'T' }, minItems: 1 }],
    providers: [
      {
        name: 'p',
        sources: [
          {
            source: 'history',
            halfLifeDays: 30,
            items: HISTORY,
            models: KINDS.map((kind) => ({ kind, types: { view: 1, cart: 2 } })),
          },
        ],
        steps,
        pool,
      },
    ],
  });
  const kitchen = { api: context, ...readersOf(context), registry, now: NOW };
  const query = fromBody({ page: 'home', userId: 'u1', limits: 20 }, registry);
  await ports.actors.record({
    actor: userKey('u1'),
    recent: Array.from({ length: HISTORY }, (_, at) => ({
      eventKey: `e${at}`,
      type: 'cart' as const,
      itemId: `seed${at}`,
      occurredAt: iso(at * 60_000),
    })),
    purchases: [],
    links: [],
    cookies: [],
  });
  const once = async () => {
    const { sections, context: made } = await makePage(query, kitchen);
    const serving = { query, context: made, recommendationId: 'r', before: 0, nextCursor: undefined };
    return JSON.stringify(sections.map((section) => answerOf(section, serving)));
  };
  for (let warm = 0; warm < 50; warm++) await once();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    await once();
    times.push(performance.now() - from);
  }
  return times;
}

async function listItems(items: ReturnType<typeof memoryPorts>['items'], count: number): Promise<string[]> {
  const market = [11, 12, 13, 14, 15].flatMap((seed) => sampleItems(seed, timeline as never));
  const itemIds: string[] = [];
  for (let at = 0; at < count; at++) {
    const { item } = market[at % market.length]!;
    const itemId = `i${at}`;
    await items.put({ ...item, itemId, status: 'on_sale', listedAt: iso(86_400_000) } as never, NOW);
    itemIds.push(itemId);
  }
  return itemIds;
}

async function publishRows(models: ReturnType<typeof memoryPorts>['models'], itemIds: readonly string[]) {
  const random = mulberry(7);
  const rowOf = (): ModelItem[] => {
    const drawn = new Set<string>();
    while (drawn.size < ROW) drawn.add(itemIds[Math.floor(random() * itemIds.length)]!);
    return [...drawn].map((itemId, rank) => [itemId, 1 / (rank + 2), ROW - rank]);
  };
  for (const kind of KINDS) {
    const model = `together-${kind}-all`;
    const { ordinal, ...pointer } = await models.begin(model, 'v1');
    const rows = Array.from({ length: HISTORY }, (_, at) => ({ key: `seed${at}`, items: rowOf() }));
    await models.writeRows(pointer, ordinal, rows);
    await models.activate(pointer, 'v1', ordinal);
  }
}
