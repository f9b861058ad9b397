import { describe, expect, it } from 'vitest';
import { type Picture, picture } from '../../../../bench/quality/picture.ts';

const categoryOf = (itemId: string) => itemId.split('/')[0];
const drawn = (before: string[][], after: string[][], more: Partial<Picture> = {}) =>
  picture({ title: 'for you', before, after, categoryOf, ...more });
const pathsOf = (svg: string) =>
  [...svg.matchAll(/<path fill="([^"]+)" d="([^"]+)"/g)].map(([, fill, d]) => [fill, d]);

describe('a picture of users × ranks', () => {
  it('draws neighbours of one category as one run, and what the step moved apart as several', () => {
    const svg = drawn([['tea/1', 'tea/2', 'cup/1']], [['tea/1', 'cup/1', 'tea/2']]);
    expect(pathsOf(svg)).toEqual([
      ['#0072b2', 'M0 0h18v4h-18z'],
      ['#e69f00', 'M18 0h9v4h-9z'],
      ['#0072b2', 'M0 0h9v4h-9zM18 0h9v4h-9z'],
      ['#e69f00', 'M9 0h9v4h-9z'],
    ]);
  });

  it('puts each user on a line of their own, and leaves the line of an empty list empty', () => {
    const svg = drawn([['tea/1'], [], ['tea/2']], []);
    expect(pathsOf(svg)).toEqual([['#0072b2', 'M0 0h9v4h-9zM0 8h9v4h-9z']]);
  });

  it('gives a colour to the twelve categories with the most cells, and grey to the others', () => {
    const ids = Array.from({ length: 13 }, (_, at) => `c${String(at).padStart(2, '0')}/1`);
    const svg = drawn([[...ids, 'c12/2']], []);
    expect(svg).toContain('>c12</text>');
    expect(svg).not.toContain('>c11</text>');
    expect(pathsOf(svg).find(([fill]) => fill === '#c8c8c8')?.[1]).toBe('M99 0h9v4h-9z');
  });

  it('draws an item of no category grey, without a name in the legend', () => {
    const svg = drawn([['tea/1', 'what']], [], { categoryOf: (id) => (id === 'what' ? undefined : 'tea') });
    expect(pathsOf(svg).map(([fill]) => fill)).toEqual(['#0072b2', '#c8c8c8']);
    expect(svg).not.toContain('undefined');
  });

  it('escapes names, and cuts long ones at a whole character', () => {
    const name = `<b>&${'🍵'.repeat(40)}`;
    const svg = drawn([['x']], [['x']], { title: 'a < b', categoryOf: () => name });
    expect(svg).toContain(`&lt;b&gt;&amp;${'🍵'.repeat(21)}…</text>`);
    expect(svg).toContain('a &lt; b');
    expect(svg.isWellFormed()).toBe(true);
  });

  it('is a whole picture without users, too', () => {
    expect(drawn([], [])).toMatch(/^<svg .*>\n/);
    expect(drawn([], [])).toMatch(/<\/svg>\n$/);
  });

  it('is the same text for the same lists', () => {
    const lists = [['tea/1', 'cup/1'], ['cup/2']];
    expect(drawn(lists, lists)).toBe(drawn(lists, lists));
  });
});
