import { describe, expect, it } from 'vitest';
import { DEFAULT_DOCUMENTS } from '../../../../domain/registry/defaults.ts';
import { defaultRegistry, makeRegistry } from '../../../../domain/registry/registry.ts';

const { pages, sections, providers } = DEFAULT_DOCUMENTS;

describe('the default documents', () => {
  it('lead from pages over sections to providers without a gap', () => {
    const registry = defaultRegistry();
    expect([...registry.pages.keys()]).toEqual(['home', 'item', 'category']);
    for (const { sections: names } of registry.pages.values())
      for (const name of names)
        expect(registry.providers.has(registry.sections.get(name)!.provider)).toBe(true);
  });

  it('are plain data: what JSON keeps makes the same registry', () => {
    expect(makeRegistry(JSON.parse(JSON.stringify(DEFAULT_DOCUMENTS)))).toEqual(defaultRegistry());
  });

  it('filter availability, own listings and exclusions in every provider', () => {
    for (const { filters } of defaultRegistry().providers.values())
      expect(filters).toEqual(
        expect.arrayContaining(['available', 'own-listing', 'excluded', 'adult', 'hidden']),
      );
  });
});

describe('a registry', () => {
  it('refuses a page that names no section, and a section that names no provider', () => {
    expect(() => makeRegistry({ pages: [{ name: 'p', sections: ['gone'] }], sections, providers })).toThrow(
      'page p refers to the section gone, which does not exist',
    );
    expect(() => makeRegistry({ pages, sections, providers: providers.slice(1) })).toThrow(
      'section recently-viewed refers to the provider recently-viewed',
    );
  });

  it('refuses what no step knows', () => {
    const unknown = { name: 'x', sources: [{ source: 'magic' }], filters: [] };
    expect(() => makeRegistry({ pages, sections, providers: [...providers, unknown] })).toThrow();
    const filter = { ...providers[0]!, filters: ['magic'] };
    expect(() => makeRegistry({ pages, sections, providers: [...providers, filter] })).toThrow();
  });
});
