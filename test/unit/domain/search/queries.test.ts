import { describe, expect, it } from 'vitest';
import { conditionClauses } from '../../../../domain/search/conditions.ts';
import { childDocument, itemDocument } from '../../../../domain/search/document.ts';
import { facetField } from '../../../../domain/search/fields.ts';
import { newListingsQuery, similarQuery } from '../../../../domain/search/listing-queries.ts';
import { type PopularQuery, popularQuery } from '../../../../domain/search/popular-query.ts';
import { itemOf, NOW } from '../ranking/support.ts';

const plain = { now: NOW + 12_345, adult: false } as const;
const asked: PopularQuery = {
  factors: [
    { facet: 'all', factor: 0.25 },
    { facet: 'sex=female', factor: 2 },
  ],
  conditions: plain,
  origin: NOW + 12_345,
  listedHalfLifeDays: 14,
  part: 'top',
  size: 200,
};

describe('the query for what is popular', () => {
  it('is a join of conditions on items and of the weighed numbers of those among the first of some facet', () => {
    expect(popularQuery(asked)).toEqual({
      query: {
        function_score: {
          query: {
            bool: {
              filter: [
                { term: { status: 'on_sale' } },
                { term: { inStock: true } },
                { term: { adult: false } },
              ],
              must_not: [
                { range: { availableFrom: { gt: '2026-11-23T09:01:00.000Z' } } },
                { range: { availableUntil: { lte: '2026-11-23T09:00:00.000Z' } } },
              ],
              must: [
                {
                  has_child: {
                    type: 'popularity',
                    score_mode: 'max',
                    query: {
                      function_score: {
                        query: { bool: { filter: [{ terms: { topOf: ['all', 'sex=female'] } }] } },
                        functions: [
                          { field_value_factor: { field: 'p.all', factor: 0.25, missing: 0 } },
                          { field_value_factor: { field: 'p.sex:female', factor: 2, missing: 0 } },
                        ],
                        score_mode: 'sum',
                        boost_mode: 'replace',
                      },
                    },
                  },
                },
              ],
            },
          },
          functions: [
            {
              exp: { listedAt: { origin: '2026-11-23T09:00:00.000Z', scale: '14d', decay: 0.5 } },
              weight: 0.75,
            },
            { weight: 0.25 },
          ],
          score_mode: 'sum',
          boost_mode: 'multiply',
        },
      },
      size: 200,
      sort: [{ _score: 'desc' }, { listedAt: 'desc' }, { itemId: 'asc' }],
    });
  });

  it('is the same for all who ask within a minute, so that they share an answer', () => {
    const later = { ...asked, conditions: { ...plain, now: NOW + 59_999 }, origin: NOW + 59_999 };
    expect(popularQuery(later)).toEqual(popularQuery(asked));
    const next = { ...asked, conditions: { ...plain, now: NOW + 60_000 } };
    expect(popularQuery(next)).not.toEqual(popularQuery(asked));
  });

  it('asks the rest of the market without what is among the first, whether anybody acted on it or not', () => {
    const { bool } = boolOf(popularQuery({ ...asked, part: 'rest' }));
    const top = { terms: { topOf: ['all', 'sex=female'] } };
    expect(bool.must_not).toContainEqual({
      has_child: { type: 'popularity', score_mode: 'none', query: top },
    });
    expect(bool.must).toBeUndefined();
    expect(bool.should).toHaveLength(1);
  });

  it('takes all items for alike before anything is counted', () => {
    const { bool } = boolOf(popularQuery({ ...asked, factors: [] }));
    expect(JSON.stringify(bool.must)).toContain('"functions":[{"weight":1}]');
    expect(JSON.stringify(bool.must)).toContain('"topOf":["all"]');
  });

  it('multiplies what an item has by the factors asked for, and goes on behind a hit', () => {
    const boosts = {
      categories: new Map([
        ['shoes', 2],
        ['bags', 0],
      ]),
      attributes: new Map([['brand=A', 1.5]]),
    };
    const after = [0.5, 1_700_000_000_000, 'i1'];
    const request = popularQuery({ ...asked, boosts, after });
    expect(request.search_after).toEqual(after);
    expect((request.query.function_score as { functions: unknown[] }).functions).toEqual([
      { filter: { term: { categories: 'bags' } }, weight: 0 },
      { filter: { term: { categories: 'shoes' } }, weight: 2 },
      { filter: { term: { attributes: 'brand=A' } }, weight: 1.5 },
    ]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a query of any shape
const boolOf = (request: any) => request.query.function_score.query;

describe('conditions on items', () => {
  it('become filters that never score, in an order that does not depend on how they were given', () => {
    const given = {
      ...plain,
      adult: true,
      categories: ['b', 'a'],
      excludeCategories: ['z'],
      excludeSellerId: 's1',
      price: { min: 10, max: 20 },
      attributes: { size: 42, brand: ['B', 'A'] },
      excludeAttributes: { used: true },
      excludeItemIds: ['i2', 'i1'],
    };
    const { filter, must_not } = conditionClauses(given);
    expect(filter.slice(2)).toEqual([
      { terms: { categories: ['a', 'b'] } },
      { range: { price: { gte: 10, lte: 20 } } },
      { terms: { attributes: ['brand=A', 'brand=B'] } },
      { terms: { attributes: ['size=42'] } },
    ]);
    expect(must_not.slice(2)).toEqual([
      { terms: { categories: ['z'] } },
      { term: { sellerId: 's1' } },
      { terms: { attributes: ['used=true'] } },
      { terms: { itemId: ['i1', 'i2'] } },
    ]);
  });

  it('leave out what is not asked for', () => {
    const { filter } = conditionClauses({ ...plain, categories: [], price: {}, attributes: {} });
    expect(filter).toHaveLength(3);
  });
});

describe('the query for new listings', () => {
  it('asks for the least seen of those that have not had their impressions, the newest first', () => {
    const request = newListingsQuery({ conditions: plain, withinDays: 7, guarantee: 20, size: 50 });
    const text = JSON.stringify(request);
    expect(text).toContain(
      '{"range":{"listedAt":{"gte":"2026-11-16T09:00:00.000Z","lte":"2026-11-23T09:01:00.000Z"}}}',
    );
    expect(text).toContain('"query":{"range":{"impressions":{"gte":20}}}');
    expect(request.sort).toEqual([{ _score: 'asc' }, { listedAt: 'desc' }, { itemId: 'asc' }]);
    expect(request.size).toBe(50);
  });
});

describe('the query for similar items', () => {
  it('asks for the same leaf category at half to double the price, and never for the item itself', () => {
    const item = itemOf('i1', { title: 'Red running shoes', categories: ['shoes', 'running'], price: 80 });
    const { query } = similarQuery({ item, conditions: plain, size: 10 });
    const { bool } = query as { bool: { filter: unknown[]; must_not: unknown[]; should: unknown[] } };
    expect(bool.filter.slice(-2)).toEqual([
      { term: { leaf: 'running' } },
      { range: { price: { gte: 40, lte: 160 } } },
    ]);
    expect(bool.must_not).toContainEqual({ term: { itemId: 'i1' } });
    expect(bool.should.length).toBeGreaterThan(3);
  });
});

describe('documents', () => {
  it('order the writes of an item by time, and at equal times by the stronger status', () => {
    const version = (updatedAt: string, status: 'on_sale' | 'sanctioned' | 'deleted') =>
      itemDocument(itemOf('i1', { updatedAt, status })).version;
    const [early, late] = ['2026-11-23T09:00:00.000Z', '2026-11-23T09:00:00.001Z'];
    const versions = [
      version(early, 'on_sale'),
      version(early, 'deleted'),
      version(early, 'sanctioned'),
      version(late, 'on_sale'),
    ];
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(4);
    expect(version('1969-12-31T23:59:59.999Z', 'on_sale')).toBe(0);
    expect(Number.isSafeInteger(version('9999-12-31T23:59:59.999Z', 'sanctioned'))).toBe(true);
  });

  it('keep a deleted item as a status, and remove the child of what matters nowhere', () => {
    expect(itemDocument(itemOf('i1', { status: 'deleted' })).body).toMatchObject({ status: 'deleted' });
    const nothing = { itemId: 'i1', version: 1, topOf: [], impressions: 0, popularity: { all: 0 } };
    expect(childDocument(nothing)).toEqual({ id: 'p/i1', routing: 'i1', version: 1, body: undefined });
    expect(childDocument({ ...nothing, impressions: 3 }).body).toMatchObject({ impressions: 3, p: {} });
  });

  it('name facets so that no value can make an object or a pattern', () => {
    expect(facetField('all')).toBe('p.all');
    expect(facetField('category=신발.운동화').slice(2)).not.toContain('.');
    expect(facetField('category=a.b*c')).toBe('p.category:a%2Eb%2Ac');
  });
});
