import { accumulate, accumulateListing, type Counts, clear, stepsOf, toCounts } from './accumulate.ts';
import { type Bound, toBound } from './bound.ts';
import type { Pairs } from './pairs.ts';
import type { Similarity } from './parameters.ts';
import { type Score, scorer } from './score.ts';
import { TopK } from './top-k.ts';

export interface CountRules {
  readonly similarity: Similarity;
  readonly shrink: number;
  readonly minCount: number;
  readonly topK: number;
}

/** A row with fewer steps than this part of the items is gathered from a list, a longer one from all counts. */
const DENSE_FROM = 1 / 2;

/**
 * Rows of the item × item matrix of counts, each cut to its best: Gustavson's row-by-row sparse product
 * (1978) of the matrix's columns with its rows, with a dense accumulator that every row uses again.
 *
 * A long row is gathered from the accumulator as a whole. In a short one most pairs meet once, and few of
 * those end up among the best: so only partners that met twice are listed; those that met once are looked at
 * afterwards, only where they are wanted, and in each unit only the lightest, which come first, down to where
 * one meeting cannot reach the k best. What cannot reach them by its bound is not scored at all.
 *
 * O(Σ over the units of an item of their items) a row; memory O(items); nothing is allocated by row.
 */
export class RowCounter {
  readonly #pairs: Pairs;
  readonly #score: Score;
  readonly #bound: Bound;
  readonly #minCount: number;
  /** By rank; all 0 between rows. */
  readonly #counts: Counts;
  readonly #listed: Int32Array;
  readonly #best: TopK;
  /** Slope and base that the k best of now ask for: see Bound. An array, as numbers change an object's shape. */
  readonly #need = new Float64Array(2);

  constructor(pairs: Pairs, { similarity, shrink, minCount, topK }: CountRules) {
    const items = pairs.totals.length;
    this.#pairs = pairs;
    this.#score = scorer(similarity, shrink, pairs.units);
    this.#bound = toBound(similarity, shrink, pairs.totals, pairs.units);
    this.#minCount = Math.max(1, minCount);
    this.#counts = toCounts(pairs);
    this.#listed = new Int32Array(items + 1);
    this.#best = new TopK(Math.min(topK, items));
  }

  /** The best partners of an item, the best first; valid until the next row. */
  row(item: number): TopK {
    const best = this.#best;
    best.clear();
    if (this.#pairs.rowTotals[item]! < this.#minCount) return best;
    this.#need.fill(0);
    if (stepsOf(this.#pairs, item) > this.#counts.length * DENSE_FROM) this.#longRow(item);
    else this.#shortRow(item);
    best.sort();
    return best;
  }

  #longRow(item: number): void {
    const counts = this.#counts;
    accumulate(this.#pairs, item, counts);
    counts[this.#pairs.rankOf[item]!] = 0;
    this.#offerAll(item);
    counts.fill(0);
  }

  /** Offers what was counted, the most common first. */
  #offerAll(item: number): void {
    const counts = this.#counts;
    const weights = this.#bound.weights;
    const need = this.#need;
    const least = this.#minCount;
    for (let rank = counts.length - 1; rank >= 0; rank--) {
      const count = counts[rank]!;
      if (count >= least && count >= need[0]! * weights[rank]! + need[1]!) this.#offer(item, rank, count);
    }
  }

  #shortRow(item: number): void {
    const counts = this.#counts;
    const size = accumulateListing(this.#pairs, item, Math.max(2, this.#minCount), counts, this.#listed);
    counts[this.#pairs.rankOf[item]!] = 0;
    this.#offerListed(item, size);
    if (this.#minCount === 1) this.#offerOnes(item);
    clear(this.#pairs, item, counts);
  }

  /** Offers what was listed, and takes it out of the counts. */
  #offerListed(item: number, size: number): void {
    const counts = this.#counts;
    const listed = this.#listed;
    const weights = this.#bound.weights;
    const need = this.#need;
    for (let at = 0; at < size; at++) {
      const rank = listed[at]!;
      const count = counts[rank]!;
      counts[rank] = 0;
      if (count !== 0 && count >= need[0]! * weights[rank]! + need[1]!) this.#offer(item, rank, count);
    }
  }

  /**
   * Offers what is left, which met once and so stands in one unit only. Partners of one weight score the same
   * and lie in the order of their items: after one that is not taken, none of its weight is.
   */
  #offerOnes(item: number): void {
    const { starts, ranks, columns } = this.#pairs;
    const counts = this.#counts;
    const weights = this.#bound.weights;
    const need = this.#need;
    const end = columns.starts[item + 1]!;
    for (let at = columns.starts[item]!; at < end; at++) {
      const unit = columns.members[at]!;
      const last = starts[unit + 1]!;
      let refused = -1;
      for (let entry = starts[unit]!; entry < last; entry++) {
        const rank = ranks[entry]!;
        const weight = weights[rank]!;
        if (1 < need[0]! * weight + need[1]!) break;
        if (weight === refused || counts[rank] !== 1) continue;
        if (!this.#offer(item, rank, 1)) refused = weight;
      }
    }
  }

  /** @returns false when neither this nor what scores the same with a later item is among the best */
  #offer(item: number, rank: number, count: number): boolean {
    const { rowTotals, totals, targets, itemOf } = this.#pairs;
    if (targets !== undefined && targets[rank] === 0) return true;
    const ni = rowTotals[item]!;
    const best = this.#best;
    if (!best.offer(this.#score(count, ni, totals[rank]!), count, itemOf[rank]!)) return false;
    if (best.isFull) {
      this.#need[0] = this.#bound.slope(best.worst, ni);
      this.#need[1] = this.#bound.base(best.worst, ni);
    }
    return true;
  }
}
