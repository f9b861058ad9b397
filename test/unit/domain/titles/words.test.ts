import { describe, expect, it } from 'vitest';
import { nameKey } from '../../../../domain/titles/name-key.ts';
import { titleWords } from '../../../../domain/titles/words.ts';

describe('words of a title', () => {
  it.each([
    ['[무료배송] 삼성 갤럭시 S23 256GB (새상품)', ['삼성', '갤럭시'], ['s23'], ['256gb']],
    ['코카콜라 500ml x 24개', ['코카콜라'], [], ['500ml', 'x24개']],
    ['쿠션 21호 리필 1+1', ['쿠션', '리필'], [], ['21호', '1+1']],
    ['MacBook Pro 14-inch M1', ['macbook', 'pro'], ['m1'], ['14inch']],
    ['24-70mm F2.8 lens', ['lens'], ['f28'], ['2470mm']],
    ['Maru harness X27 white', ['maru', 'harness'], ['x27'], ['white']],
    ['AB123-02 셔츠 #21', ['셔츠'], ['ab123'], ['#21', '02']],
    ['SET OF 6 SPOTTY CUPS', ['spotty', 'cups'], [], ['setof6']],
    ['Leather boots, size 41', ['leather', 'boots'], [], ['size41']],
    ['60 CAKE CASES', ['cake', 'cases'], [], ['60']],
    ['27" monitor 4k', ['monitor'], ['4k'], ['27']],
    ['New Balance 993', ['new', 'balance'], ['993'], []],
    ['[new] 에어포스 260', ['에어포스'], [], ['260']],
  ])('tell names, models and details of %s apart', (title, names, models, details) => {
    const words = titleWords(title);
    expect(words.names).toEqual(names);
    expect(words.models).toEqual(models);
    expect([...words.details].sort()).toEqual([...details].sort());
  });
});

describe('the canonical form of a title', () => {
  it('is one for variants of a product, in any order of words', () => {
    expect(nameKey('온다 헤드폰 L87 네이비')).toBe(nameKey('[급처] L87 온다 헤드폰 (화이트)'));
    expect(nameKey('SPOTTY CUP, RED')).toBe(nameKey('blue spotty cup'));
  });
  it('is another for another model', () => {
    expect(nameKey('온다 헤드폰 L87')).not.toBe(nameKey('온다 헤드폰 L88'));
  });
  it('is the details where there is nothing else, and empty for a title that says nothing', () => {
    expect(nameKey('5kg')).toBe('5kg');
    expect(nameKey('🎧')).toBe('');
  });
});
