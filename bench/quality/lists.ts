import type { StoredItem } from '../../domain/catalogue/item.ts';
import type { Action } from '../../domain/identity/actor.ts';
import { type Candidate, NOBODY, type RankingContext } from '../../domain/ranking/context.ts';
import { rank } from '../../domain/ranking/rank.ts';
import type { RowTable } from '../../domain/ranking/rows.ts';
import { onItems, onPool, runSteps } from '../../domain/ranking/steps/index.ts';
import type { ProviderDocument, StepDocument } from '../../domain/registry/documents.ts';
import type { RuleBook } from '../../domain/repurchase/rule.ts';
import { LIST_LENGTH } from './metrics.ts';

/** A request at a moment by somebody of whom only purchases are known. Rows may be shared by many. */
export interface Asked {
  readonly now: number;
  readonly purchases: readonly Action[];
  readonly itemIds: readonly string[];
  readonly rows: RowTable;
  readonly catalogue: ReadonlyMap<string, StoredItem>;
  /** What was learned of buying again; absent: nothing, so that what was bought before never returns. */
  readonly book?: RuleBook | undefined;
}

/**
 * The first items that a provider answers, by the product's own steps: as they are, and as they would be with others, since
 * ranking costs the most and is the same for all. None of the others may be one that needs no item.
 */
export function listsFor(
  provider: ProviderDocument,
  asked: Asked,
  steps: readonly (readonly StepDocument[])[],
): string[][] {
  const context = contextOf(asked);
  const { candidates } = rank(provider, context);
  return steps.map((own) => firstOf(candidates, own, provider.pool, context));
}

export const listFor = (provider: ProviderDocument, asked: Asked): string[] =>
  listsFor(provider, asked, [provider.steps])[0]!;

/** A pool is filled only where a step looks at it. */
function firstOf(
  candidates: readonly Candidate[],
  steps: readonly StepDocument[],
  size: number,
  context: RankingContext,
): string[] {
  const arranging = onPool(steps);
  const pool = filtered(candidates, steps, arranging.length > 0 ? size : LIST_LENGTH, context);
  const { kept } = runSteps(arranging, pool, context);
  return kept.slice(0, LIST_LENGTH).map(({ itemId }) => itemId);
}

/** What a filter takes away is made up for by what comes behind. */
function filtered(
  candidates: readonly Candidate[],
  steps: readonly StepDocument[],
  wanted: number,
  context: RankingContext,
): Candidate[] {
  const filters = onItems(steps);
  const pool: Candidate[] = [];
  for (const candidate of candidates) {
    if (pool.length === wanted) break;
    pool.push(...runSteps(filters, [candidate], context).kept);
  }
  return pool;
}

const contextOf = ({ now, purchases, itemIds, rows, catalogue, book }: Asked): RankingContext => ({
  repurchase: book && { book },
  now,
  viewer: { ...NOBODY, purchases, shownPurchases: purchases },
  facets: [],
  itemIds,
  cart: new Set(),
  hidden: new Set(),
  isExcluded: () => false,
  filters: {},
  rows,
  found: new Map(),
  before: 0,
  tail: [],
  seed: '',
  items: catalogue,
});
