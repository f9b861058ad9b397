import type { z } from 'zod';
import { DEFAULT_DOCUMENTS } from './defaults.ts';
import {
  type PageDocument,
  type ProviderDocument,
  registryDocuments,
  type SectionDocument,
} from './documents.ts';

/** The documents by name, with every reference known to lead somewhere. */
export interface Registry {
  readonly pages: ReadonlyMap<string, PageDocument>;
  readonly sections: ReadonlyMap<string, SectionDocument>;
  readonly providers: ReadonlyMap<string, ProviderDocument>;
}

export class BrokenReferenceError extends Error {
  readonly code = 'broken-reference';
}

/** Checks documents and what they refer to. @throws ZodError, BrokenReferenceError */
export function makeRegistry(documents: unknown): Registry {
  const { pages, sections, providers } = registryDocuments.parse(documents);
  const registry = { pages: named(pages), sections: named(sections), providers: named(providers) };
  for (const page of pages)
    for (const section of page.sections)
      if (!registry.sections.has(section)) throw broken('page', page.name, 'section', section);
  for (const { name, provider } of sections)
    if (!registry.providers.has(provider)) throw broken('section', name, 'provider', provider);
  return registry;
}

const named = <T extends { readonly name: string }>(documents: readonly T[]): Map<string, T> =>
  new Map(documents.map((document) => [document.name, document]));

const broken = (kind: string, from: string, target: string, to: string) =>
  new BrokenReferenceError(`${kind} ${from} refers to the ${target} ${to}, which does not exist`);

export const defaultRegistry = (): Registry =>
  makeRegistry(DEFAULT_DOCUMENTS satisfies z.input<typeof registryDocuments> | object);
