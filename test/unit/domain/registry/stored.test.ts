import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentVersion, RegistryHead } from '../../../../domain/ports.ts';
import { appliedOf, documentsOf } from '../../../../domain/registry/applied.ts';
import {
  brokenBy,
  brokenInWords,
  brokenReferences,
  checkDocument,
  type Documents,
} from '../../../../domain/registry/check.ts';
import { commitOf, MOST_DOCUMENTS, type Wish } from '../../../../domain/registry/commit.ts';
import { healed } from '../../../../domain/registry/heal.ts';
import { shippedDocuments } from '../../../../domain/registry/kinds.ts';

const EMPTY: RegistryHead = { revision: 0, commit: '', documents: new Map() };
const made = (id: string, at = '2026-11-23T09:00:00.000Z') => ({ id, at, by: 'minji' });
const stored = (key: string, document: unknown = {}): Wish => ({ key, state: 'stored', document });

const page = (name: string, sections: readonly string[]) => ({ name, sections });
const provider = (name: string) => ({ ...(shipped.get('providers/recently-viewed') as object), name });
const section = (name: string, from: string) => ({
  ...(shipped.get('sections/recently-viewed') as object),
  name,
  provider: from,
});
const shipped = shippedDocuments();

describe('a change of stored documents', () => {
  it('counts versions by name and revisions by change, and leads back to the version before', () => {
    const first = commitOf(EMPTY, [stored('pages/a'), stored('pages/b')], made('c1'));
    const second = commitOf(first.head, [stored('pages/a')], made('c2'));
    expect(second.head.revision).toBe(2);
    expect(second.versions).toMatchObject([{ version: 2, row: 'c2', previous: 'c1' }]);
    expect([...second.head.documents].map(([key, { version }]) => [key, version])).toEqual([
      ['pages/a', 2],
      ['pages/b', 1],
    ]);
    expect(first.head.documents.get('pages/a')!.version).toBe(1);
  });

  it('goes on counting after a deletion', () => {
    const first = commitOf(EMPTY, [stored('pages/a')], made('c1'));
    const gone = commitOf(first.head, [{ key: 'pages/a', state: 'deleted' }], made('c2'));
    expect(commitOf(gone.head, [stored('pages/a')], made('c3')).versions[0]!.version).toBe(3);
  });

  it('fills a registry to 1,000 and no further, and forgets the longest deleted first', () => {
    const many = Array.from({ length: MOST_DOCUMENTS }, (_, index) => stored(`pages/p${index}`));
    const full = commitOf(EMPTY, many, made('c1')).head;
    expect(() => commitOf(full, [stored('pages/more')], made('c2'))).toThrow(
      'a registry holds at most 1000 stored documents, this would make 1001',
    );
    const older = commitOf(full, [{ key: 'pages/p7', state: 'deleted' }], made('c2')).head;
    const later = made('c3', '2026-11-24T09:00:00.000Z');
    const newer = commitOf(older, [{ key: 'pages/p3', state: 'deleted' }], later).head;
    const { documents } = commitOf(newer, [stored('pages/more')], made('c4')).head;
    expect([documents.has('pages/p7'), documents.has('pages/p3'), documents.has('pages/more')]).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('what holds', () => {
  const rows = new Map<string, DocumentVersion>();
  const holding = (wishes: readonly Wish[]) => {
    const { head, versions } = commitOf(EMPTY, wishes, made('c1'));
    for (const version of versions) rows.set(version.key, version);
    return appliedOf(shipped, head, (key) => rows.get(key));
  };

  it('is what ships, as long as nothing was stored', () => {
    expect(documentsOf(appliedOf(shipped, EMPTY, () => undefined))).toEqual(shipped);
  });

  it('is what was stored over what ships; a deletion hides both, a reset uncovers what ships', () => {
    const applied = holding([
      stored('pages/home', page('home', ['feed'])),
      stored('pages/mine', page('mine', ['feed'])),
      { key: 'pages/item', state: 'deleted' },
      { key: 'pages/category', state: 'reset' },
    ]);
    expect(applied.get('pages/home')).toMatchObject({
      version: 1,
      shipped: false,
      document: page('home', ['feed']),
    });
    expect(applied.get('pages/mine')).toMatchObject({ version: 1, shipped: false });
    expect(applied.has('pages/item')).toBe(false);
    expect(applied.get('pages/category')).toMatchObject({
      version: 1,
      shipped: true,
      document: shipped.get('pages/category'),
    });
  });

  it('gives each content of a name another etag, also that of another release', () => {
    const before = appliedOf(new Map([['pages/a', page('a', ['x'])]]), EMPTY, () => undefined);
    const released = appliedOf(new Map([['pages/a', page('a', ['y'])]]), EMPTY, () => undefined);
    const etags = [before, released, holding([stored('pages/a', page('a', ['x']))])].map(
      (one) => one.get('pages/a')!.etag,
    );
    expect(new Set(etags).size).toBe(3);
    for (const etag of etags) expect(etag).toMatch(/^"[\w-]+"$/);
  });
});

describe('references', () => {
  const documents: Documents = new Map<string, unknown>([
    ['pages/p', page('p', ['s', 't'])],
    ['sections/s', section('s', 'v')],
    ['sections/t', section('t', 'v')],
    ['providers/v', provider('v')],
  ]);
  const without = (...keys: string[]) => new Map([...documents].filter(([key]) => !keys.includes(key)));
  const words = (broken: ReturnType<typeof brokenBy>) => broken.map((one) => brokenInWords(one, documents));

  it('of what ships all lead somewhere', () => {
    expect(brokenReferences(shipped)).toEqual([]);
  });

  it('are told in both directions: who needs what a change deletes, and what a change names in vain', () => {
    expect(words(brokenBy(documents, without('providers/v'), new Set(['providers/v'])))).toEqual([
      'sections/s names providers/v, which this would delete',
      'sections/t names providers/v, which this would delete',
    ]);
    const written = new Map(documents).set('pages/p', page('p', ['s', 'gone', 'lost']));
    expect(words(brokenBy(documents, written, new Set(['pages/p'])))).toEqual([
      'pages/p names sections/gone, which does not exist',
      'pages/p names sections/lost, which does not exist',
    ]);
  });

  it('may go together with what they lead to', () => {
    expect(
      brokenBy(documents, without('pages/p', 'sections/s', 'sections/t', 'providers/v'), new Set()),
    ).toEqual([]);
  });

  it('that were broken before do not stand in the way of other changes, but of their own documents', () => {
    const broken = without('providers/v');
    const more = new Map(broken).set('pages/q', page('q', ['s']));
    expect(brokenBy(broken, more, new Set(['pages/q']))).toEqual([]);
    expect(brokenBy(broken, more, new Set(['pages/q', 'sections/s']))).toHaveLength(1);
  });
});

describe('a document', () => {
  const check = (document: unknown, name = 'p') => checkDocument({ kind: 'pages', name }, document).error;

  it('is checked by the schema of its kind, and must carry the name it is stored under', () => {
    expect(check(page('p', ['s']))).toBeUndefined();
    expect(check(page('q', ['s']))).toBe('name: must be p, as it is addressed, got q');
    expect(check({ ...page('p', ['s']), more: 1 })).toBeInstanceOf(Error);
    expect(check(page('Not A Name', ['s']), 'Not A Name')).toBeInstanceOf(Error);
  });

  it.each(['constructor', 'prototype'])('may not be called %s, which every object has', (name) => {
    expect(check(page(name, ['s']), name)).toBe(`name: must not be ${name}`);
  });

  it.each([
    ['{"name":"p","sections":["s"],"__proto__":{}}'],
    ['{"name":"p","sections":["s"],"constructor":1}'],
  ])('has no key that objects have: %s', (text) => {
    expect(check(JSON.parse(text))).toBeInstanceOf(Error);
  });

  it.each(['NaN', '1e999', '-1', '101'])('weighs no source by %s', (weight) => {
    const sources = [{ source: 'recently-viewed', weight: Number(weight) }];
    const document = { ...provider('v'), sources };
    expect(checkDocument({ kind: 'providers', name: 'v' }, document).error).toBeInstanceOf(Error);
  });
});

describe('documents that cannot serve', () => {
  const sound = new Map<string, readonly unknown[]>([
    ['pages/p', [page('p', ['s'])]],
    ['sections/s', [section('s', 'v')]],
    ['providers/v', [provider('v')]],
  ]);
  const mended = (more: Record<string, readonly unknown[]>) =>
    healed(new Map([...sound, ...Object.entries(more)]));

  it('are none of a valid set', () => {
    expect(healed(sound)).toMatchObject({ replaced: [], dropped: [] });
  });

  it('give way to their newest version that can', () => {
    const { documents, replaced } = mended({
      'pages/p': [{ broken: true }, undefined, page('p', ['s']), page('p', ['t'])],
    });
    expect(documents.get('pages/p')).toEqual(page('p', ['s']));
    expect(replaced).toEqual(['pages/p']);
  });

  it('take those that name them back with them, but nobody else', () => {
    const { documents, replaced, dropped } = mended({
      'pages/p': [page('p', ['new', 's']), page('p', ['s'])],
      'pages/q': [page('q', ['s'])],
      'sections/new': [{ broken: true }],
    });
    expect(documents.get('pages/p')).toEqual(page('p', ['s']));
    expect(documents.get('pages/q')).toEqual(page('q', ['s']));
    expect([replaced, dropped]).toEqual([['pages/p'], ['sections/new']]);
  });

  it('never leave a set that refers to nothing, however they are broken', () => {
    const names = ['a', 'b', 'c'];
    const pages = fc.array(fc.subarray(names, { minLength: 1 }), { maxLength: 3 });
    const sections = fc.array(fc.option(fc.constantFrom(...names), { nil: undefined }), { maxLength: 3 });
    const set = fc.record({
      pages: fc.tuple(pages, pages),
      sections: fc.tuple(sections, sections, sections),
      providers: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    });
    fc.assert(
      fc.property(set, (given) => {
        const candidates = new Map<string, readonly unknown[]>();
        given.pages.forEach(
          (all, i) =>
            void candidates.set(
              `pages/${names[i]}`,
              all.map((to) => page(names[i]!, to)),
            ),
        );
        given.sections.forEach((all, i) => {
          const versions = all.map((to) => (to === undefined ? { broken: true } : section(names[i]!, to)));
          candidates.set(`sections/${names[i]}`, versions);
        });
        given.providers.forEach((there, i) => {
          candidates.set(`providers/${names[i]}`, there ? [provider(names[i]!)] : []);
        });
        const { documents, replaced, dropped } = healed(candidates);
        expect(brokenReferences(documents)).toEqual([]);
        for (const [key, document] of documents) {
          const newest = candidates.get(key)![0];
          expect(candidates.get(key)).toContain(document);
          expect(replaced.includes(key)).toBe(document !== newest);
        }
        expect([...candidates.keys()].filter((key) => !documents.has(key))).toEqual(dropped);
        // Nobody steps back without need: put back, the next newer version would be broken among the others.
        for (const key of [...replaced, ...dropped]) {
          const all = candidates.get(key)!;
          const at = documents.has(key) ? all.indexOf(documents.get(key)) : all.length;
          if (at === 0) continue;
          const back = new Map(documents).set(key, all[at - 1]);
          const refused = (all[at - 1] as { broken?: boolean }).broken === true;
          expect(
            refused || brokenReferences(back).some(({ from }) => `${from.kind}/${from.name}` === key),
          ).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
