import { describe, expect, it } from 'vitest';
import { boosted, boostsOf, factorOf, hasBoosts } from '../../../../domain/ranking/boosts.ts';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import { isAtEnd, type Places, POOL, placesAfter } from '../../../../domain/ranking/places.ts';
import { searchesWanted } from '../../../../domain/ranking/searches.ts';
import { candidatesOf } from '../../../../domain/ranking/sources/index.ts';
import { type ProviderDocument, providerDocument } from '../../../../domain/registry/documents.ts';
import type { Found, SearchHit } from '../../../../domain/search/search.ts';
import { contextOf, itemOf, NOW } from './support.ts';

const providerOf = (sources: object[], steps: string[] = []): ProviderDocument =>
  providerDocument.parse({ name: 'p', sources, steps: steps.map((step) => ({ step })) });
const popularProvider = providerOf([{ source: 'popular', by: 'clusters' }]);
const [popularSource] = popularProvider.sources;

const serving = { version: '1', asOf: '', totals: { all: 100, 'sex=female': 40 }, backOff: 2 };
const facets = [{ facet: 'sex=female', weight: 1 }] as const;
const nothing = boostsOf({});
const known = { ...contextOf({ facets, serving }), boosts: nothing, origin: NOW };
const requestOf = (provider: ProviderDocument, more: object = {}, places?: Places) =>
  [...searchesWanted(provider, { ...known, ...more }, places).values()][0];
const hits = (from: number, to: number): SearchHit[] =>
  Array.from({ length: to - from }, (_, at) => ({
    itemId: `i${from + at}`,
    score: 1000 - from - at,
    sort: [1000 - from - at, 0, `i${from + at}`],
  }));

describe('what a provider asks of the search engine', () => {
  it('asks what is popular with the clusters of the viewer, and nothing for sources that live on rows', () => {
    const provider = providerOf([
      { source: 'history', halfLifeDays: 30, items: 30, models: [{ kind: 'view', types: { view: 1 } }] },
      { source: 'popular', window: 'trending' },
      { source: 'popular', by: 'clusters' },
    ]);
    const wanted = searchesWanted(provider, known);
    expect([...wanted.keys()]).toEqual([provider.sources[2]]);
    expect(JSON.stringify([...wanted.values()])).toContain('p.sex:female');
  });

  it('asks the same for everybody who has the same clusters and preferences', () => {
    const other = { viewer: { ...known.viewer, userId: 'u2' }, seed: 'u2' };
    expect(requestOf(popularProvider, other)).toEqual(requestOf(popularProvider));
  });

  it('takes over the filters that the provider names, and no others', () => {
    const filters = { categories: ['c1'], excludeCategories: ['c2'], price: { min: 5, max: 50 } };
    const preferences = { dislikedCategories: ['c3'], priceRange: { min: 10, max: 100 }, showAdult: true };
    const viewer = { ...known.viewer, preferences, profile: { adult: true } };
    const all = JSON.stringify(
      requestOf(providerOf([popularSource!], ['adult', 'disliked', 'price-range', 'request']), {
        filters,
        viewer,
      }),
    );
    expect(all).toContain('{"terms":{"categories":["c1"]}}');
    expect(all).toContain('{"terms":{"categories":["c2","c3"]}}');
    expect(all).toContain('{"range":{"price":{"gte":10,"lte":50}}}');
    expect(all).not.toContain('"adult"');
    const none = JSON.stringify(requestOf(popularProvider, { filters, viewer }));
    expect(none).not.toContain('categories');
    expect(none).not.toContain('price');
    const minor = { ...viewer, profile: { adult: false } };
    const filtered = requestOf(providerOf([popularSource!], ['adult']), { viewer: minor });
    expect(JSON.stringify(filtered)).toContain('{"term":{"adult":false}}');
  });

  it('asks for nothing similar when nothing is at hand, or the catalogue does not know it', () => {
    const provider = providerOf([{ source: 'similar' }]);
    expect(requestOf(provider)).toBeUndefined();
    expect(requestOf(provider, { itemIds: ['i1'] })).toBeUndefined();
    const items = new Map([['i1', itemOf('i1')]]);
    expect(JSON.stringify(requestOf(provider, { itemIds: ['i1'], items }))).toContain('"itemId":"i1"');
  });
});

describe('where a popular source goes on', () => {
  const placed = (found: Found, open: readonly string[], places: Places = new Map()) =>
    placesAfter(popularProvider, known, places, new Map([[popularSource!, found]]), (itemId) =>
      open.includes(itemId),
    );

  it('goes on behind what was shown or left out, before the first that may still be shown', () => {
    expect(placed(hits(0, 10), ['i3', 'i7']).get(0)).toMatchObject({ part: 'top', after: [998, 0, 'i2'] });
    expect(placed(hits(0, 10), ['i0']).get(0)?.after).toBeUndefined();
  });

  it('goes on with the rest of the market when the first are used up, and ends behind that', () => {
    const full = placed(hits(0, POOL), []);
    expect(full.get(0)).toMatchObject({ part: 'top', after: hits(POOL - 1, POOL)[0]!.sort });
    const rest = placed(hits(0, 10), []);
    expect(rest.get(0)).toMatchObject({ part: 'rest' });
    expect(rest.get(0)?.after).toBeUndefined();
    expect(isAtEnd(rest)).toBe(false);
    const end = placed(hits(0, 10), [], rest);
    expect(end.get(0)).toMatchObject({ part: 'end' });
    expect(isAtEnd(end)).toBe(true);
    expect(requestOf(popularProvider, {}, end)).toBeUndefined();
  });

  it('keeps the weights of its first page, however clusters and totals change', () => {
    const places = placed(hits(0, 10), ['i5']);
    const later = {
      facets: [{ facet: 'sex=male', weight: 1 }],
      serving: { ...serving, totals: { all: 999, 'sex=male': 500 } },
    };
    const request = JSON.stringify(requestOf(popularProvider, later, places));
    expect(request).toContain('p.sex:female');
    expect(request).not.toContain('p.sex:male');
    expect(request).toContain('"search_after":[996,0,"i4"]');
  });

  it('stays where it is while the engine does not answer, and has no place where there is none', () => {
    expect(placed('failed', []).get(0)).toMatchObject({ part: 'top' });
    expect(isAtEnd(placesAfter(popularProvider, known, new Map(), new Map(), () => false))).toBe(true);
  });
});

