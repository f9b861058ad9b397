import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Arrangeable } from '../../../../../domain/ranking/arrange/arrangeable.ts';
import { capGroups, nameGroups } from '../../../../../domain/ranking/arrange/name-groups.ts';
import { extendTail } from '../../../../../domain/ranking/arrange/tail.ts';
import { likeness } from '../../../../../domain/titles/alike.ts';
import { arrangeables, idsOf } from './support.ts';

const titled = (...titles: string[]) => arrangeables(titles.map((title) => ({ title })));
const groupsOf = (items: readonly Arrangeable[], alike?: number) => [...nameGroups(items, alike)];

describe('name groups', () => {
  it('form around the best ranked of titles that are alike', () => {
    const items = titled('RED SPOTTY CUP', 'JUMBO BAG', 'BLUE SPOTTY CUP', 'jumbo bag (new)', '');
    expect(groupsOf(items)).toEqual([0, 1, 0, 1, 4]);
  });
  it('keep what names nothing alone', () => {
    expect(groupsOf(titled('', '', '🎧', '🎧'))).toEqual([0, 1, 2, 3]);
  });
  it('are not chained by small differences', () => {
    const chain = titled(
      'linen summer quilt cover',
      'linen summer quilt pillow',
      'linen travel quilt pillow',
      'velvet travel quilt pillow',
    );
    const groups = groupsOf(chain, 0.5);
    expect(groups[1]).toBe(0);
    expect(groups[3]).not.toBe(0);
  });
  it('hold what the shop says is one product together, whatever the titles say', () => {
    const items = arrangeables([
      { title: 'wool coat' },
      { title: 'linen duvet', groupId: 'g' },
      { title: 'wool coat', groupId: 'g' },
    ]);
    expect(groupsOf(items)).toEqual([0, 1, 1]);
  });

  const words = ['linen', 'duvet', 'summer', 'quilt', '구스', '이불', '여름', 'L87', 'L88', 'red', '5kg'];
  const candidate = fc.record({
    title: fc.subarray(words, { minLength: 0, maxLength: 6 }).map((all) => all.join(' ')),
    groupId: fc.option(fc.constantFrom('g1', 'g2', 'g3'), { nil: undefined, freq: 4 }),
  });

  it('are what comparing each with each leader gives', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 40 }), (given) => {
        const items = arrangeables(given);
        expect(groupsOf(items)).toEqual(naiveGroups(items, 0.6));
      }),
    );
  });
});

function naiveGroups(items: readonly Arrangeable[], alike: number): number[] {
  const leaders: number[] = [];
  for (const [place, item] of items.entries()) {
    const sameGroup = items.findIndex(
      ({ groupId }, at) => at < place && groupId !== undefined && groupId === item.groupId,
    );
    const like = items.findIndex(
      ({ signature }, at) => at < place && leaders[at] === at && likeness(signature, item.signature) >= alike,
    );
    leaders.push(sameGroup >= 0 ? leaders[sameGroup]! : like >= 0 ? like : place);
  }
  return leaders;
}

describe('a cap on name groups', () => {
  const items = titled('RED SPOTTY CUP', 'JUMBO BAG', 'BLUE SPOTTY CUP', 'PINK SPOTTY CUP');

  it('keeps the best of each, and says what stands for the others', () => {
    const { kept, removed } = capGroups(items, nameGroups(items), { most: 1 });
    expect(idsOf(kept)).toEqual(['i0', 'i1']);
    expect(removed.map(({ item, standsFor }) => [item.itemId, standsFor?.itemId])).toEqual([
      ['i2', 'i0'],
      ['i3', 'i0'],
    ]);
  });
  it('keeps as many as it is told', () => {
    expect(idsOf(capGroups(items, nameGroups(items), { most: 2 }).kept)).toEqual(['i0', 'i1', 'i2']);
  });
  it('remembers what earlier pages showed, by the form of the title and by the shop’s group', () => {
    const before = extendTail([], titled('SPOTTY CUP, GREEN'), 'leaf').map(({ group }) => group);
    const { kept, removed } = capGroups(items, nameGroups(items), { most: 1, before });
    expect(idsOf(kept)).toEqual(['i1']);
    expect(removed[0]).toEqual({ item: items[0], standsFor: undefined });
    const own = arrangeables([{ title: 'x', groupId: 'g' }]);
    const shown = extendTail([], arrangeables([{ title: 'y', groupId: 'g' }]), 'leaf').map(
      ({ group }) => group,
    );
    expect(capGroups(own, nameGroups(own), { most: 1, before: shown }).kept).toEqual([]);
  });
});
