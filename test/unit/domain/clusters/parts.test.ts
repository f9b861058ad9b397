import { describe, expect, it } from 'vitest';
import { matchIds } from '../../../../domain/clusters/match-ids.ts';
import { namesOf } from '../../../../domain/clusters/names.ts';
import { Prices } from '../../../../domain/clusters/price-quintiles.ts';
import { learnableInterests, sampleActors } from '../../../../domain/clusters/sample.ts';
import { firstCentres } from '../../../../domain/clusters/seeds.ts';
import type { Acts } from '../../../../domain/together/acts.ts';
import { ACT } from '../../../../domain/together/codes.ts';

const HALF = Math.SQRT1_2;

describe('ids of learned groups', () => {
  it('go to the likest first, each once', () => {
    const last = [
      { id: 'a', centroid: { shoes: 1 } },
      { id: 'b', centroid: { shoes: HALF, bags: HALF } },
    ];
    const now = [{ shoes: 0.8, bags: 0.6 }, { shoes: 1 }];
    expect(matchIds(now, last, 'v2')).toEqual(['b', 'a']);
  });

  it('are new where nothing is like it, and others in another run', () => {
    const last = [{ id: 'a', centroid: { shoes: 1 } }];
    const [one] = matchIds([{ books: 1 }], last, 'v2');
    const [other] = matchIds([{ books: 1 }], last, 'v3');
    expect(new Set(['a', one, other]).size).toBe(3);
  });
});

describe('names of learned groups', () => {
  it('are the heaviest categories, at most three', () => {
    expect(
      namesOf([
        { shoes: 0.6, bags: 0.5, hats: 0.4, belts: 0.39 },
        { books: 0.9, maps: 0.1 },
      ]),
    ).toEqual(['shoes, bags, hats', 'books']);
  });

  it('are unique', () => {
    const names = namesOf([{ books: 1 }, { books: 0.99, maps: 0.1 }, { books: 1 }]);
    expect(names).toEqual(['books', 'books, maps', 'books 2']);
  });
});

describe('first centres', () => {
  const points = [
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 1],
  ];

  it('are the kept ones, and then what lies far from them', () => {
    expect(firstCentres(points, [[2, 0]], 2, 1)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it('are fewer where points are alike', () => {
    expect(firstCentres(points, [], 4, 1)).toHaveLength(2);
  });
});

describe('price quintiles', () => {
  const item = (price: number, more = {}) => ({
    categories: ['fashion', 'shoes'],
    price,
    status: 'on_sale' as const,
    ...more,
  });

  it('are of items on sale by leaf category, in any order of adding', () => {
    const [up, down] = [new Prices(), new Prices()];
    for (let price = 1; price <= 100; price++) {
      up.add(item(price));
      down.add(item(101 - price));
      up.add(item(9999, { status: 'sold' }));
    }
    expect(up.quintiles()).toEqual({ shoes: [20, 40, 60, 80] });
    expect(down.quintiles()).toEqual(up.quintiles());
  });

  it('are not of categories with fewer than 20 items', () => {
    const prices = new Prices();
    for (let price = 1; price < 20; price++) prices.add(item(price));
    expect(prices.quintiles()).toEqual({});
  });
});

describe('a sample of actors', () => {
  const acts = (
    given: readonly (readonly [actor: number, item: number, kind: number])[],
    actors: number,
  ): Acts => ({
    times: Float64Array.from(given, (_, at) => 1_790_000_000_000 + at * 60_000),
    kinds: Uint8Array.from(given, ([, , kind]) => kind),
    channels: new Uint8Array(given.length),
    actors: Uint32Array.from(given, ([actor]) => actor),
    items: Uint32Array.from(given, ([, item]) => item),
    orders: new Uint32Array(given.length),
    itemIds: Array.from({ length: 500 }, (_, item) => `i${item}`),
    actorCount: actors,
    orderCount: 0,
  });

  it('measures interest as a page does: a purchase weighs three views, the newest 30 items count', () => {
    const views = Array.from({ length: 400 }, (_, at) => [0, at, ACT.view] as const);
    const [acted] = sampleActors(acts([...views, [0, 7, ACT.purchase]], 1), () => 'u#a', 10);
    expect(acted).toHaveLength(30);
    expect(acted![0]).toEqual({ itemId: 'i7', weight: 3 });
    expect(acted![1]!.itemId).toBe('i399');
  });

  it('is the same people whatever their numbers are', () => {
    const names = Array.from({ length: 40 }, (_, at) => `u#${at}`);
    const given = names.map((_, at) => [at, at, ACT.view] as const);
    const forward = sampleActors(acts(given, 40), (actor) => names[actor]!, 10);
    const turned = given.map(([actor, item, kind]) => [39 - actor, item, kind] as const);
    const backward = sampleActors(acts(turned, 40), (actor) => names[39 - actor]!, 10);
    expect(forward).toHaveLength(10);
    const sampled = forward.map(([one]) => one!.itemId);
    expect(backward.map(([one]) => one!.itemId)).toEqual(sampled);
    const first = names.toSorted().slice(0, 10);
    expect(sampled.toSorted()).not.toEqual(first.map((name) => name.replace('u#', 'i')).sort());
  });

  it('learns from those who acted on two known items or more', () => {
    const known = new Map(['a', 'b'].map((itemId) => [itemId, { categories: ['books'], price: 1 }]));
    const one = { itemId: 'a', weight: 1 };
    const people = [[one], [one, { itemId: 'gone', weight: 1 }], [one, { itemId: 'b', weight: 2 }]];
    expect(learnableInterests(people, known)).toEqual([new Map([['books', 3]])]);
  });
});
