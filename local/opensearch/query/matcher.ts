import type { Documents } from '../documents.ts';
import type { Mapping } from '../mapping.ts';

/**
 * A query as functions of a document's slot. Scores are single precision, as Lucene's: each is rounded where Lucene
 * casts to float. `score` is asked only of documents that match.
 */
export interface Matcher {
  readonly matches: (slot: number) => boolean;
  readonly score: (slot: number) => number;
  /** Roughly how much work `matches` is: of several conditions the cheap ones are asked first. */
  readonly cost: number;
}

/** What a query is compiled against. */
export interface Scope {
  readonly mapping: Mapping;
  readonly documents: Documents;
}

export const constant = (matches: Matcher['matches'], cost = 1, score = 1): Matcher => ({
  matches,
  cost,
  score: () => score,
});

/** Whether all hold, the cheap ones asked first. */
export function every(matchers: readonly Matcher[]): (slot: number) => boolean {
  const ordered = matchers.toSorted((a, b) => a.cost - b.cost).map(({ matches }) => matches);
  const { length } = ordered;
  return (slot) => {
    for (let at = 0; at < length; at++) if (!(ordered[at] as Matcher['matches'])(slot)) return false;
    return true;
  };
}

export const costOf = (matchers: readonly Matcher[]): number =>
  matchers.reduce((sum, { cost }) => sum + cost, 1);
