import { describe, expect, it } from 'vitest';
import { fromHistory, history } from '../../../../domain/ranking/sources/history.ts';
import { contextOf, DAY, did, rowsOf } from './support.ts';

const SOURCE: Parameters<typeof fromHistory>[0] = {
  source: 'history',
  weight: 1,
  halfLifeDays: 30,
  items: 30,
  power: 1,
  models: [
    { kind: 'view', weight: 1, types: { view: 1, like: 2, cart: 3 } },
    { kind: 'buy', weight: 0.5, types: { purchase: 2, cart: 3 } },
  ],
};
const scoresOf = (...given: Parameters<typeof fromHistory>) =>
  Object.fromEntries(fromHistory(...given).map(({ itemId, score }) => [itemId, score]));

describe('history recombination', () => {
  it('is the formula, worked by hand', () => {
    const viewer = {
      scoring: [did('view', 'a', -30 * DAY), did('cart', 'b', 0)],
      purchases: [did('purchase', 'c', -60 * DAY)],
    };
    const rows = rowsOf([
      ['view', 'a', [['x', 0.4]]],
      [
        'view',
        'b',
        [
          ['x', 0.2],
          ['y', 0.1],
        ],
      ],
      ['buy', 'b', [['y', 0.6]]],
      ['buy', 'c', [['x', 0.8]]],
    ]);
    const scores = scoresOf(SOURCE, contextOf({ viewer, rows }));
    // x: view a (1 × ½ × 0.4) + cart b (3 × 1 × 0.2) + ½ × purchase c (2 × ¼ × 0.8)
    expect(scores.x).toBeCloseTo(0.2 + 0.6 + 0.2, 12);
    // y: view rows of the cart b (3 × 0.1) + ½ × buy rows of it (3 × 0.6)
    expect(scores.y).toBeCloseTo(0.3 + 0.9, 12);
  });

  it('takes ages from the newest action, so that a history does not fade while nobody looks', () => {
    const rows = rowsOf([['view', 'a', [['x', 0.5]]]]);
    const score = (time: number) =>
      scoresOf(SOURCE, contextOf({ viewer: { scoring: [did('view', 'a', time)] }, rows })).x;
    expect(score(-400 * DAY)).toBe(score(0));
  });

  it('counts, of several things done with an item, the strongest in each model', () => {
    const rows = rowsOf([['view', 'a', [['x', 0.5]]]]);
    const scoring = [did('view', 'a', 0), did('like', 'a', -1000), did('view', 'a', -2000)];
    expect(scoresOf(SOURCE, contextOf({ viewer: { scoring }, rows })).x).toBeCloseTo(1, 6);
  });

  it('divides similarities beyond 1 by the largest of all the rows, so that their ratios stay between rows too', () => {
    const rows = rowsOf([
      [
        'view',
        'a',
        [
          ['x', 900],
          ['y', 30],
        ],
      ],
      ['view', 'b', [['z', 0.9]]],
      ['buy', 'a', [['w', 0.5]]],
    ]);
    const viewer = { scoring: [did('view', 'a'), did('view', 'b')], purchases: [did('purchase', 'a')] };
    const scores = scoresOf(SOURCE, contextOf({ viewer, rows }));
    expect(scores.x).toBeCloseTo(1, 12);
    expect(scores.y).toBeCloseTo(30 / 900, 12);
    expect(scores.z).toBeCloseTo(0.9 / 900, 12);
    // Another model's rows are of another scale: ½ × purchase (2 × 0.5).
    expect(scores.w).toBeCloseTo(0.5, 12);
  });

  it('raises similarities to the power, so that one near neighbour outweighs two distant ones', () => {
    const rows = rowsOf([
      [
        'view',
        'a',
        [
          ['near', 0.5],
          ['far', 0.3],
        ],
      ],
      ['view', 'b', [['far', 0.3]]],
    ]);
    const viewer = { scoring: [did('view', 'a'), did('view', 'b')] };
    const plain = scoresOf(SOURCE, contextOf({ viewer, rows }));
    const squared = scoresOf({ ...SOURCE, power: 2 }, contextOf({ viewer, rows }));
    expect(plain.far!).toBeGreaterThan(plain.near!);
    expect(squared.near).toBeCloseTo(0.25, 12);
    expect(squared.far).toBeCloseTo(0.18, 12);
  });

  it('takes a similarity below 0 for none, whatever the power', () => {
    const rows = rowsOf([['view', 'a', [['x', -0.5]]]]);
    const context = contextOf({ viewer: { scoring: [did('view', 'a')] }, rows });
    for (const power of [0.5, 1, 2]) expect(scoresOf({ ...SOURCE, power }, context).x).toBe(0);
  });

  it('takes similarities as they are where a document names no power, and refuses one that is none', () => {
    const { power: _, ...bare } = SOURCE;
    expect(history.schema.parse(bare)).toEqual(SOURCE);
    for (const power of [0, -1, 11, Number.NaN])
      expect(history.schema.safeParse({ ...bare, power }).success).toBe(false);
  });

  it('asks for rows of the most recent items first, only in models that weigh what was done', () => {
    const viewer = { scoring: [did('view', 'a', -2), did('search', undefined, -1), did('cart', 'b', 0)] };
    expect(history.rows!(SOURCE, contextOf({ viewer }))).toEqual([
      { kind: 'view', key: 'b' },
      { kind: 'buy', key: 'b' },
      { kind: 'view', key: 'a' },
    ]);
  });

  it('takes back what was taken back, and forgets what was hidden', () => {
    const asked = (...scoring: ReturnType<typeof did>[]) =>
      history.rows!(SOURCE, contextOf({ viewer: { scoring } })).map(({ key }) => key);
    expect(asked(did('like', 'a', -2), did('unlike', 'a', -1))).toEqual([]);
    expect(asked(did('cart', 'a', -2), did('uncart', 'a', -1))).toEqual([]);
    expect(asked(did('uncart', 'a', -2), did('cart', 'a', -1))).toEqual(['a', 'a']);
    expect(asked(did('view', 'a', -2), did('hide', 'a', -1))).toEqual([]);
  });

  it('takes purchases net of refunds, not those among the actions', () => {
    expect(history.rows!(SOURCE, contextOf({ viewer: { scoring: [did('purchase', 'a')] } }))).toEqual([]);
    expect(history.rows!(SOURCE, contextOf({ viewer: { purchases: [did('purchase', 'a')] } }))).toHaveLength(
      1,
    );
  });

  it('looks at no more items than it is told', () => {
    const scoring = Array.from({ length: 50 }, (_, n) => did('view', `i${n}`, n));
    const rows = history.rows!({ ...SOURCE, items: 30 }, contextOf({ viewer: { scoring } }));
    expect(rows).toHaveLength(30);
    expect(rows[0]?.key).toBe('i49');
  });

  it('is empty for nobody', () => {
    expect(fromHistory(SOURCE, contextOf())).toEqual([]);
  });
});
