import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import { applyFilters, type Filtered, onItems, type Removal } from '../../../domain/ranking/filters.ts';
import type { Ranked } from '../../../domain/ranking/rank.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { ItemReader } from './item-reader.ts';

export interface Filled {
  readonly picked: readonly Candidate[];
  /** The best that was cut, if any: there is a next page. */
  readonly next: Candidate | undefined;
  readonly removed: readonly Removal[];
}

export interface Filling {
  readonly ranked: Ranked;
  readonly provider: ProviderDocument;
  readonly limit: number;
  /** Shown in an earlier section of this page. */
  readonly shown: ReadonlySet<string>;
  /** Judge every candidate, for a ledger. */
  readonly whole: boolean;
}

/** How many candidates a round reads: enough that most sections need one, at most two BatchGets. */
export const roundOf = (limit: number): number => Math.min(200, 2 * limit + 20);

/**
 * dedupe → filters on items → cut: takes candidates in order, a round at a time, until the section is full
 * and one more is known, or until they run dry.
 */
export async function fill(filling: Filling, context: RankingContext, reader: ItemReader): Promise<Filled> {
  const { kept: candidates, removed } = dedupe(filling.ranked.candidates, filling.shown);
  const filters = onItems(filling.provider.filters);
  const round = filling.whole ? candidates.length : roundOf(filling.limit);
  const kept: Candidate[] = [];
  const gone = [...removed];
  for (let at = 0; at < candidates.length && (filling.whole || kept.length <= filling.limit); at += round) {
    const part = candidates.slice(at, at + round);
    await reader.need(part.map(({ itemId }) => itemId));
    const judged = applyFilters(filters, part, context);
    kept.push(...judged.kept);
    gone.push(...judged.removed);
  }
  return { picked: kept.slice(0, filling.limit), next: kept[filling.limit], removed: gone };
}

/** No item twice on a page: sections fill in page order. */
function dedupe(candidates: readonly Candidate[], shown: ReadonlySet<string>): Filtered {
  const kept = candidates.filter(({ itemId }) => !shown.has(itemId));
  const removed = candidates
    .filter(({ itemId }) => shown.has(itemId))
    .map(({ itemId }) => ({
      itemId,
      step: 'dedupe',
      reason: 'an earlier section of the page shows it',
    }));
  return { kept, removed };
}
