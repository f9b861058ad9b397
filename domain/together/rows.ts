import { type CountRules, RowCounter } from './count.ts';
import { type Matrix, transpose, unitCount } from './matrix.ts';
import type { Similarity } from './parameters.ts';
import { scorer } from './score.ts';
import type { TopK } from './top-k.ts';

export interface RowRules extends CountRules {
  readonly similarity: Similarity;
  readonly shrink: number;
}

/** Items of one count part: fixed, so that a model's files are the same however many workers there are. */
export const ITEMS_PER_PART = 4096;

/**
 * The model's rows of items `from` … `to − 1`, as lines of the standard model format, sorted by key. Items
 * without partners have no row.
 */
export function* countRows(matrix: Matrix, from: number, to: number, rules: RowRules): Generator<string> {
  const score = scorer(rules.similarity, rules.shrink, unitCount(matrix));
  const counter = new RowCounter(matrix, transpose(matrix), score, rules);
  const quoted = new Array<string | undefined>(matrix.ids.length);
  for (let item = from; item < Math.min(to, matrix.ids.length); item++) {
    const best = counter.row(item);
    if (best.size > 0) yield line(matrix.ids, item, best, quoted);
  }
}

function line(ids: readonly string[], item: number, best: TopK, quoted: (string | undefined)[]): string {
  const parts: string[] = [];
  best.drain((score, count, other) => {
    quoted[other] ??= JSON.stringify(ids[other]);
    parts.push(`[${quoted[other]},${score},${count}]`);
  });
  return `{"key":${JSON.stringify(ids[item])},"items":[${parts.join(',')}]}\n`;
}
