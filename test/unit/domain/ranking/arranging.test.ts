import { describe, expect, it } from 'vitest';
import { extendTail } from '../../../../domain/ranking/arrange/tail.ts';
import type { Candidate, RankingContext } from '../../../../domain/ranking/context.ts';
import { arrangeables, tailAfter } from '../../../../domain/ranking/steps/arrangeable.ts';
import { runSteps } from '../../../../domain/ranking/steps/index.ts';
import { stepDocument } from '../../../../domain/registry/documents.ts';
import { contextOf, itemOf } from './support.ts';

const ITEMS = [
  itemOf('a1', { title: '온다 헤드폰 L87 네이비', categories: ['audio', 'headphones'], sellerId: 's1' }),
  itemOf('a2', {
    title: '[급처] 온다 헤드폰 L87 화이트',
    categories: ['audio', 'headphones'],
    sellerId: 's2',
  }),
  itemOf('a3', { title: '온다 헤드폰 L88', categories: ['audio', 'headphones'], sellerId: 's1' }),
  itemOf('b1', { title: 'Linen duvet', categories: ['home', 'bedding'], sellerId: 's1' }),
  itemOf('b2', { title: 'Oak desk', categories: ['home', 'desks'] }),
];
const candidates: Candidate[] = ITEMS.map(({ itemId }, rank) => ({
  itemId,
  score: 1 - rank / 10,
  tier: 'popular',
  personal: false,
  reason: 'popular',
}));

function run(step: object, context: RankingContext = contextOf({ items: ITEMS })) {
  const { kept, removed } = runSteps([stepDocument.parse(step)], candidates, context);
  return { kept: kept.map(({ itemId }) => itemId), removed };
}
const following = (...itemIds: string[]): RankingContext => {
  const context = contextOf({ items: ITEMS });
  const shown = arrangeables(
    candidates.filter(({ itemId }) => itemIds.includes(itemId)),
    context,
  );
  return { ...context, tail: extendTail([], shown, 'leaf') };
};

describe('the step name-groups', () => {
  it('lets the best of a name stand for the others, and names it', () => {
    expect(run({ step: 'name-groups' })).toEqual({
      kept: ['a1', 'a3', 'b1', 'b2'],
      removed: [{ itemId: 'a2', step: 'name-groups', reason: 'item a1, of the same name, stands for it' }],
    });
  });
  it('removes what an earlier page showed under the same name', () => {
    const { removed } = run({ step: 'name-groups' }, following('a1'));
    expect(removed.map(({ itemId, reason }) => [itemId, reason])).toEqual([
      ['a1', 'one of the same name was shown before'],
      ['a2', 'item a1, of the same name, stands for it'],
    ]);
  });
  it('spreads them where it is told to', () => {
    const spread = { step: 'name-groups', others: 'spread', window: 3 };
    expect(run(spread)).toEqual({ kept: ['a1', 'a3', 'b1', 'a2', 'b2'], removed: [] });
    expect(run(spread, following('a1')).kept).toEqual(['a3', 'b1', 'a1', 'b2', 'a2']);
  });
});

describe('the step seller-cap', () => {
  it('moves down what is too much of one seller, and says what found no place', () => {
    expect(run({ step: 'seller-cap', most: 1, window: 3 })).toEqual({
      kept: ['a1', 'a2', 'b2', 'a3'],
      removed: [{ itemId: 'b1', step: 'seller-cap', reason: 'seller s1 has 1 among 3 items already' }],
    });
    const behind = run({ step: 'seller-cap', most: 1, window: 3, others: 'behind' });
    expect([behind.kept.at(-1), behind.removed]).toEqual(['b1', []]);
  });
  it('goes on where the page before ended', () => {
    expect(run({ step: 'seller-cap', most: 1, window: 2 }, following('b1')).kept).toEqual([
      'a2',
      'a1',
      'b2',
      'a3',
    ]);
  });
});

describe('the step shuffle', () => {
  it('spreads categories at its level, within its floor', () => {
    expect(run({ step: 'shuffle', level: 1 }).kept).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
    expect(run({ step: 'shuffle', level: 1, floor: 0.99 }).kept).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
    expect(run({ step: 'shuffle' }, following('a1', 'a2')).kept[0]).toBe('b1');
  });
});

describe('the step mmr', () => {
  it('weighs score against likeness, and changes nothing at lambda 1', () => {
    expect(run({ step: 'mmr', lambda: 0.5, category: 1 }).kept.slice(0, 2)).toEqual(['a1', 'b1']);
    expect(run({ step: 'mmr', lambda: 1 }).kept).toEqual(candidates.map(({ itemId }) => itemId));
  });
});

describe('steps that arrange', () => {
  it.each([
    { step: 'shuffle', floor: 2 },
    { step: 'shuffle', level: 0 },
    { step: 'seller-cap', window: 26 },
    { step: 'seller-cap', most: 0 },
    { step: 'mmr', lambda: -1 },
    { step: 'name-groups', alike: 0.1 },
    { step: 'name-groups', others: 'hide' },
  ])('refuse %j', (step) => expect(stepDocument.safeParse(step).success).toBe(false));

  it('remember what was shown only where one of them looks back', () => {
    const context = contextOf({ items: ITEMS });
    expect(tailAfter([{ step: 'available' }, { step: 'mmr' }], [], candidates, context)).toEqual([]);
    const tail = tailAfter([stepDocument.parse({ step: 'seller-cap' })], [], candidates, context);
    expect(tail).toHaveLength(5);
    expect(tail.at(-1)!.seller).toBe(0);
  });
});
