import type { StoredItem } from '../catalogue/item.ts';
import { type Facet, facet } from '../clusters/facet.ts';
import type { ProviderDocument, SourceDocument } from '../registry/documents.ts';
import type { Candidate, RankingContext } from './context.ts';
import { tailAfter } from './steps/arrangeable.ts';

/** A list of a category that has too little, asked for once more in the category above. */
export interface Wider {
  readonly parent: string;
  /** Items that are wanted. */
  readonly missing: number;
  readonly provider: ProviderDocument;
  readonly context: RankingContext;
}

const POPULAR: SourceDocument = { source: 'popular', weight: 1, by: 'clusters', window: 'popular' };

/**
 * What fills up the list of a category, where it is all that the request is restricted to: popular items of its parent, which pass all steps
 * of the provider and all other filters. Undefined where the list has enough, or where nothing of it says what is above.
 *
 * @param picked what the category itself gave, all of it
 * @param limit items that are wanted at most
 */
export function widerThan(
  category: string | undefined,
  provider: ProviderDocument,
  picked: readonly Candidate[],
  context: RankingContext,
  limit: number,
): Wider | undefined {
  const { backOff, steps } = provider;
  const missing = Math.min(limit, backOff?.upTo ?? 0) - picked.length;
  if (missing <= 0 || category === undefined || !isOnly(category, context)) return undefined;
  const items = picked.flatMap(({ itemId }) => context.items.get(itemId) ?? []);
  const parent = parentOf(category, items);
  if (parent === undefined) return undefined;
  return {
    parent,
    missing,
    provider: { ...provider, sources: [POPULAR], fallback: [], merge: { merge: 'weighted' } },
    context: {
      ...context,
      filters: { ...context.filters, categories: [parent] },
      facets: context.facets.map((one) => (one.facet === of(category) ? { ...one, facet: of(parent) } : one)),
      before: context.before + picked.length,
      tail: tailAfter(steps, context.tail, picked, context),
    },
  };
}

const of = (category: string): Facet => facet('category', category);

const isOnly = (category: string, { filters: { categories = [] } }: RankingContext): boolean =>
  categories.length === 1 && categories[0] === category;

/** The category above one, as the best of some items has it in its path. */
function parentOf(category: string, items: readonly StoredItem[]): string | undefined {
  const path = items.find(({ categories }) => categories.indexOf(category) > 0)?.categories;
  return path?.[path.indexOf(category) - 1];
}

/** What the parent gave, as it stands behind the category's own: labelled, below its scores. */
export function asBackOff(own: readonly Candidate[], more: readonly Candidate[]): Candidate[] {
  const lowest = own.at(-1)?.score ?? 1;
  const highest = Math.max(...more.map(({ score }) => score));
  return more.map((candidate) => ({
    ...candidate,
    score: highest > 0 ? (candidate.score / highest) * lowest : 0,
    reason: 'popular-in-parent',
    fallback: true,
  }));
}
