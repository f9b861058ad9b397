import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { titleKeywords } from '../../../../domain/titles/keywords.ts';

const shared = (a: string, b: string): number => {
  const other = new Set(titleKeywords(b));
  return titleKeywords(a).filter((keyword) => other.has(keyword)).length;
};

describe('keywords of a title', () => {
  it('are shared by titles of similar things, whatever their size, colour and condition', () => {
    expect(titleKeywords('[무료배송] 온다 헤드폰 L87 네이비')).toEqual(
      titleKeywords('온다 헤드폰 L87 화이트'),
    );
    expect(shared('Wool coat long', 'Wool coat short')).toBeGreaterThan(4);
    expect(shared('Wool coat', 'Garden chair')).toBe(0);
  });
  it('are details where there is nothing else, and none where nothing is named', () => {
    expect(titleKeywords('5kg')).toHaveLength(1);
    expect(titleKeywords('🎧')).toEqual([]);
  });
  it('are at most 16, of 7 characters, without repetition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), (title) => {
        const keywords = titleKeywords(title);
        expect(keywords.length).toBeLessThanOrEqual(16);
        expect(new Set(keywords).size).toBe(keywords.length);
        for (const keyword of keywords) expect(keyword).toMatch(/^[0-9a-z]{7}$/);
      }),
    );
  });
});
