/**
 * The popularity query on a search engine with generated items: with exclusions at 1, 10 and 50 requests at once, asking the top
 * children only and, beside it in the same run, all children; what the first leaves out of the second's order; and what keeping
 * answers for 15 s gains.
 *
 *     node bench/search.ts [opensearch | embedded | URL] [items]
 *
 * opensearch starts a real one (Java 17 and mvn), embedded the laptop's, URL is the address of one that runs.
 * Prints a JSON line a figure.
 */
import { performance } from 'node:perf_hooks';
import { openSearchEngine } from '../adapters/opensearch/client.ts';
import { openSearchIndex } from '../adapters/opensearch/index.ts';
import { openSearchItems } from '../adapters/opensearch/search.ts';
import { startOpenSearch } from '../cli/start/opensearch.ts';
import type { StoredItem } from '../domain/catalogue/item.ts';
import { EVERYBODY, type Facet, facet } from '../domain/clusters/facet.ts';
import { facetFactors, type WeightedFacet } from '../domain/popularity/blend.ts';
import type { PopularityServing } from '../domain/popularity/serving.ts';
import { childDocument, type ItemPopularity, itemDocument } from '../domain/search/document.ts';
import { type MarketPart, popularQuery } from '../domain/search/popular-query.ts';
import type { SearchRequest } from '../domain/search/search.ts';
import { searchingOf } from '../functions/provider/recommend/searching.ts';
import { logger } from '../functions/runtime/logger.ts';
import { startEmbedded } from '../test/support/opensearch/embedded.ts';
import { percentile, report } from './report.ts';

const [where = 'opensearch', items = '300000'] = process.argv.slice(2);
const real = where === 'opensearch' ? await startOpenSearch() : undefined;
const embedded = where === 'embedded' ? await startEmbedded() : undefined;
process.env.AWS_ENDPOINT_URL_OPENSEARCH = real?.url ?? embedded?.url ?? where;
// Requests are signed; an engine of one's own does not look.
process.env.AWS_REGION ??= 'us-east-1';
process.env.AWS_ACCESS_KEY_ID ??= 'bench';
process.env.AWS_SECRET_ACCESS_KEY ??= 'bench';
const ITEMS = Number(items);
const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const DAY_MS = 86_400_000;
const FACET_TOP = 1000;
const CATEGORIES = 40;
const PATIENT_MS = 10_000;
logger.setLogLevel('CRITICAL');

let state = 7;
/** A small generator with a fixed seed: the same market every time. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
const below = (most: number): number => Math.floor(random() * most);

/** A person's facets: seven in ten who act on a thing are interested in its category. */
function someFacets(category = below(CATEGORIES)): Facet[] {
  const interest = random() < 0.7 ? category : below(CATEGORIES);
  return [
    facet('sex', random() < 0.5 ? 'female' : 'male'),
    facet('ageBand', `${1 + below(5)}0s`),
    facet('platform', (['ios', 'android', 'web', 'mweb'] as const)[below(4)]!),
    facet('category', `c${interest}`),
    facet('category', `c${(interest + 1 + below(3)) % CATEGORIES}`),
    facet('behaviour', random() < 0.3 ? 'buyer' : 'browser'),
    facet('payer', random() < 0.3 ? 'yes' : 'no'),
    facet('priceBand', String(1 + below(5))),
    facet('learned', `k${Math.floor(interest / 4)}`),
  ];
}

function someItem(number: number): StoredItem {
  const category = number % CATEGORIES;
  const listedAt = new Date(NOW - random() * 90 * DAY_MS).toISOString();
  return {
    itemId: `item-${number}`,
    title: `thing ${number}`,
    categories: [`c${category}`, `c${category}-${below(8)}`],
    price: Math.round(1000 * 1.5 ** below(20)),
    sellerId: `seller-${below(50_000)}`,
    listedAt,
    status: random() < 0.9 ? 'on_sale' : 'sold',
    adult: random() < 0.02,
    updatedAt: listedAt,
  };
}

/** Nearly all items have been acted on, a few very often: each action counts for its actor's facets. */
function somePopularity(number: number): Omit<ItemPopularity, 'topOf'> | undefined {
  const actions = Math.floor((ITEMS / 3 / (number + 1)) * 2 + random() * 1.5);
  if (actions === 0) return undefined;
  const popularity: Partial<Record<Facet, number>> = { [EVERYBODY]: 0 };
  for (let action = 0; action < Math.min(actions, 300); action++) {
    const worth = Math.max(1, actions / 300) * (1 + below(6)) * 4096 * random();
    for (const one of [EVERYBODY, ...someFacets(number % CATEGORIES)])
      popularity[one] = (popularity[one] ?? 0) + worth;
  }
  return { itemId: `item-${number}`, version: NOW, impressions: actions, popularity };
}

const engine = openSearchEngine('127.0.0.1');
const index = openSearchIndex(engine, { shards: 1, replicas: 0 });
const search = openSearchItems(engine);

