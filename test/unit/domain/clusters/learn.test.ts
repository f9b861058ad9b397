import { describe, expect, it } from 'vitest';
import { type LearnedGroups, learnGroups } from '../../../../domain/clusters/learn.ts';
import { nearestCluster, type Vector } from '../../../../domain/clusters/learned.ts';
import { kMeans } from '../../../../functions/batch/cluster-kmeans.ts';
import { crowd } from './crowd.ts';

const SHOES = ['shoes', 'bags', 'dresses'];
const BOOKS = ['books', 'novels', 'music'];
const GARDEN = ['garden', 'plants', 'tools'];
const CAMPING = ['tents', 'stoves', 'maps'];

const learn = (
  interests: readonly Vector[],
  { last, version = 'v1', clusters = 3 }: { last?: LearnedGroups; version?: string; clusters?: number } = {},
) => learnGroups(interests, { version, clusters, last, kMeans });
const groupOf = (model: LearnedGroups, names: readonly string[]) =>
  nearestCluster(new Map(names.map((name) => [name, 1])), model)!;

describe('learned groups', () => {
  it('are people of one taste, called by what they like most', () => {
    const model = learn(crowd([SHOES, BOOKS, GARDEN], 600));
    expect(model.clusters).toHaveLength(3);
    for (const taste of [SHOES, BOOKS, GARDEN]) {
      const { name, size, likeness } = groupOf(model, taste);
      expect(name.split(', ').every((category) => taste.includes(category))).toBe(true);
      expect(size).toBeGreaterThan(150);
      expect(likeness).toBeGreaterThan(0.9);
    }
    const total = model.clusters.reduce((sum, { size }) => sum + size, 0);
    expect(total).toBe(600);
  });

  it('have centres of length 1 over the vocabulary', () => {
    const { clusters, idf } = learn(crowd([SHOES, BOOKS], 300), { clusters: 2 });
    for (const { centroid } of clusters) {
      expect(Math.hypot(...Object.values(centroid))).toBeCloseTo(1, 4);
      expect(Object.keys(centroid).every((name) => Object.hasOwn(idf, name))).toBe(true);
    }
  });

  it('are the same bytes for the same people', () => {
    const once = () => JSON.stringify(learn(crowd([SHOES, BOOKS, GARDEN], 600)));
    expect(once()).toBe(once());
  });

  it('keep their ids when the people change a bit', () => {
    const first = learn(crowd([SHOES, BOOKS, GARDEN], 600));
    const second = learn(crowd([SHOES, [...BOOKS, 'films'], GARDEN], 660, 7), { last: first, version: 'v2' });
    for (const taste of [SHOES, BOOKS, GARDEN])
      expect(groupOf(second, taste).id).toBe(groupOf(first, taste).id);
  });

  it('give a new taste a new id, and the old ones keep theirs', () => {
    const first = learn(crowd([SHOES, BOOKS, GARDEN], 600));
    const second = learn(crowd([SHOES, BOOKS, CAMPING], 600, 5), { last: first, version: 'v2' });
    expect(groupOf(second, SHOES).id).toBe(groupOf(first, SHOES).id);
    expect(groupOf(second, BOOKS).id).toBe(groupOf(first, BOOKS).id);
    const ids = first.clusters.map(({ id }) => id);
    expect(ids).not.toContain(groupOf(second, CAMPING).id);
  });

  it('never give an id again once its taste is over', () => {
    const first = learn(crowd([SHOES, BOOKS, GARDEN], 600));
    const without = learn(crowd([SHOES, BOOKS], 600, 2), { last: first, version: 'v2', clusters: 2 });
    const later = learn(crowd([SHOES, BOOKS, CAMPING], 600, 3), { last: without, version: 'v3' });
    expect(groupOf(later, CAMPING).id).not.toBe(groupOf(first, GARDEN).id);
    expect(new Set(later.clusters.map(({ id }) => id)).size).toBe(later.clusters.length);
  });

  it('are more when more are asked for, the others staying', () => {
    const people = crowd([SHOES, BOOKS, GARDEN, CAMPING], 800);
    const few = learn(people, { clusters: 2 });
    const more = learn(people, { clusters: 4, last: few, version: 'v2' });
    expect(more.clusters).toHaveLength(4);
    const tastes = [SHOES, BOOKS, GARDEN, CAMPING].map((taste) => groupOf(more, taste).id);
    expect(new Set(tastes).size).toBe(4);
  });

  it('are fewer where people are few, and none below a hundred', () => {
    expect(learn(crowd([SHOES, BOOKS, GARDEN], 149)).clusters).toHaveLength(2);
    expect(learn(crowd([SHOES, BOOKS, GARDEN], 99))).toEqual({ idf: {}, clusters: [] });
    expect(learn([])).toEqual({ idf: {}, clusters: [] });
  });

  it('are none where everybody looks at one thing only', () => {
    const everybody = Array.from({ length: 500 }, () => new Map([['shoes', 1]]));
    expect(learn(everybody).clusters).toEqual([]);
  });

  it('leave out what everybody looks at, and what hardly anybody does', () => {
    const people = crowd([SHOES, BOOKS], 300).map((interest) => new Map([...interest, ['market', 9]]));
    people[0]!.set('harps', 1);
    const { idf } = learn(people, { clusters: 2 });
    expect(Object.keys(idf)).toEqual([...SHOES, ...BOOKS].sort());
  });

  it('take categories called like properties of objects', () => {
    const model = learn(crowd([['__proto__', 'constructor'], BOOKS], 300), { clusters: 2 });
    const stored = JSON.parse(JSON.stringify(model)) as LearnedGroups;
    expect(groupOf(stored, ['__proto__', 'constructor']).name).toMatch(/__proto__|constructor/);
  });
});
