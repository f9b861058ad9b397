import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../domain/ranking/context.ts';
import type { Proposal } from '../../../../domain/ranking/rank.ts';
import { targetsOf } from '../../../../functions/provider/recommend/targets.ts';

const candidates = (itemIds: readonly string[]): Candidate[] =>
  itemIds.map((itemId) => ({ itemId, score: 1, tier: 'personal', personal: false, reason: 'history' }));
const from = (source: string, itemIds: readonly string[]): Proposal => ({
  source,
  isFallback: false,
  note: () => undefined,
  weight: 1,
  candidates: candidates(itemIds),
});

function section(
  proposals: readonly Proposal[],
  picked: readonly string[],
  removed: readonly (readonly [string, string])[],
) {
  return {
    ranked: { candidates: [], removed: [], proposals },
    filled: {
      picked: candidates(picked),
      found: picked.length,
      next: undefined,
      rest: [],
      removed: removed.map(([itemId, step]) => ({ itemId, step, reason: 'x' })),
    },
  };
}

describe('dead targets', () => {
  it('are items of rows that could not be bought; what left for another reason was not asked', () => {
    const made = section(
      [from('together', ['a', 'b', 'c']), from('history', ['c', 'd', 'e'])],
      ['a', 'd'],
      [
        ['b', 'available'],
        ['c', 'available'],
        ['e', 'price-range'],
      ],
    );
    expect(targetsOf([made])).toEqual({ asked: 4, dead: 2 });
  });

  it('are not counted in what is popular, and are summed over sections', () => {
    const popular = section([from('popular', ['a', 'b'])], ['a'], [['b', 'available']]);
    const rows = section([from('together', ['a', 'b'])], ['a'], [['b', 'available']]);
    expect(targetsOf([popular])).toEqual({ asked: 0, dead: 0 });
    expect(targetsOf([popular, rows, rows])).toEqual({ asked: 4, dead: 2 });
  });
});
