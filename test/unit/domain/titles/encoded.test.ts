import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSignature, encodedFor, encodeSignature } from '../../../../domain/titles/encoded.ts';
import { signatureOf } from '../../../../domain/titles/known.ts';
import { titleSignature } from '../../../../domain/titles/signature.ts';

const words = fc.constantFrom(
  '울',
  '코트',
  'WH-1000XM4',
  'L87',
  '500ml',
  '😀',
  'iphone13',
  'cup',
  '\ud800',
  '(',
);
const title = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.array(words, { maxLength: 40 }).map((some) => some.join(' ')),
);

describe('an encoded signature of a title', () => {
  it('is the signature again, exactly', () =>
    fc.assert(
      fc.property(title, (text) => {
        const signature = titleSignature(text);
        expect(decodeSignature(encodeSignature(signature))).toStrictEqual(signature);
      }),
    ));

  it('keeps a signature of any content', () =>
    fc.assert(
      fc.property(
        fc.uint32Array({ minLength: 16, maxLength: 16 }),
        fc.uint16Array({ minLength: 16, maxLength: 16 }),
        fc.array(fc.nat(0xffff), { maxLength: 4 }),
        fc.integer({ min: 1, max: 0xffffff }),
        (sketch, bands, models, key) => {
          const signature = { sketch, bands, models, key };
          expect(decodeSignature(encodeSignature(signature))).toEqual(signature);
        },
      ),
    ));

  it.each(['', 'wool coat L87 L88 L89 L90 L91 ', '가나다 abc 12kg ', '😀'])(
    'has at most 160 characters, for %j ten thousand times too',
    (part) => {
      expect(encodeSignature(titleSignature(part.repeat(10_000))).length).toBeLessThanOrEqual(160);
    },
  );

  it('of a title that names nothing is its version alone', () => {
    expect(encodeSignature(titleSignature('😀'))).toBe('AQ');
  });

  it('is none where it is of another version, or no signature at all', () => {
    const encoded = encodeSignature(titleSignature('Wool coat L87'));
    for (const other of [
      `Ag${encoded.slice(2)}`,
      encoded.slice(0, 60),
      `${encoded}AAAAAAAAAAAA`,
      '',
      'A',
      'Ag',
    ])
      expect(decodeSignature(other), other).toBeUndefined();
    expect(decodeSignature(`${encoded.slice(0, 50)}!${encoded.slice(51)}`)).toBeUndefined();
    expect(decodeSignature(undefined)).toBeUndefined();
  });

  it('never throws, whatever the text', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^A[\w-]{0,150}$/), (text) => {
        expect(() => decodeSignature(text)).not.toThrow();
      }),
    ));

  it('is what it was: who changes these raises the version, so that none of two kinds are compared', () => {
    const titles = [
      'Sony WH-1000XM4 headphones (brand new)',
      '온다 스튜디오 헤드폰 L87 네이비',
      '猫の時計 24cm',
    ];
    expect(titles.map((one) => encodeSignature(titleSignature(one)))).toMatchInlineSnapshot(`
      [
        "AcZQjgqRu5g72QF-ImcBRx0Q0LjY1CtMIrvekArf75AChw2_utWzE_sS4XtyIsJpzgYM0x54RpNjTwP4voYOJNJwsNbeD-wvh3wGH2978yaZP17McreyAbwU-2AxKfPKeSTPNYro",
        "AVQCgqOT7wJuEOog87IMEf-IyZAuSYOYHH_gubsGFiklPWdcI26zK6_FnR66CslhTw1NCrr6zOiGRhFo4WgqN1oDIUicyBvc3VVNdGL1C9r9PzhSGr8XQkght1btkX-KUHBd3s9a",
        "Ae1bBxri865KTFvQIvVSOd7_x-9yqwWHIPgQWjYMLehzHB8vhJB3lMMg4eYVDmhi41CiTC5fhZ8pEn93-X8kRZApC86jYoz-4MWC9r83UsIDwNDXTl57Ndq8eyNsitgx9odZpw",
      ]
    `);
  });
});

describe('the encoded signature of a title to be stored', () => {
  const stored = encodeSignature(titleSignature('Linen shirt'));

  it('is the stored one while the title stays', () => {
    expect(encodedFor('Wool coat', { title: 'Wool coat', titleSignature: stored })).toBe(stored);
  });

  it.each([
    ['another title', { title: 'Linen shirt', titleSignature: stored }],
    ['one of another version', { title: 'Wool coat', titleSignature: `Ag${stored.slice(2)}` }],
    ['none', { title: 'Wool coat' }],
    ['no item', {}],
  ])('is made where there was %s', (_, former) => {
    expect(encodedFor('Wool coat', former)).toBe(encodeSignature(titleSignature('Wool coat')));
  });
});

describe('the signature of an item', () => {
  it('is the one stored with its title', () => {
    const stored = titleSignature('Linen shirt');
    const item = { title: 'a title of this test alone', titleSignature: encodeSignature(stored) };
    expect(signatureOf(item)).toEqual(stored);
  });

  it.each([undefined, 'Ag', 'no signature'])('is made where %s is stored', (stored) => {
    const title = `Wool coat, stored with ${stored}`;
    expect(signatureOf({ title, titleSignature: stored })).toEqual(titleSignature(title));
  });
});
