import type { ProviderDocument, SourceDocument } from '../registry/documents.ts';
import { type Boosts, boosted, NO_BOOSTS } from './boosts.ts';
import { type Candidate, isKnown, type RankingContext } from './context.ts';
import { applyFilters, beforeItems, type Removal } from './filters.ts';
import { interleave } from './interleave.ts';
import { append, merge, type Weighted } from './merge.ts';
import { candidatesOf } from './sources.ts';

/** What each source proposed, for the ledger. */
export interface Proposal {
  readonly source: string;
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

export interface Ranked {
  /** Best first; what needs the item to be judged is still among them. */
  readonly candidates: readonly Candidate[];
  readonly proposals: readonly Proposal[];
  readonly removed: readonly Removal[];
}

/** sources → boosts → merge → fallback behind → the filters that need no item. Boosts count for the items that were read. */
export function rank(provider: ProviderDocument, context: RankingContext, boosts = NO_BOOSTS): Ranked {
  const proposals = propose(provider.sources, context, boosts);
  const behind = propose(provider.fallback, context, boosts);
  const pattern = patternOf(provider, context);
  const before = pattern
    ? interleave(
        proposals.map(({ candidates }) => candidates),
        pattern,
      )
    : merge(proposals);
  const merged = append(before, merge(behind));
  const { kept, removed } = applyFilters(beforeItems(provider.filters), merged, context);
  return { candidates: kept, removed, proposals: [...proposals, ...behind] };
}

const patternOf = ({ pattern, patternForUnknown }: ProviderDocument, { viewer }: RankingContext) =>
  isKnown(viewer) ? pattern : (patternForUnknown ?? pattern);

const propose = (
  sources: readonly SourceDocument[],
  context: RankingContext,
  boosts: Boosts,
): (Proposal & Weighted)[] =>
  sources.map((source) => ({
    source: source.source,
    weight: source.weight,
    candidates: boosted(candidatesOf(source, context), boosts, context.items),
  }));
