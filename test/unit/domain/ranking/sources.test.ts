import { describe, expect, it } from 'vitest';
import { cartOf, hiddenBy } from '../../../../domain/ranking/choices.ts';
import { NOBODY } from '../../../../domain/ranking/context.ts';
import { popular } from '../../../../domain/ranking/sources/popular.ts';
import { purchases } from '../../../../domain/ranking/sources/purchases.ts';
import { recentlyViewed } from '../../../../domain/ranking/sources/recently-viewed.ts';
import { together } from '../../../../domain/ranking/sources/together.ts';
import { contextOf, DAY, did, rowsOf } from './support.ts';

describe('sources', () => {
  it('of what was recently viewed keep each item once, newest first, views only', () => {
    const shown = [did('view', 'a', -3), did('view', 'b', -2), did('like', 'c', -1), did('view', 'a', 0)];
    const found = recentlyViewed.candidates(
      { source: 'recently-viewed', weight: 1 },
      contextOf({ viewer: { shown, scoring: [did('view', 'secret')] } }),
    );
    expect(found.map(({ itemId, score }) => [itemId, score])).toEqual([
      ['a', 1],
      ['b', 0.5],
    ]);
  });

  it('of purchases sum what decays with a half-life', () => {
    const shownPurchases = [
      did('purchase', 'a', -120 * DAY),
      did('purchase', 'a', 0),
      did('purchase', 'b', -240 * DAY),
    ];
    const found = purchases.candidates(
      { source: 'purchases', weight: 1, halfLifeDays: 120 },
      contextOf({ viewer: { shownPurchases } }),
    );
    expect(found.map(({ itemId, score }) => [itemId, score])).toEqual([
      ['a', 1.5],
      ['b', 0.25],
    ]);
  });

  it('of items at hand put what was filled in from a group behind what met them, and say so', () => {
    const rows = rowsOf([
      [
        'view',
        'a',
        [
          ['x', 0.5, 2],
          ['y', 0.25, 0],
          ['z', 0.2, 0],
        ],
      ],
      ['view', 'b', [['z', 0.1, 1]]],
    ]);
    const found = together.candidates(
      { source: 'together', weight: 1, kind: 'view', by: 'count', of: 'at-hand' },
      contextOf({ itemIds: ['a', 'b'], rows }),
    );
    expect(found.map(({ itemId, score, reason }) => [itemId, score, reason])).toEqual([
      ['x', 2, 'together-view'],
      ['y', 0.25, 'together-view-group'],
      ['z', 1.2, 'together-view'],
    ]);
  });

  it('of items at hand sum their rows, by count or by score', () => {
    const rows = rowsOf([
      [
        'basket',
        'a',
        [
          ['x', 0.5, 4],
          ['y', 0.9, 1],
        ],
      ],
      ['basket', 'b', [['x', 0.2, 3]]],
    ]);
    const scores = (by: 'count' | 'score') =>
      together
        .candidates(
          { source: 'together', weight: 1, kind: 'basket', by, of: 'at-hand' },
          contextOf({ itemIds: ['a', 'b'], rows }),
        )
        .map(({ itemId, score }) => [itemId, score]);
    expect(scores('count')).toEqual([
      ['x', 7],
      ['y', 1],
    ]);
    expect(scores('score')).toEqual([
      ['x', 0.7],
      ['y', 0.9],
    ]);
  });

  it('of everybody are labelled popular and not personal', () => {
    const found = popular.candidates(
      { source: 'popular', weight: 1, by: 'everybody', window: 'popular' },
      contextOf({ rows: rowsOf([['popular', 'all', [['x', 9]]]]) }),
    );
    expect(found).toEqual([{ itemId: 'x', score: 9, tier: 'popular', personal: false, reason: 'popular' }]);
  });
});

describe('the cart', () => {
  it('holds what the request names and what the last thing done leaves in it', () => {
    const scoring = [
      did('cart', 'a', -5),
      did('cart', 'b', -4),
      did('uncart', 'b', -3),
      did('cart', 'c', -2),
      did('purchase', 'c', -1),
    ];
    expect([...cartOf({ ...NOBODY, scoring }, ['z'])]).toEqual(['a', 'z']);
  });

  it('and what is hidden comes from events and preferences', () => {
    const viewer = { ...NOBODY, scoring: [did('hide', 'a')], preferences: { hiddenItems: ['b'] } };
    expect([...hiddenBy(viewer)].toSorted()).toEqual(['a', 'b']);
  });
});
