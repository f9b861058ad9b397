import type { ProviderDocument } from '../../../domain/registry/documents.ts';

/** What may be lost of a viewer, or of what blends popularity, without costing the page, as a section says it in `degraded`. */
export type Lost = 'purchases' | 'taste' | 'clusters' | 'popularity';

/** What of the lost a section would have looked at. */
export const lostBy = (provider: ProviderDocument, lost: readonly Lost[]): Lost[] =>
  lost.filter((one) => CONCERNS[one](provider));

/** Whose sections each concerns. */
const CONCERNS: Readonly<Record<Lost, (provider: ProviderDocument) => boolean>> = {
  purchases: hasStep('purchased'),
  taste: hasStep('affinity'),
  clusters: asksClusters,
  popularity: ({ sources, fallback }) => [...sources, ...fallback].some(({ source }) => source === 'popular'),
};

function hasStep(name: string) {
  return ({ steps }: ProviderDocument): boolean => steps.some(({ step }) => step === name);
}

/** Whether a provider looks at tastes. */
export const asksTaste = CONCERNS.taste;

/** Whether a provider looks at what people like the viewer act on. */
export function asksClusters({ sources, fallback }: ProviderDocument): boolean {
  return [...sources, ...fallback].some((source) => source.source === 'popular' && source.by === 'clusters');
}

/** Whether learned repurchase rules count though the viewer bought nothing. */
export const asksRules = hasStep('beside');
