import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlike, likeness } from '../../../../domain/titles/alike.ts';
import { gramsOf } from '../../../../domain/titles/grams.ts';
import { titleSignature } from '../../../../domain/titles/signature.ts';
import { titleWords } from '../../../../domain/titles/words.ts';

const alike = (a: string, b: string): number => likeness(titleSignature(a), titleSignature(b));
/** Far above what two sketches of one likeness differ by, far below what titles of two products reach. */
const ALIKE = 0.6;

describe('signatures of titles', () => {
  it.each([
    ['코카콜라 제로 500ml 24개', '코카콜라 제로 355ml x 30개'],
    ['제주 감귤 5kg', '제주 감귤 10kg 2+1'],
    ['온다 스튜디오 헤드폰 L87 네이비', '[새것 같은] 온다 스튜디오 헤드폰 L87 화이트'],
    ['삼성 갤럭시 S23 울트라 256GB 자급제', '[무료배송] 삼성 갤럭시 S23 울트라 512GB 자급제 (새상품)'],
    ['아이폰13 미니 128GB 블루', '아이폰 13 미니 256GB 레드 급처!!'],
    ['노이즈 캔슬링 이어폰 블랙', '노이즈캔슬링 이어폰 화이트'],
    ['무쇠 인덕션 후라이팬 24cm', '무쇠 인덕션 후라이펜 28cm'],
    ['RED SPOTTY CUP', 'BLUE SPOTTY CUP'],
    ['Wool coat navy M', '🔥 Wool coat beige XL – FREE SHIPPING 🔥'],
    ['Linen shirt 95', 'Linen shirt 100'],
    ['ｉＰｈｏｎｅ　１３', 'iphone 13'],
    ['Sony WH-1000XM4 headphones', 'SONY WH1000XM4 Headphones (brand new)'],
    ['CAFÉ STRASSE print', 'cafe straße print'],
    ['ฉลากกาแฟ 250g', 'ฉลากกาแฟ 500g'],
    ['猫の時計 24cm', '猫の時計 30cm'],
  ])('take %s and %s for one product', (a, b) => expect(alike(a, b)).toBeGreaterThan(ALIKE));

  it.each([
    ['iPhone 13 128GB', 'iPhone 14 128GB'],
    ['아이폰13 미니 블루', '아이폰14 미니 블루'],
    ['Onda studio headphones L87 navy', 'Onda studio headphones L88 navy'],
    ['온다 스튜디오 헤드폰 L87', '온다 스튜디오 헤드폰 L88'],
    ['삼성 갤럭시 S23', '삼성 갤럭시 S24'],
    ['제주 감귤 5kg', '나주 배 5kg'],
    ['RED SPOTTY CUP', 'RED RETROSPOT JUMBO BAG'],
    ['두유 500ml', '생수 500ml'],
    ['[무료배송] 니트', '[무료배송] 소파'],
  ])('keep %s and %s apart', (a, b) => expect(alike(a, b)).toBeLessThan(ALIKE));

  it('lets a title without a model number join one that has it', () => {
    expect(alike('Apple iPhone 13 mini smartphone', 'Apple iPhone mini smartphone')).toBeGreaterThan(ALIKE);
  });

  it.each(['', '   ', '😀😀', '!!!', '[무료배송]', '\ud800'])('leave %j alone, even with itself', (title) => {
    expect(titleSignature(title)).toEqual({
      sketch: undefined,
      bands: new Uint16Array(),
      models: [],
      key: 0,
    });
    expect(alike(title, title)).toBe(0);
  });

  it('are bounded for a title of ten thousand characters, whatever is in it', () => {
    for (const part of ['가나다 abc 12kg ', 'ﷺ', '1-', 'a1', '[(', '한'])
      expect(gramsOf(titleWords(part.repeat(10_000))).length).toBeLessThanOrEqual(256);
    const long = titleSignature('wool coat '.repeat(1000));
    expect(likeness(long, titleSignature('wool coat'))).toBeGreaterThan(0.8);
  });

  it('are the same for the same title, and like themselves, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (title) => {
        const signature = titleSignature(title);
        expect(titleSignature(title)).toEqual(signature);
        expect(likeness(signature, signature)).toBe(signature.sketch ? 1 : 0);
      }),
    );
  });

  it('say as soon as it is clear what likeness says in full', () => {
    const words = ['linen', 'duvet', 'L87', 'L88', 'red', '5kg', '구스', '이불', '여름', ''];
    const title = fc.subarray(words).map((all) => titleSignature(all.join(' ')));
    fc.assert(
      fc.property(title, title, fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, alike) => {
        expect(isAlike(a, b, alike)).toBe(likeness(a, b) >= alike);
      }),
    );
  });

  it('estimate the share of features that two titles have in common, to a twentieth or so', () => {
    const nouns = ['linen', 'duvet', 'summer', 'quilt', '구스', '이불', '여름', '접시', '커피', '원두'];
    const title = fc.subarray(nouns, { minLength: 2 }).map((words) => words.join(' '));
    const errors: number[] = [];
    fc.assert(
      fc.property(title, title, (a, b) => {
        errors.push(Math.abs(alike(a, b) - jaccard(a, b)));
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(0.05);
    expect(Math.max(...errors)).toBeLessThan(0.25);
  });
});

/** The probability Jaccard similarity by its definition: Σ over shared features of 1 / Σ over all of the greater of two ratios. */
function jaccard(a: string, b: string): number {
  const [x, y] = [weightsOf(a), weightsOf(b)];
  let sum = 0;
  for (const [hash, weight] of x) {
    const other = y.get(hash);
    if (other === undefined) continue;
    let total = 0;
    for (const each of new Set([...x.keys(), ...y.keys()]))
      total += Math.max((x.get(each) ?? 0) / weight, (y.get(each) ?? 0) / other);
    sum += 1 / total;
  }
  return sum;
}

const weightsOf = (title: string): Map<number, number> =>
  new Map(gramsOf(titleWords(title)).map(({ hash, weight }) => [hash, weight]));
