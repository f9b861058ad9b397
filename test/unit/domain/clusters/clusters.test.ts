import { describe, expect, it } from 'vitest';
import { type ClusterInput, clustersOf, facetsOf } from '../../../../domain/clusters/clusters.ts';
import { quintilesOf } from '../../../../domain/clusters/price-band.ts';
import type { Action } from '../../../../domain/identity/actor.ts';

const NOW = Date.parse('2026-11-24T12:00:00.000Z');
const action = (type: Action['type'], itemId: string, daysAgo = 0, more: Partial<Action> = {}): Action => ({
  eventKey: `${type}-${itemId}-${daysAgo}`,
  type,
  itemId,
  occurredAt: new Date(NOW - daysAgo * 86_400_000).toISOString(),
  ...more,
});
const shoe = { categories: ['fashion', 'shoes', 'sneakers'], price: 90 };
const book = { categories: ['books', 'novels'], price: 10 };
const input = (given: Partial<ClusterInput> = {}): ClusterInput => ({
  profile: {},
  preferences: {},
  actions: [],
  purchases: [],
  items: new Map([
    ['s1', shoe],
    ['s2', shoe],
    ['b1', book],
  ]),
  now: NOW,
  ...given,
});
const facets = (given: Partial<ClusterInput>) => facetsOf(clustersOf(input(given))).map(({ facet }) => facet);

describe('clusters', () => {
  it('of somebody nothing is known of are that he is new', () => {
    expect(facets({})).toEqual(['behaviour=new']);
  });

  it('never guess sex or age', () => {
    const all = facets({ actions: [action('view', 's1'), action('purchase', 's2')] });
    expect(all.filter((facet) => /^(sex|ageBand)=/.test(facet))).toEqual([]);
  });

  it('let preferences win over the profile, and that over what was done', () => {
    const actions = [action('view', 'b1')];
    const profile = { sex: 'male', birthYear: 1999, interests: ['garden'] } as const;
    expect(facets({ actions, profile })).toEqual(
      expect.arrayContaining(['sex=male', 'ageBand=20s', 'category=garden']),
    );
    const preferences = { sex: 'female', ageBand: '40s', preferredCategories: ['toys'] } as const;
    const found = facets({ actions, profile, preferences });
    expect(found).toEqual(expect.arrayContaining(['sex=female', 'ageBand=40s', 'category=toys']));
    expect(found).not.toContain('category=garden');
  });

  it('take interests from the newest items, weightier for a cart than for a view, never a disliked one', () => {
    const actions = [action('view', 's1', 1), action('view', 's2', 1), action('cart', 'b1', 0)];
    const interests = clustersOf(input({ actions })).filter(({ facet }) => facet === 'category');
    expect(interests[0]).toMatchObject({
      value: 'books',
      weight: 1,
      evidence: '1 of the last 3 items are in books',
    });
    expect(facets({ actions, preferences: { dislikedCategories: ['books'] } })).not.toContain(
      'category=books',
    );
  });

  it('know payers and what they pay with', () => {
    const purchases = [
      action('purchase', 's1', 3, { paidWith: 'card' }),
      action('purchase', 's2', 1, { paidWith: 'pay' }),
    ];
    const found = facets({ purchases, actions: [action('view', 's1')] });
    expect(found).toEqual(
      expect.arrayContaining(['payer=yes', 'paidWith=card', 'paidWith=pay', 'behaviour=buyer']),
    );
  });

  it('know the platform of the request, else of the newest action', () => {
    const actions = [action('view', 's1', 1, { platform: 'ios' })];
    expect(facets({ actions })).toContain('platform=ios');
    expect(facets({ actions, platform: 'web' })).toContain('platform=web');
  });

  it('know price bands and learned groups once these were learned', () => {
    const model = {
      version: 'v',
      createdAt: '',
      idf: { fashion: 1, shoes: 1, books: 1 },
      clusters: [
        { id: 'c1', name: 'shoes', size: 9, centroid: { fashion: 0.7, shoes: 0.7 } },
        { id: 'c2', name: 'books', size: 9, centroid: { books: 1 } },
      ],
      priceQuintiles: { sneakers: [10, 50, 80, 100] as const },
    };
    const found = clustersOf(input({ actions: [action('view', 's1'), action('view', 's2')], model }));
    expect(found.find(({ facet }) => facet === 'priceBand')).toMatchObject({
      value: '4',
      source: 'actions',
      evidence: 'the middle of 2 items lies in the price quintile 4 of their categories',
    });
    expect(found.find(({ facet }) => facet === 'learned')).toMatchObject({
      value: 'c1',
      name: 'shoes',
      source: 'model',
      evidence: 'interests are most like those of the group shoes (cosine 0.99)',
    });
  });

  it('know a seller for 90 days after the last listing', () => {
    const listed = (daysAgo: number) => new Date(NOW - daysAgo * 86_400_000).toISOString();
    expect(facets({ lastListedAt: listed(89), purchases: [action('purchase', 's1')] })).toContain(
      'behaviour=seller',
    );
    expect(facets({ lastListedAt: listed(91) })).toContain('behaviour=new');
  });

  it('each have evidence', () => {
    const clusters = clustersOf(input({ actions: [action('view', 's1')], profile: { sex: 'other' } }));
    for (const { evidence, weight } of clusters) {
      expect(evidence).not.toBe('');
      expect(weight).toBeGreaterThan(0);
    }
  });

  it('take quintiles of enough prices only', () => {
    expect(quintilesOf(Array.from({ length: 19 }, (_, price) => price))).toBeUndefined();
    expect(quintilesOf(Array.from({ length: 100 }, (_, price) => price + 1))).toEqual([20, 40, 60, 80]);
  });
});
