import { describe, expect, it } from 'vitest';
import { DEFAULT_DOCUMENTS } from '../../../../domain/registry/defaults/index.ts';
import { defaultRegistry, makeRegistry, sectionsOf, slotsOf } from '../../../../domain/registry/registry.ts';

const { pages, sections, providers } = DEFAULT_DOCUMENTS;

describe('the default documents', () => {
  it('lead from pages over sections to providers without a gap', () => {
    const registry = defaultRegistry();
    expect([...registry.pages.keys()]).toEqual(['cart', 'category', 'home', 'item', 'my-page']);
    for (const page of registry.pages.values())
      for (const name of sectionsOf(page))
        expect(registry.providers.has(registry.sections.get(name)!.provider)).toBe(true);
  });

  it('are plain data: what JSON keeps makes the same registry', () => {
    expect(makeRegistry(JSON.parse(JSON.stringify(DEFAULT_DOCUMENTS)))).toEqual(defaultRegistry());
  });

  it('filter availability, own listings and exclusions in every provider of a section', () => {
    const { sections, providers } = defaultRegistry();
    for (const { provider } of sections.values()) {
      const { steps } = providers.get(provider)!;
      expect(steps.map(({ step }) => step)).toEqual(
        expect.arrayContaining(['available', 'own-listing', 'excluded', 'adult', 'hidden']),
      );
    }
  });
});

describe('a registry', () => {
  it('refuses a page that names no section, and a section that names no provider', () => {
    expect(() => makeRegistry({ pages: [{ name: 'p', sections: ['gone'] }], sections, providers })).toThrow(
      'page p refers to the section gone, which does not exist',
    );
    expect(() => makeRegistry({ pages, sections, providers: providers.slice(1) })).toThrow(
      `section ${providers[0]!.name} refers to the provider ${providers[0]!.name}`,
    );
  });

  it('refuses what no step knows', () => {
    const unknown = { name: 'x', sources: [{ source: 'magic' }], steps: [] };
    expect(() => makeRegistry({ pages, sections, providers: [...providers, unknown] })).toThrow();
    const filter = { ...providers[0]!, steps: [{ step: 'magic' }] };
    expect(() => makeRegistry({ pages, sections, providers: [...providers, filter] })).toThrow();
  });
});

describe('documents', () => {
  const provider = { name: 'p', sources: [{ source: 'recently-viewed' }], steps: [] };
  const section = { name: 's', provider: 'p', titleKey: 't', titles: { en: 'T', ko: 'T' }, minItems: 0 };
  const page = { name: 'g', sections: ['s'] };
  const madeWith = (more: object) =>
    makeRegistry({ pages: [page], sections: [section], providers: [provider], ...more });

  it('name what stands between the sections of a page', () => {
    const banner = { slot: 'banner', content: { imageUrl: 'https://shop.example/sale.jpg' } };
    const made = madeWith({ pages: [{ ...page, sections: [{ slot: 'top' }, 's', banner] }] });
    expect(sectionsOf(made.pages.get('g')!)).toEqual(['s']);
    expect(slotsOf(made.pages.get('g')!)).toEqual([
      { slot: 'top', content: {}, after: 0 },
      { ...banner, after: 1 },
    ]);
  });

  it('may name a model that somebody described, and no other', () => {
    const model = { name: 'als', kind: 'user-to-items' };
    const asks = { ...provider, sources: [{ source: 'model', model: 'als', of: 'viewer' }] };
    expect(madeWith({ providers: [asks], models: [model] }).models.size).toBe(1);
    expect(() => madeWith({ providers: [asks] })).toThrow('provider p refers to the model als');
  });

  it('of an experiment have variants whose shares sum to 1 and providers that there are', () => {
    const variants = [
      { name: 'a', provider: 'p', share: 0.9 },
      { name: 'b', provider: 'p', share: 0.1 },
    ];
    const experiment = { name: 'e', section: 's', variants };
    expect(madeWith({ experiments: [experiment] }).experiments.size).toBe(1);
    const uneven = { ...experiment, variants: [variants[0], { ...variants[1], share: 0.2 }] };
    expect(() => madeWith({ experiments: [uneven] })).toThrow('sum to 1');
    const dangling = { ...experiment, variants: [variants[0], { ...variants[1], provider: 'q' }] };
    expect(() => madeWith({ experiments: [dangling] })).toThrow('experiment e refers to the provider q');
  });

  it.each([
    ['a section twice on a page', { pages: [{ ...page, sections: ['s', 's'] }] }],
    ['a provider without a source', { providers: [{ ...provider, sources: [] }] }],
    [
      'turns of a source that is not there',
      { providers: [{ ...provider, merge: { merge: 'pattern', pattern: [0, 1] } }] },
    ],
    [
      'a weight below 0',
      { providers: [{ ...provider, sources: [{ source: 'recently-viewed', weight: -1 }] }] },
    ],
    [
      'a weight that is no number',
      { providers: [{ ...provider, sources: [{ source: 'recently-viewed', weight: Number.NaN }] }] },
    ],
    [
      'a weight beyond all bounds',
      { providers: [{ ...provider, sources: [{ source: 'recently-viewed', weight: 1e300 }] }] },
    ],
  ])('with %s are refused', (_, more) => {
    expect(() => madeWith(more)).toThrow();
  });
});
