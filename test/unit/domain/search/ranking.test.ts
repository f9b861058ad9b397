import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INDEX_MAPPING, INDEX_SETTINGS } from '../../../../contract/search.ts';
import type { StoredItem } from '../../../../domain/catalogue/item.ts';
import type { Facet } from '../../../../domain/clusters/facet.ts';
import { type ItemConditions, minuteOf } from '../../../../domain/search/conditions.ts';
import { childDocument, type ItemPopularity, itemDocument } from '../../../../domain/search/document.ts';
import { type PopularQuery, popularQuery } from '../../../../domain/search/popular-query.ts';
import { startEmbedded } from '../../../support/opensearch/embedded.ts';
import { itemOf, NOW } from '../ranking/support.ts';

const DAY_MS = 86_400_000;
const FACETS = ['all', 'sex=female', 'sex=male', 'category=신발', 'paidWith=a.b'] as const;
const CATEGORIES = ['shoes', 'bags', 'toys', 'books'];
const ITEMS = 400;

let state = 11;
/** A small generator with a fixed seed: the same market every time. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
const below = (most: number): number => Math.floor(random() * most);
const some = <T>(values: readonly T[]): T[] => values.filter(() => random() < 0.4);

const items: StoredItem[] = Array.from({ length: ITEMS }, (_, number) => {
  const category = CATEGORIES[below(4)]!;
  return itemOf(`i${number}`, {
    categories: [category, `${category}-${below(3)}`],
    price: 1 + below(100),
    status: random() < 0.85 ? 'on_sale' : 'sold',
    adult: random() < 0.1,
    listedAt: new Date(NOW - below(60 * 24) * 3_600_000).toISOString(),
    ...(random() < 0.2 && { stock: below(2) }),
    ...(random() < 0.1 && { availableFrom: new Date(NOW + (random() - 0.5) * DAY_MS).toISOString() }),
    ...(random() < 0.1 && { availableUntil: new Date(NOW + (random() - 0.5) * DAY_MS).toISOString() }),
    ...(random() < 0.5 && { attributes: { brand: some(['A', 'B', 'C']) } }),
  });
});
const children = new Map<string, ItemPopularity>();
for (const { itemId } of items) {
  if (random() < 0.3) continue;
  const popularity = Object.fromEntries(some(FACETS).map((facet) => [facet, 1 + below(1_000_000)]));
  const topOf = some(Object.keys(popularity) as Facet[]);
  children.set(itemId, { itemId, version: 1, topOf, impressions: below(30), popularity });
}

let engine: Awaited<ReturnType<typeof startEmbedded>>;
const send = async (method: string, path: string, body: string) => {
  const headers = { 'content-type': 'application/json' };
  const reply = await fetch(`${engine.url}${path}`, { method, headers, body });
  expect(reply.status).toBe(200);
  return (await reply.json()) as never;
};
beforeAll(async () => {
  engine = await startEmbedded();
  await send('PUT', '/market', JSON.stringify({ settings: INDEX_SETTINGS, mappings: INDEX_MAPPING }));
  const documents = [...items.map(itemDocument), ...[...children.values()].map(childDocument)];
  const lines = documents.flatMap(({ id, routing, body }) =>
    body ? [{ index: { _id: id, routing } }, body] : [],
  );
  await send('POST', '/market/_bulk', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
});
afterAll(() => engine.stop());

const isAmong = (wanted: readonly string[] | undefined, has: readonly string[]): boolean =>
  wanted === undefined || wanted.length === 0 || wanted.some((one) => has.includes(one));

/** The conditions in plain words; times count by the minute, as the query's do. */
function isShown(item: StoredItem, conditions: ItemConditions): boolean {
  const now = Date.parse(minuteOf(conditions.now));
  const { price: { min = 0, max = Number.POSITIVE_INFINITY } = {} } = conditions;
  const brands = (item.attributes?.brand ?? []) as string[];
  return (
    item.status === 'on_sale' &&
    item.stock !== 0 &&
    (conditions.adult || !item.adult) &&
    isAmong(conditions.categories, item.categories) &&
    !item.categories.some((name) => conditions.excludeCategories?.includes(name)) &&
    item.price >= min &&
    item.price <= max &&
    isAmong(conditions.attributes?.brand as string[] | undefined, brands) &&
    !(item.availableFrom !== undefined && Date.parse(item.availableFrom) > now + 60_000) &&
    !(item.availableUntil !== undefined && Date.parse(item.availableUntil) <= now)
  );
}

/** What an item is worth to a query, straight from docs/popularity.md; undefined where it is not asked. */
function worth(item: StoredItem, asked: PopularQuery): number | undefined {
  const child = children.get(item.itemId);
  const isTop = asked.factors.some(({ facet }) => child?.topOf.includes(facet));
  if (!isShown(item, asked.conditions) || (asked.part === 'top') !== isTop) return undefined;
  const sum = asked.factors.reduce(
    (total, { facet, factor }) => total + factor * (child?.popularity[facet] ?? 0),
    0,
  );
  const age = Math.abs(Date.parse(minuteOf(asked.origin)) - Date.parse(item.listedAt));
  const aged = 0.25 + 0.75 * 2 ** (-age / DAY_MS / asked.listedHalfLifeDays);
  const has = [
    ...item.categories.map((name) => asked.boosts?.categories.get(name)),
    ...((item.attributes?.brand ?? []) as string[]).map((one) =>
      asked.boosts?.attributes.get(`brand=${one}`),
    ),
  ];
  return has.reduce<number>((product, factor) => product * (factor ?? 1), sum * aged);
}

const someQuery = (): PopularQuery => ({
  factors: (['all', ...some(FACETS.slice(1))] as Facet[]).map((facet) => ({ facet, factor: random() / 1e6 })),
  conditions: {
    now: NOW + below(DAY_MS),
    adult: random() < 0.3,
    categories: random() < 0.3 ? some(CATEGORIES) : undefined,
    excludeCategories: some(CATEGORIES).slice(0, 1),
    ...(random() < 0.3 && { price: { min: below(50), max: 50 + below(50) } }),
    ...(random() < 0.2 && { attributes: { brand: ['A', 'B'] } }),
  },
  boosts: {
    categories: new Map(some(CATEGORIES).map((name) => [name, 3 * random()])),
    attributes: new Map(random() < 0.5 ? [['brand=A', 2]] : []),
  },
  origin: NOW,
  listedHalfLifeDays: 14,
  part: random() < 0.5 ? 'top' : 'rest',
  size: ITEMS,
});

interface Reply {
  readonly hits: { readonly hits: readonly { readonly _id: string; readonly _score: number }[] };
}

describe('the ranking of what is popular', () => {
  it('is that of a naive scorer over all items, for whatever is asked', async () => {
    let compared = 0;
    for (let query = 0; query < 300; query++) {
      const asked = someQuery();
      const { hits } = (await send('POST', '/market/_search', JSON.stringify(popularQuery(asked)))) as Reply;
      const expected = new Map(
        items.flatMap((item) => {
          const score = worth(item, asked);
          return score === undefined ? [] : [[item.itemId, score] as const];
        }),
      );
      expect(hits.hits.map(({ _id }) => _id).toSorted()).toEqual([...expected.keys()].toSorted());
      for (const [place, { _id, _score }] of hits.hits.entries()) {
        const score = expected.get(_id)!;
        expect(Math.abs(_score - score)).toBeLessThanOrEqual(1e-5 * score);
        const next = hits.hits[place + 1];
        if (next) expect(expected.get(next._id)!).toBeLessThanOrEqual(score * (1 + 1e-5));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(5000);
  });
});
