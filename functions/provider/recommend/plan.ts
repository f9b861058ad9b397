import { hasBoosts } from '../../../domain/ranking/boosts.ts';
import type { RankingContext } from '../../../domain/ranking/context.ts';
import type { Places, SearchKnown } from '../../../domain/ranking/places.ts';
import { type Ranked, rank } from '../../../domain/ranking/rank.ts';
import { isSearched, itemsWanted, usesRows } from '../../../domain/ranking/sources/index.ts';
import type { RowsKnown } from '../../../domain/ranking/sources/source.ts';
import { itemsBeside } from '../../../domain/ranking/steps/index.ts';
import type {
  ProviderDocument,
  SectionDocument,
  SourceDocument,
} from '../../../domain/registry/documents.ts';
import type { Found } from '../../../domain/search/search.ts';
import { channelOf } from '../model-reader.ts';
import { type Asking, gather } from './gather.ts';
import type { Documents, Known } from './known.ts';
import { lostBy } from './lost.ts';
import { Sieve } from './sieve.ts';

/** A section with its candidates, before it is filled. */
export interface Plan {
  readonly document: SectionDocument;
  readonly provider: ProviderDocument;
  readonly ranked: Ranked;
  readonly sieve: Sieve;
  readonly places: Places;
  readonly found: ReadonlyMap<SourceDocument, Found>;
  readonly degraded: readonly string[];
}

/** Gathers what some sections live on, all at once, and ranks each. @throws Problem 503 when the items beside cannot be read */
export async function planSections(
  documents: readonly (Documents & Asking)[],
  known: Known,
): Promise<Plan[]> {
  const { query, kitchen, models, reader, boosts } = known;
  const { searching } = kitchen;
  const channel = channelOf(query.context.platform);
  const [{ rows, found, degraded }] = await Promise.all([
    gather(documents, askedOf(known), { models, searching, channel }),
    reader.need(documents.flatMap(({ provider }) => beside(provider, known.context))),
  ]);
  known.context.rows.add(rows);
  const context = { ...known.context, found };
  if (hasBoosts(boosts)) await reader.know(documents.flatMap(({ provider }) => best(provider, context)));
  return documents.map(({ document, provider, places = new Map() }) => {
    const ranked = rank(provider, context, boosts);
    const sieve = new Sieve(ranked.candidates, provider, context, reader);
    const missing = [
      ...known.degraded,
      ...lostBy(provider, known.lost),
      ...(usesModels(provider, searching.isThere) ? degraded : []),
      ...(isWithoutSearch(provider, found) ? ['search'] : []),
    ];
    return { document, provider, places, found, ranked, sieve, degraded: missing };
  });
}

const askedOf = ({ context, boosts, kitchen }: Known): SearchKnown & RowsKnown => ({
  ...context,
  boosts,
  origin: kitchen.goesOn?.at ?? kitchen.now,
});

/** What sources and steps look at beside the candidates. */
const beside = (provider: ProviderDocument, context: RankingContext): string[] => [
  ...itemsWanted(provider, context),
  ...itemsBeside(provider.steps, context),
];

/** Candidates of a source that boosts may reorder: what they are must be read first. */
const BOOSTED = 200;

const best = (provider: ProviderDocument, context: RankingContext): string[] =>
  rank(provider, context)
    .proposals.flatMap(({ candidates }) => candidates.toSorted((a, b) => b.score - a.score).slice(0, BOOSTED))
    .map(({ itemId }) => itemId);

const sourcesOf = ({ sources, fallback }: ProviderDocument): SourceDocument[] => [...sources, ...fallback];

const usesModels = (provider: ProviderDocument, searches: boolean): boolean =>
  sourcesOf(provider).some((source) => usesRows(source) && !(searches && isSearched(source)));

const isWithoutSearch = (provider: ProviderDocument, found: ReadonlyMap<SourceDocument, Found>): boolean =>
  sourcesOf(provider).some((source) => found.get(source) === 'failed');
