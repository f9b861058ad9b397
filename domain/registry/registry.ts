import { DEFAULT_DOCUMENTS } from './defaults/index.ts';
import {
  type DocumentKind,
  type ExperimentDocument,
  type ModelDocument,
  type PageDocument,
  type ProviderDocument,
  registryDocuments,
  type SectionDocument,
  type SlotDocument,
} from './documents.ts';

/** The documents by name, with every reference known to lead somewhere. */
export interface Registry {
  readonly pages: ReadonlyMap<string, PageDocument>;
  readonly sections: ReadonlyMap<string, SectionDocument>;
  readonly providers: ReadonlyMap<string, ProviderDocument>;
  readonly models: ReadonlyMap<string, ModelDocument>;
  readonly experiments: ReadonlyMap<string, ExperimentDocument>;
}

export class BrokenReferenceError extends Error {
  readonly code = 'broken-reference';
}

/** A document that another one names. */
export interface Reference {
  readonly kind: DocumentKind;
  readonly name: string;
}

/** Checks documents and what they refer to. @throws ZodError, BrokenReferenceError naming the first that leads nowhere */
export function makeRegistry(documents: unknown): Registry {
  const parsed = registryDocuments.parse(documents);
  const registry: Registry = {
    pages: named(parsed.pages),
    sections: named(parsed.sections),
    providers: named(parsed.providers),
    models: named(parsed.models),
    experiments: named(parsed.experiments),
  };
  for (const kind of Object.keys(registry) as DocumentKind[])
    for (const document of parsed[kind])
      for (const to of referencesOf(kind, document))
        if (!registry[to.kind].has(to.name)) throw broken({ kind, name: document.name }, to);
  return registry;
}

/** What a document of a kind names. */
export function referencesOf(kind: DocumentKind, document: unknown): Reference[] {
  switch (kind) {
    case 'pages':
      return sectionsOf(document as PageDocument).map((name) => ({ kind: 'sections', name }));
    case 'sections':
      return [{ kind: 'providers', name: (document as SectionDocument).provider }];
    case 'providers':
      return modelsOf(document as ProviderDocument).map((name) => ({ kind: 'models', name }));
    case 'models':
      return [];
    case 'experiments': {
      const { section, variants } = document as ExperimentDocument;
      const providers = variants.map(({ provider }) => ({ kind: 'providers', name: provider }) as const);
      return [{ kind: 'sections', name: section }, ...providers];
    }
  }
}

/** Names of a page's sections, from top to bottom. */
export const sectionsOf = ({ sections }: PageDocument): string[] =>
  sections.filter((entry) => typeof entry === 'string');

/** A page's static slots, each with the number of sections above it. */
export const slotsOf = ({ sections }: PageDocument): (SlotDocument & { readonly after: number })[] =>
  sections.flatMap((entry, place) => {
    if (typeof entry === 'string') return [];
    return [{ ...entry, after: sections.slice(0, place).filter((one) => typeof one === 'string').length }];
  });

const modelsOf = ({ sources, fallback }: ProviderDocument): string[] =>
  [...sources, ...fallback].flatMap((source) => (source.source === 'model' ? [source.model] : []));

const named = <T extends { readonly name: string }>(documents: readonly T[]): Map<string, T> =>
  new Map(documents.map((document) => [document.name, document]));

const broken = (from: Reference, to: Reference) =>
  new BrokenReferenceError(
    `${ONE[from.kind]} ${from.name} refers to the ${ONE[to.kind]} ${to.name}, which does not exist`,
  );

const ONE = {
  pages: 'page',
  sections: 'section',
  providers: 'provider',
  models: 'model',
  experiments: 'experiment',
} as const;

export const defaultRegistry = (): Registry => makeRegistry(DEFAULT_DOCUMENTS);
