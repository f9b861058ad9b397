import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate, Tier } from '../../../../domain/ranking/context.ts';
import { append, mergeBy } from '../../../../domain/ranking/merges/index.ts';
import type { MergeDocument, Weighted } from '../../../../domain/ranking/merges/merge.ts';
import { contextOf } from './support.ts';

const candidate = (itemId: string, score: number, tier: Tier = 'personal'): Candidate => ({
  itemId,
  score,
  tier,
  personal: tier === 'personal',
  reason: tier === 'popular' ? 'popular' : 'history',
});
const candidates = fc.uniqueArray(
  fc.record({
    itemId: fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
    score: fc.double({ min: 0, max: 1e6, noNaN: true }),
  }),
  { selector: ({ itemId }) => itemId },
);

const mergeAs = (document: MergeDocument, sources: readonly Weighted[]) =>
  mergeBy(document, sources, contextOf());
const merge = (sources: readonly Weighted[]) => mergeAs({ merge: 'weighted' }, sources);

describe('reciprocal rank fusion', () => {
  it('sums weights over ranks, whatever scale the scores are of', () => {
    const lifts = { weight: 1, candidates: [candidate('b', 900), candidate('a', 1000)] };
    const shares = {
      weight: 0.5,
      candidates: [candidate('b', 0.2, 'popular'), candidate('c', 0.1, 'popular')],
    };
    const made = mergeAs({ merge: 'rrf', k: 60 }, [lifts, shares]);
    expect(made.map(({ itemId, score, tier }) => [itemId, score, tier])).toEqual([
      ['b', 1 / 62 + 0.5 / 61, 'personal'],
      ['a', 1 / 61, 'personal'],
      ['c', 0.5 / 62, 'popular'],
    ]);
  });

  it('takes nothing from a source without weight', () => {
    expect(mergeAs({ merge: 'rrf', k: 60 }, [{ weight: 0, candidates: [candidate('a', 1)] }])).toEqual([]);
  });
});

describe('the weighted merge', () => {
  it('divides each source by its own maximum before it sums', () => {
    const history = { weight: 1, candidates: [candidate('a', 200), candidate('b', 100)] };
    const popular = { weight: 0.7, candidates: [candidate('b', 4, 'popular'), candidate('c', 2, 'popular')] };
    expect(merge([history, popular])).toMatchObject([
      { itemId: 'b', score: 1.2, tier: 'popular', personal: true },
      { itemId: 'a', score: 1, tier: 'personal' },
      { itemId: 'c', score: 0.35, tier: 'popular', personal: false },
    ]);
  });

  it('breaks ties by item id in UTF-16 order', () => {
    const made = merge([
      { weight: 1, candidates: ['b', '😀', '가', 'a'].map((itemId) => candidate(itemId, 1)) },
    ]);
    expect(made.map(({ itemId }) => itemId)).toEqual(['a', 'b', '가', '😀']);
  });

  it('leaves out a source that has nothing above 0', () => {
    expect(merge([{ weight: 1, candidates: [candidate('a', 0)] }])).toEqual([]);
  });

  it('repeats no item and is sorted, whatever the sources', () => {
    const sources = fc.array(
      fc.record({ weight: fc.double({ min: 0, max: 10, noNaN: true }), list: candidates }),
    );
    fc.assert(
      fc.property(sources, (given) => {
        const made = merge(
          given.map(({ weight, list }) => ({
            weight,
            candidates: list.map(({ itemId, score }) => candidate(itemId, score)),
          })),
        );
        expect(new Set(made.map(({ itemId }) => itemId)).size).toBe(made.length);
        expect(made.every(({ score }, index) => index === 0 || score <= made[index - 1]!.score)).toBe(true);
      }),
    );
  });
});

describe('the fallback', () => {
  it('stands behind, its scores below, without what is there already', () => {
    const made = append(
      [candidate('a', 1), candidate('b', 0.4)],
      [candidate('a', 1, 'popular'), candidate('c', 0.5, 'popular')],
    );
    expect(made).toMatchObject([
      { itemId: 'a', tier: 'personal' },
      { itemId: 'b' },
      { itemId: 'c', score: 0.2, tier: 'popular' },
    ]);
  });

  it('keeps its own scores where there is nothing before it', () => {
    expect(append([], [candidate('c', 0.5, 'popular')])).toMatchObject([{ score: 0.5 }]);
  });
});
