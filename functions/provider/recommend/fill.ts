import type { Candidate, RankingContext } from '../../../domain/ranking/context.ts';
import type { Ranked } from '../../../domain/ranking/rank.ts';
import { onItems, onPool, runSteps } from '../../../domain/ranking/steps/index.ts';
import { judge, type Removal, type StepResult } from '../../../domain/ranking/steps/step.ts';
import type { ProviderDocument } from '../../../domain/registry/documents.ts';
import type { ItemReader } from './item-reader.ts';

export interface Filled {
  readonly picked: readonly Candidate[];
  /** The best that was cut, if any: there is a next page. */
  readonly next: Candidate | undefined;
  /** Everything that was cut of what was judged, the best first. */
  readonly rest: readonly Candidate[];
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

/**
 * How many candidates are read at once: a third more than are shown, since few leave by then (the search engine judged by the same rules,
 * rows are of live targets), and a second read costs a millisecond where items that nobody is shown cost every page.
 */
export function roundOf({ steps, pool }: ProviderDocument, limit: number): number {
  const round = Math.ceil(limit * 1.3) + 5;
  return onPool(steps).length > 0 ? Math.max(round, pool) : round;
}

/**
 * dedupe → filters on items → the steps that arrange the pool → cut: takes candidates in order, a round at a time, until the pool (or without
 * arranging the section and one more) is full, or until they run dry.
 */
export async function fill(filling: Filling, context: RankingContext, reader: ItemReader): Promise<Filled> {
  const { provider, limit, whole } = filling;
  const { kept: candidates, removed } = dedupe(filling.ranked.candidates, filling.shown);
  const filters = onItems(provider.steps);
  const arranging = onPool(provider.steps);
  const wanted = arranging.length > 0 ? Math.max(provider.pool, limit + 1) : limit + 1;
  const round = whole ? candidates.length : roundOf(provider, limit);
  const pool: Candidate[] = [];
  const gone = [...removed];
  for (let at = 0; at < candidates.length && (whole || pool.length < wanted); at += round) {
    const part = candidates.slice(at, at + round);
    await reader.need(part.map(({ itemId }) => itemId));
    const judged = runSteps(filters, part, context);
    pool.push(...judged.kept);
    gone.push(...judged.removed);
  }
  // What a ledger judges beyond the pool must not change the order.
  const arranged = runSteps(arranging, pool.slice(0, wanted), context);
  const kept = [...arranged.kept, ...pool.slice(wanted)];
  return {
    picked: kept.slice(0, limit),
    next: kept[limit],
    rest: kept.slice(limit),
    removed: [...gone, ...arranged.removed],
  };
}

/** No item twice on a page: sections fill in page order. */
const dedupe = (candidates: readonly Candidate[], shown: ReadonlySet<string>): StepResult =>
  judge(candidates, 'dedupe', ({ itemId }) =>
    shown.has(itemId) ? 'an earlier section of the page shows it' : undefined,
  );
