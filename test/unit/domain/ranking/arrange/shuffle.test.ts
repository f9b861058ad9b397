import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrangeable } from '../../../../../domain/ranking/arrange/arrangeable.ts';
import { shuffleByCategory } from '../../../../../domain/ranking/arrange/shuffle.ts';
import { type ArrangedTail, extendTail } from '../../../../../domain/ranking/arrange/tail.ts';
import { arrangeables, idsOf, pools } from './support.ts';

const leaf = ({ category }: Arrangeable) => category.join('/');
const plain = { level: 'leaf', window: 20, floor: 0 } as const;
const ofCategories = (text: string) => arrangeables([...text].map((category) => ({ category })));
const shuffled = (text: string, parameters: Partial<typeof plain> = {}) =>
  shuffleByCategory(ofCategories(text), { ...plain, ...parameters })
    .map(leaf)
    .join('');

describe('shuffling by category', () => {
  it('spreads categories evenly, the best item first', () => {
    expect(shuffled('aaabbb')).toBe('ababab');
    expect(shuffled('aaaaaabbb')).toBe('aababaaba');
    expect(shuffled('aaaabbbbcccc')).toBe('abcabcabcabc');
  });
  it('gives each category its share of any stretch', () => {
    const list = shuffled(`${'a'.repeat(50)}${'b'.repeat(30)}${'c'.repeat(20)}`);
    for (let from = 0; from + 20 <= 100; from += 20) {
      const counts = ['a', 'b', 'c'].map((one) => list.slice(from, from + 20).split(one).length - 1);
      expect(counts[0]! - 10).toBeLessThanOrEqual(1);
      expect(counts[1]! - 6).toBeLessThanOrEqual(1);
      expect(counts[2]! - 4).toBeLessThanOrEqual(1);
    }
  });
  it('changes nothing where all are of one category, or each of another', () => {
    expect(idsOf(shuffleByCategory(ofCategories('aaaa'), plain))).toEqual(['i0', 'i1', 'i2', 'i3']);
    expect(shuffled('dacb')).toBe('dacb');
    expect(shuffleByCategory([], plain)).toEqual([]);
  });
  it('looks at the level of the path that it is told', () => {
    const items = arrangeables([{ category: 'a/x' }, { category: 'a/y' }, { category: 'b/z' }]);
    expect(idsOf(shuffleByCategory(items, { ...plain, level: 1 }))).toEqual(['i0', 'i2', 'i1']);
    expect(idsOf(shuffleByCategory(items, plain))).toEqual(['i0', 'i1', 'i2']);
  });
  it('pulls nothing up that is far below the best one waiting', () => {
    const items = arrangeables([
      { category: 'a', score: 1 },
      { category: 'a', score: 0.9 },
      { category: 'b', score: 0.4 },
    ]);
    expect(idsOf(shuffleByCategory(items, { ...plain, floor: 0.5 }))).toEqual(['i0', 'i1', 'i2']);
    expect(idsOf(shuffleByCategory(items, { ...plain, floor: 0.4 }))).toEqual(['i0', 'i2', 'i1']);
  });
  it('begins with another category than the page before ended with', () => {
    const tail = extendTail([], ofCategories('a'), 'leaf').map((shown) => shown.category);
    const list = shuffleByCategory(ofCategories('aabb'), { ...plain, before: tail });
    expect(list.map(leaf).join('')).toBe('baba');
  });

  const floors = fc.double({ min: 0, max: 1, noNaN: true });
  const windows = fc.integer({ min: 1, max: 24 });

  it('loses nothing and keeps the order in each category', () => {
    fc.assert(
      fc.property(pools(40), floors, windows, (items, floor, window) => {
        const list = shuffleByCategory(items, { level: 'leaf', window, floor });
        expect(idsOf(list).sort()).toEqual(idsOf(items).sort());
        for (const [category, own] of Map.groupBy(items, leaf))
          expect(idsOf(list.filter((item) => leaf(item) === category))).toEqual(idsOf(own));
      }),
    );
  });

  it('puts nothing before a better one of which it has not the floor’s share', () => {
    fc.assert(
      fc.property(pools(40), floors, windows, (items, floor, window) => {
        const list = shuffleByCategory(items, { level: 'leaf', window, floor });
        for (const [place, item] of list.entries()) {
          const best = Math.max(...list.slice(place).map(({ score }) => score));
          expect(item.score).toBeGreaterThanOrEqual(floor * best - 1e-12);
        }
      }),
    );
  });

  it('makes the longest run of a category as short as it can be, whatever was shown before', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 8 })
      .map((all) => all.join(''));
    const earlier = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((all) => all.join(''));
    fc.assert(
      fc.property(texts, earlier, windows, (text, shown, window) => {
        const before = extendTail([], ofCategories(shown), 'leaf').map(({ category }) => category);
        const list = shuffleByCategory(ofCategories(text), { ...plain, window, before })
          .map(leaf)
          .join('');
        const longest = Math.min(...arrangementsOf(text).map((one) => longestRun(shown + one)));
        expect(longestRun(shown + list)).toBe(longest);
      }),
    );
  });

  it('keeps the turn of each place, and the order of each category in its turn', () => {
    const turnOf = ({ itemId }: Arrangeable) => String(Number(itemId.slice(1)) % 3);
    fc.assert(
      fc.property(pools(40), floors, windows, (items, floor, window) => {
        const list = shuffleByCategory(items, { level: 'leaf', window, floor }, turnOf);
        expect(list.map(turnOf)).toEqual(items.map(turnOf));
        expect(idsOf(list).sort()).toEqual(idsOf(items).sort());
        const queueOf = (item: Arrangeable) => `${turnOf(item)} ${leaf(item)}`;
        for (const [queue, own] of Map.groupBy(items, queueOf))
          expect(idsOf(list.filter((item) => queueOf(item) === queue))).toEqual(idsOf(own));
      }),
    );
  });

  it('spreads categories over turns too', () => {
    // Both turns have two of each; were each shuffled by itself, every pair would meet: aabbaabb.
    const items = ofCategories('aabbaabb');
    const turnOf = ({ itemId }: Arrangeable) => (Number(itemId.slice(1)) % 2 === 0 ? 'even' : 'odd');
    const list = shuffleByCategory(items, plain, turnOf);
    expect(list.map(leaf).join('')).toBe('ababbaba');
  });

  it('is one long list when it is cut into pages', () => {
    fc.assert(
      fc.property(
        pools(60),
        floors,
        windows,
        fc.integer({ min: 1, max: 30 }),
        (items, floor, window, size) => {
          const whole = shuffleByCategory(items, { level: 'leaf', window, floor });
          let [tail, rest, shown]: [ArrangedTail, Arrangeable[], string[]] = [[], items, []];
          while (rest.length > 0) {
            const before = tail.map(({ category }) => category);
            const page = shuffleByCategory(rest, { level: 'leaf', window, floor, before }).slice(0, size);
            shown = [...shown, ...idsOf(page)];
            tail = extendTail(tail, page, 'leaf');
            rest = rest.filter((item) => !page.includes(item));
          }
          expect(shown).toEqual(idsOf(whole));
        },
      ),
    );
  });
});

/** All distinct orders of some letters. */
function arrangementsOf(text: string): string[] {
  if (text === '') return [''];
  return [...new Set(text)].flatMap((first) =>
    arrangementsOf(text.replace(first, '')).map((rest) => first + rest),
  );
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/(.)\1*/g)].map(([run]) => run.length));
