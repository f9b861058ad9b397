import { type Random, randomOf } from '../../../cli/sample/random.ts';
import type { StoredItem } from '../../../domain/catalogue/item.ts';
import type { Facet } from '../../../domain/clusters/facet.ts';
import type { IndexDocument } from '../../../domain/ports.ts';
import type { ItemConditions } from '../../../domain/search/conditions.ts';
import { childDocument, itemDocument } from '../../../domain/search/document.ts';
import type { PopularQuery } from '../../../domain/search/popular-query.ts';
import { HARD_IDS } from '../../contract/samples.ts';

export const NOW = Date.UTC(2026, 10, 1, 12, 34, 56, 789);
const DAY = 86_400_000;

export const CATEGORIES = [
  ['fashion', 'women', 'shoes'],
  ['fashion', 'women', 'bags'],
  ['fashion', 'men'],
  ['home', 'lamps'],
  ['장터', '옷', '한복'],
  ['books'],
] as const;
const WORDS = ['red', 'blue', 'leather', 'vintage', 'new', 'lamp', 'shoe', 'bag', '나이키', '운동화', '42'];
const COLOURS = ['red', 'blue', 'white'];
export const FACETS: readonly Facet[] = [
  'all',
  'sex=female',
  'sex=male',
  'ageBand=20s',
  'platform=ios',
  'category=fashion',
  'category=a.b*c 장터',
  'priceBand=3',
  'behaviour=seller',
  'learned=7',
  'payer=yes',
];
const SELLERS = ['s1', 's2', 's3', 's4'];

const iso = (time: number): string => new Date(Math.floor(time)).toISOString();

/** A market of random items: one in ten has an id that is hard on software. */
export function randomItems(seed: number, count: number): StoredItem[] {
  const random = randomOf(seed, 'items');
  return Array.from({ length: count }, (_, at) => randomItem(random, idOf(at)));
}

const idOf = (at: number): string =>
  at % 10 === 0 && at / 10 < HARD_IDS.length ? HARD_IDS[at / 10]! : `item-${at}`;

function randomItem(random: Random, itemId: string): StoredItem {
  const listed = NOW - random.next() ** 3 * 200 * DAY;
  const words = Array.from({ length: 1 + random.int(5) }, () => random.pick(WORDS));
  return {
    itemId,
    title: words.join(' '),
    categories: random.pick(CATEGORIES),
    price: Math.round(random.next() ** 2 * 200_000) / 100,
    listedAt: iso(random.chance(0.2) ? listed - (listed % DAY) : listed),
    status: random.chance(0.85) ? 'on_sale' : random.pick(['sold', 'deleted', 'sanctioned', 'reserved']),
    updatedAt: iso(NOW - random.int(1000)),
    ...(random.chance(0.1) && { adult: true }),
    ...(random.chance(0.8) && { sellerId: random.pick(SELLERS) }),
    ...(random.chance(0.1) && { availableFrom: iso(NOW + (random.next() - 0.5) * DAY) }),
    ...(random.chance(0.1) && { availableUntil: iso(NOW + (random.next() - 0.5) * DAY) }),
    ...(random.chance(0.3) && { stock: random.int(3) }),
    ...(random.chance(0.7) && {
      attributes: { colour: [random.pick(COLOURS), random.pick(COLOURS)], size: random.int(5) },
    }),
  };
}

/** The documents of a market: each item, and for most of them what is known of their popularity. */
export function randomDocuments(seed: number, items: readonly StoredItem[]): IndexDocument[] {
  const random = randomOf(seed, 'popularity');
  return items.flatMap((item) => [itemDocument(item), childDocument(randomPopularity(random, item.itemId))]);
}

function randomPopularity(random: Random, itemId: string) {
  const known = random.chance(0.7);
  const numbers = FACETS.filter(() => known && random.chance(0.5)).map(
    // Sizes far apart, as a landmark makes them, and some that are equal.
    (facet) => [facet, random.chance(0.2) ? 1 : 2 ** (random.next() * 40 - 10)] as const,
  );
  return {
    itemId,
    version: NOW,
    topOf: numbers.map(([facet]) => facet).filter(() => random.chance(0.3)),
    impressions: known ? random.int(40) : 0,
    popularity: Object.fromEntries(numbers),
  };
}

const some = <T>(random: Random, values: readonly T[]): T[] => values.filter(() => random.chance(0.4));
const maybe = <T>(random: Random, make: () => T): T | undefined => (random.chance(0.35) ? make() : undefined);

export function randomConditions(random: Random, items: readonly StoredItem[]): ItemConditions {
  const category = () => [random.pick(random.pick(CATEGORIES))];
  const bound = () => random.next() * 1000;
  return {
    now: NOW - random.int(3) * 3_600_000,
    adult: random.chance(0.5),
    categories: maybe(random, category),
    excludeCategories: maybe(random, category),
    excludeSellerId: maybe(random, () => random.pick(SELLERS)),
    price: maybe(random, () => ({ min: maybe(random, bound), max: maybe(random, bound) })),
    attributes: maybe(random, () => ({ colour: some(random, COLOURS), size: random.int(5) })),
    excludeAttributes: maybe(random, () => ({ colour: random.pick(COLOURS) })),
    excludeItemIds: maybe(random, () =>
      Array.from({ length: random.int(60) }, () => random.pick(items).itemId),
    ),
  };
}

export function randomPopular(random: Random, items: readonly StoredItem[]): PopularQuery {
  const facets = random.chance(0.1) ? [] : ['all' as const, ...some(random, FACETS.slice(1))];
  return {
    factors: facets.map((facet) => ({ facet, factor: random.next() ** 4 })),
    conditions: randomConditions(random, items),
    boosts: maybe(random, () => ({
      categories: new Map([[random.pick(random.pick(CATEGORIES)), random.next() * 3]]),
      attributes: new Map([
        [`colour=${random.pick(COLOURS)}`, 1 + random.next()],
        ['size=2', 0.5],
      ]),
    })),
    origin: NOW - random.int(40) * DAY,
    listedHalfLifeDays: 1 + random.int(30),
    part: random.pick(['top', 'rest', 'whole'] as const),
    size: 1 + random.int(60),
  };
}
