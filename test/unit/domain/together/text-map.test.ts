import { describe, expect, it } from 'vitest';
import { TextMap } from '../../../../domain/together/text-map.ts';

describe('numbers by text', () => {
  it('are those that were set last, and none where none was', () => {
    const map = new TextMap();
    const texts = Array.from({ length: 2000 }, (_, number) => `사용자-${number}-🚲`);
    for (const [number, text] of texts.entries()) map.set(text, number);
    map.set('', 7);
    map.set(texts[3]!, 99);
    expect(texts.map((text) => map.get(text))).toEqual(
      texts.map((_, number) => (number === 3 ? 99 : number)),
    );
    expect([map.get(''), map.get('nobody'), map.get('__proto__')]).toEqual([7, undefined, undefined]);
  });

  it('lie in Maps that are about equally full, for ids that count up and ids that are random', () => {
    const uuid = (number: number) =>
      `${(number * 2654435761).toString(16)}-0000-${(number * 40503).toString(36)}`;
    for (const toId of [(number: number) => `e${number}`, (number: number) => `view-${number}-001`, uuid]) {
      const map = new TextMap();
      for (let number = 0; number < 16_000; number++) map.set(toId(number), number);
      expect(map.fullest).toBeLessThan(2_500);
    }
  });
});
