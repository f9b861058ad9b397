import { beforeAll, describe, expect, it } from 'vitest';
import { SearchEngine } from '../../../../local/opensearch/engine.ts';
import { search } from '../../../../local/opensearch/search.ts';

const number = { type: 'double' };
const properties = {
  relation: { type: 'join', relations: { parent: 'child' } },
  kind: { type: 'keyword' },
  size: number,
  at: { type: 'date', format: 'strict_date_time' },
};
const engine = new SearchEngine(undefined);
beforeAll(() => {
  engine.create('scores', { mappings: { dynamic: false, properties } });
  const put = (id: string, body: object) =>
    engine.one('scores').put(id, 'r', JSON.stringify(body), undefined);
  put('a', { relation: 'parent', kind: ['x', 'y'], size: 4, at: '2026-01-03T00:00:00.000Z' });
  put('b', { relation: 'parent', kind: 'y' });
  for (const [id, size] of [
    ['c1', 1],
    ['c2', 2],
    ['c3', 6],
  ] as const)
    put(id, { relation: { name: 'child', parent: 'a' }, size });
});

/** The scores of parents by id. */
function scores(query: object): Record<string, number> {
  const filter = [{ term: { relation: 'parent' } }];
  const { hits } = search(engine.one('scores'), {
    query: { bool: { filter, must: [query] } },
  } as never) as never as {
    hits: { hits: { _id: string; _score: number }[] };
  };
  return Object.fromEntries(hits.hits.map(({ _id, _score }) => [_id, _score]));
}
const factor = { field_value_factor: { field: 'size', missing: 0 } };
const isX = { filter: { term: { kind: 'x' } } };
const combined = (functions: object[], more: object) => scores({ function_score: { functions, ...more } });

describe('scores, as OpenSearch documents them', () => {
  it.each([
    ['sum', 9],
    ['max', 6],
    ['min', 1],
    ['avg', 3],
    ['none', 1],
  ])('of children by %s', (mode, expected) => {
    const query = { function_score: { functions: [factor], boost_mode: 'replace' } };
    expect(scores({ has_child: { type: 'child', score_mode: mode, query } })).toEqual({ a: expected });
  });

  it.each([
    ['multiply', 12],
    ['sum', 7],
    ['avg', 1.75],
    ['first', 4],
    ['max', 4],
    ['min', 3],
  ])('of functions by %s; 1 where none applies', (score_mode, expected) => {
    const functions = [
      { ...isX, ...factor },
      { ...isX, weight: 3 },
    ];
    expect(combined(functions, { score_mode, boost_mode: 'replace' })).toEqual({ a: expected, b: 1 });
  });

  it.each([
    ['multiply', 8],
    ['replace', 4],
    ['sum', 6],
    ['avg', 3],
    ['max', 4],
    ['min', 2],
  ])('of query and functions by %s', (boost_mode, expected) => {
    const query = { constant_score: { filter: { match_all: {} }, boost: 2 } };
    expect(combined([{ ...isX, ...factor }], { query, boost_mode }).a).toBe(expected);
  });

  it('within max_boost, and not below min_score', () => {
    expect(combined([{ ...isX, weight: 9 }], { max_boost: 5, boost_mode: 'replace' }).a).toBe(5);
    expect(combined([{ ...isX, weight: 9 }], { min_score: 5, boost_mode: 'replace' })).toEqual({ a: 9 });
  });

  it.each([
    ['exp', 0.25],
    ['gauss', 0.0625],
    ['linear', 0],
  ])('fall by %s with the distance; a missing value is at none', (shape, twice) => {
    const decay = (origin: string, offset: string) =>
      combined([{ [shape]: { at: { origin, scale: '1d', offset, decay: 0.5 } } }], {});
    expect(decay('2026-01-04T00:00:00.000Z', '0d').a).toBeCloseTo(0.5, 6);
    expect(decay('2026-01-01T00:00:00.000Z', '0d').a).toBeCloseTo(twice, 6);
    expect(decay('2026-01-01T00:00:00.000Z', '2d')).toEqual({ a: 1, b: 1 });
    expect(decay('2026-01-01T00:00:00.000Z', '0d').b).toBe(1);
  });

  it('of optional clauses are added, and of required ones at least so many must match', () => {
    const should = ['x', 'y'].map((kind) => ({ constant_score: { filter: { term: { kind } } } }));
    expect(scores({ bool: { should } })).toEqual({ a: 2, b: 1 });
    expect(scores({ bool: { should, minimum_should_match: 2 } })).toEqual({ a: 2 });
    expect(scores({ bool: { filter: [{ match_all: {} }], should: should[0] } })).toEqual({ a: 1, b: 0 });
    expect(scores({ bool: {} })).toEqual({ a: 1, b: 1 });
    expect(scores({ bool: { must_not: should[0] } })).toEqual({ b: 0 });
  });
});
