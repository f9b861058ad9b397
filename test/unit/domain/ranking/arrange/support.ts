import fc from 'fast-check';
import type { Arrangeable } from '../../../../../domain/ranking/arrange/arrangeable.ts';
import { titleSignature } from '../../../../../domain/titles/signature.ts';

/** Candidates best first: `category`, `sellerId`, `title` and `groupId` by place. */
export interface Given {
  readonly score?: number;
  readonly category?: string;
  readonly sellerId?: string | undefined;
  readonly title?: string;
  readonly groupId?: string | undefined;
}

export const arrangeables = (given: readonly Given[]): Arrangeable[] =>
  given.map(({ score, category = 'a', title = '', ...rest }, place) => ({
    itemId: `i${place}`,
    score: score ?? 1 - place / 1000,
    category: category.split('/'),
    signature: titleSignature(title),
    ...rest,
  }));

export const idsOf = (items: readonly Arrangeable[]): string[] => items.map(({ itemId }) => itemId);

/** Lists of candidates of few categories and sellers, best first. */
export const pools = (maxLength: number): fc.Arbitrary<Arrangeable[]> =>
  fc
    .array(
      fc.record({
        score: fc.double({ min: 0, max: 1, noNaN: true }),
        category: fc.constantFrom('a', 'a/x', 'a/y', 'b', 'b/z', 'c'),
        sellerId: fc.constantFrom('s1', 's2', 's3', undefined),
      }),
      { maxLength },
    )
    .map((given) => arrangeables(given.sort((a, b) => b.score - a.score)));
