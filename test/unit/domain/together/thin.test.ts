import { describe, expect, it } from 'vitest';
import type { ModelItem } from '../../../../domain/ports.ts';
import { isThin, withFresh } from '../../../../domain/together/thin.ts';

describe('a row with fresh neighbours', () => {
  const fresh = {
    key: 'i',
    items: [
      ['a', 0.8, 9],
      ['b', 0.4, 2],
      ['c', 0.2, 1],
    ] as const,
  };

  it('has its own first, in its order, the fresh ones below the least of them and without count', () => {
    const main = {
      key: 'i',
      items: [
        ['z', 0.5, 7],
        ['b', 0.1, 3],
      ] as const,
    };
    expect(withFresh(main, fresh).items).toEqual([
      ['z', 0.5, 7],
      ['b', 0.1, 3],
      ['a', ((0.99 * 0.1) / 0.8) * 0.8],
      ['c', ((0.99 * 0.1) / 0.8) * 0.2],
    ]);
  });

  it('is the fresh one where there is no other', () => {
    expect(withFresh(undefined, fresh)).toBe(fresh);
    expect(withFresh({ key: 'i', items: [] }, fresh)).toBe(fresh);
  });

  it('stays as it is where nothing is new in it', () => {
    const main = {
      key: 'i',
      items: [
        ['a', 0.5, 7],
        ['b', 0.4, 1],
        ['c', 0.3, 1],
      ] as const,
    };
    expect(withFresh(main, fresh)).toEqual(main);
  });

  it('has what was filled in from groups behind the fresh ones', () => {
    const filled: ModelItem[] = [
      ['f', 0.05, 0],
      ['c', 0.025, 0],
    ];
    const own: ModelItem[] = [['z', 0.5, 7]];
    const order = (items: readonly ModelItem[]) => items.map(([itemId, , count]) => [itemId, count]);
    const whole = withFresh({ key: 'i', items: [...own, ...filled] }, fresh).items;
    expect(order(whole)).toEqual([
      ['z', 7],
      ['a', undefined],
      ['b', undefined],
      ['c', undefined],
      ['f', 0],
    ]);
    expect(whole.every(([, score], at) => at === 0 || score < whole[at - 1]![1])).toBe(true);
    expect(order(withFresh({ key: 'i', items: filled }, fresh).items)).toEqual([
      ['a', 9],
      ['b', 2],
      ['c', 1],
      ['f', 0],
    ]);
  });

  it('is wanted where fewer than eight met the item, however many were filled in', () => {
    const row = (own: number, filled: number) => ({
      key: 'i',
      items: Array.from({ length: own + filled }, (_, at): ModelItem => [`${at}`, 1, at < own ? 1 : 0]),
    });
    expect([undefined, row(7, 0), row(7, 1)].map(isThin)).toEqual([true, true, true]);
    expect(isThin(row(8, 0))).toBe(false);
  });
});