async function load(): Promise<PopularityServing> {
  await index.ensure();
  const children = Array.from({ length: ITEMS }, (_, number) => somePopularity(number));
  const byFacet = new Map<Facet, [string, number][]>();
  for (const child of children)
    for (const [one, value] of Object.entries(child?.popularity ?? {}) as [Facet, number][]) {
      const scores = byFacet.get(one) ?? [];
      byFacet.set(one, scores);
      scores.push([child!.itemId, value]);
    }
  const top = new Map<string, Facet[]>();
  for (const [one, scores] of byFacet)
    for (const [itemId] of scores.sort((a, b) => b[1] - a[1]).slice(0, FACET_TOP))
      top.set(itemId, [...(top.get(itemId) ?? []), one]);
  const began = performance.now();
  for (let at = 0; at < ITEMS; at += 5000) {
    const numbers = Array.from({ length: Math.min(5000, ITEMS - at) }, (_, offset) => at + offset);
    await index.write(numbers.map((number) => itemDocument(someItem(number))));
    const known = numbers.flatMap((number) => children[number] ?? []);
    await index.write(known.map((child) => childDocument({ ...child, topOf: top.get(child.itemId) ?? [] })));
  }
  await engine.send({
    method: 'POST',
    path: '/jangteo-items/_refresh',
    asked: 'a refresh',
    budgetMs: 60_000,
  });
  const count = children.filter((child) => child !== undefined).length;
  report('search: items', ITEMS, 'items');
  report('search: children', count, 'children');
  report('search: marked as top', top.size, 'children');
  report('search: indexing', (ITEMS + count) / ((performance.now() - began) / 1000), 'documents/s');
  const sums = [...byFacet].map(([one, scores]) => [one, scores.reduce((sum, [, value]) => sum + value, 0)]);
  const totals = Object.fromEntries(sums) as Record<Facet, number>;
  return { version: '1', asOf: new Date(NOW).toISOString(), totals, backOff: totals[EVERYBODY]! * 0.02 };
}

interface Viewer {
  readonly facets: readonly WeightedFacet[];
  readonly disliked: readonly string[];
  readonly mostPaid: number;
}
const someViewer = (): Viewer => ({
  facets: someFacets().map((one) => ({ facet: one, weight: 0.2 + 0.8 * random() })),
  disliked: Array.from({ length: 3 }, () => `c${below(CATEGORIES)}`),
  mostPaid: 1000 * 1.5 ** (10 + below(10)),
});

const requestFor = (viewer: Viewer, serving: PopularityServing, part: MarketPart): SearchRequest =>
  popularQuery({
    factors: facetFactors(viewer.facets, serving),
    conditions: {
      now: NOW,
      adult: false,
      excludeCategories: viewer.disliked,
      price: { max: viewer.mostPaid },
    },
    origin: NOW,
    listedHalfLifeDays: 14,
    part,
    size: 200,
  });

/** Milliseconds of each of `count` requests, `atOnce` at a time. */
async function times(
  count: number,
  atOnce: number,
  ask: (number: number) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = [];
  let next = 0;
  const worker = async () => {
    for (let number = next++; number < count; number = next++) {
      const began = performance.now();
      await ask(number);
      taken.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return taken;
}

const serving = await load();
const viewers = Array.from({ length: 400 }, someViewer);
const asked = (part: MarketPart) => (number: number) =>
  search.search(requestFor(viewers[number % viewers.length]!, serving, part), PATIENT_MS);
for (const part of ['top', 'whole'] as const) await times(200, 4, asked(part));
for (const atOnce of [1, 10, 50])
  for (const part of ['top', 'whole'] as const) {
    const taken = await times(part === 'top' ? 400 : 200, atOnce, asked(part));
    report(`search: ${part}, ${atOnce} at once, p50`, percentile(taken, 50), 'ms');
    report(`search: ${part}, ${atOnce} at once, p99`, percentile(taken, 99), 'ms');
  }

const shares: Record<number, number[]> = { 20: [], 200: [] };
for (const viewer of viewers.slice(0, 100)) {
  const [top, whole] = await Promise.all(
    (['top', 'whole'] as const).map((part) => search.search(requestFor(viewer, serving, part), PATIENT_MS)),
  );
  for (const [depth, found] of Object.entries(shares)) {
    const first = new Set(top!.slice(0, Number(depth)).map(({ itemId }) => itemId));
    const wanted = whole!.slice(0, Number(depth));
    found.push(wanted.filter(({ itemId }) => first.has(itemId)).length / wanted.length);
  }
}
for (const [depth, found] of Object.entries(shares)) {
  report(
    `search: first ${depth} that both have, mean`,
    found.reduce((a, b) => a + b, 0) / found.length,
    'share',
  );
  report(`search: first ${depth} that both have, worst viewer`, Math.min(...found), 'share');
}

// 15 s of a shop's pages, its viewers by a law like Zipf's: how many ask what somebody has asked already.
const searching = searchingOf(
  () => search,
  () => NOW,
);
const visitors = Array.from({ length: 2000 }, () => viewers[Math.floor(viewers.length ** random())]!);
const kept = await times(visitors.length, 10, async (number) => {
  await searching.find([requestFor(visitors[number]!, serving, 'top')]);
});
report('search: with answers kept 15 s, 10 at once, p50', percentile(kept, 50), 'ms');
report('search: with answers kept 15 s, 10 at once, p99', percentile(kept, 99), 'ms');
report('search: answered from memory', 1 - new Set(visitors).size / visitors.length, 'share');
await engine.close();
await real?.stop();
await embedded?.stop();