describe('what the search engine found', () => {
  it('is of the cluster where facets counted, else popular with everybody', () => {
    const found = new Map([[popularSource!, hits(0, 2)]]);
    const mine = candidatesOf(popularSource!, contextOf({ facets, serving, found }));
    expect(mine).toMatchObject([
      { itemId: 'i0', score: 1000, tier: 'cluster', reason: 'popular-with-people-like-you' },
      { itemId: 'i1', score: 999 },
    ]);
    const anybody = candidatesOf(popularSource!, contextOf({ serving, found }));
    expect(anybody).toMatchObject([{ tier: 'popular', personal: false, reason: 'popular' }, {}]);
  });

  it('keeps its order where nobody looked at it yet', () => {
    const unseen = hits(2, 5).map((hit) => ({ ...hit, score: 0 }));
    const orderOf = (found: Found) =>
      candidatesOf(popularSource!, contextOf({ found: new Map([[popularSource!, found]]) }))
        .toSorted((a, b) => b.score - a.score)
        .map(({ itemId }) => itemId);
    expect(orderOf([...hits(0, 2), ...unseen])).toEqual(['i0', 'i1', 'i2', 'i3', 'i4']);
    expect(orderOf(unseen)).toEqual(['i2', 'i3', 'i4']);
  });

  it('is stood in for by snapshots that say so', () => {
    const rows = contextOf().rows;
    rows.set({ kind: 'popular', key: 'all' }, { key: 'all', items: [['s1', 5]] });
    const failed = contextOf({ rows, found: new Map([[popularSource!, 'failed']]) });
    expect(candidatesOf(popularSource!, failed)).toMatchObject([{ itemId: 's1', tier: 'snapshot' }]);
    expect(candidatesOf(popularSource!, contextOf({ rows }))).toMatchObject([{ tier: 'popular' }]);
  });

  it('gives each viewer the least seen listings in an order of their own, and always the same', () => {
    const [source] = providerOf([{ source: 'new-listings' }]).sources;
    const found = new Map([[source!, hits(0, 50)]]);
    const order = (seed: string) =>
      candidatesOf(source!, contextOf({ found, seed }))
        .toSorted((a, b) => b.score - a.score)
        .map(({ itemId }) => itemId);
    expect(order('u1')).toEqual(order('u1'));
    expect(order('u1')).not.toEqual(order('u2'));
    expect(order('u1').toSorted()).toEqual(
      hits(0, 50)
        .map(({ itemId }) => itemId)
        .toSorted(),
    );
    const firsts = new Set(Array.from({ length: 200 }, (_, user) => order(`u${user}`)[0]));
    expect(firsts.size).toBeGreaterThan(30);
  });
});

describe('boosts', () => {
  const item = itemOf('i1', { categories: ['shoes', 'boots'], attributes: { brand: ['A', 'B'], size: 42 } });

  it('multiply for the item, its categories and its attributes', () => {
    const boosts = boostsOf(
      {},
      {
        items: { i1: 2 },
        categories: { boots: 3, bags: 9 },
        attributes: { size: { 42: 0.5 }, brand: { C: 7 } },
      },
    );
    expect(factorOf(item, boosts)).toBe(3);
    expect(hasBoosts(boosts)).toBe(true);
    expect(hasBoosts(nothing)).toBe(false);
  });

  it('prefer what the viewer says to like, unless the request says otherwise', () => {
    const preferences = { preferredCategories: ['shoes'], attributes: { brand: ['A'] } };
    expect(factorOf(item, boostsOf(preferences))).toBe(1.5 * 1.5);
    expect(factorOf(item, boostsOf(preferences, { categories: { shoes: 1 } }))).toBe(1.5);
  });

  it('do not count twice for what the engine boosted, and put what is worth nothing last', () => {
    const candidate = (itemId: string, score: number, more: Partial<Candidate> = {}): Candidate => ({
      itemId,
      score,
      tier: 'popular',
      personal: false,
      reason: 'popular',
      ...more,
    });
    const boosts = boostsOf({}, { categories: { shoes: 2 }, items: { i3: 0 } });
    const shoes = (itemId: string) => [itemId, { ...item, itemId }] as const;
    const items = new Map([shoes('i1'), shoes('i2'), shoes('i3')]);
    const given = [
      candidate('i3', 9),
      candidate('i2', 3, { boosted: true }),
      candidate('i1', 2),
      candidate('i4', 1),
    ];
    const order = boosted(given, boosts, { items });
    expect(order.map(({ itemId, score }) => [itemId, score])).toEqual([
      ['i1', 4],
      ['i2', 3],
      ['i4', 1],
      ['i3', 0],
    ]);
  });
});
