import { describe, expect, it } from 'vitest';
import { clustersOf } from '../../../../domain/clusters/clusters.ts';
import { facet, facetParts } from '../../../../domain/clusters/facet.ts';
import { facetField } from '../../../../domain/search/fields.ts';

describe('a facet', () => {
  it('holds nothing that breaks a file, a field or a query', () => {
    expect(facet('category', 'a\nall')).toBe('category=a all');
    const half = facet('paidWith', `${'a'.repeat(3)}\ud83d`);
    expect(half.isWellFormed()).toBe(true);
    expect(() => facetField(half)).not.toThrow();
    expect(facetParts(facet('category', 'a=b'))).toEqual({ name: 'category', value: 'a=b' });
    expect(facetParts('all')).toBeUndefined();
  });

  it('is one of few, however many categories are declared', () => {
    const names = Array.from({ length: 200 }, (_, index) => `c${index}`);
    const input = { actions: [], purchases: [], items: new Map(), now: 0 };
    const preferred = { ...input, profile: {}, preferences: { preferredCategories: names } };
    const declared = { ...input, profile: { interests: names }, preferences: {} };
    for (const one of [preferred, declared]) expect(clustersOf(one).length).toBeLessThan(20);
  });
});
