import { type Bound, toBound } from './bound.ts';
import { BLOCK, type Kernel, loadKernel } from './kernel.ts';
import { counterWidth, LISTED, type Pairs, rankWidth, toScratch } from './pairs.ts';
import type { Similarity } from './parameters.ts';
import { type Score, scorer } from './score.ts';
import { TopK } from './top-k.ts';

export interface CountRules {
  readonly similarity: Similarity;
  readonly shrink: number;
  readonly minCount: number;
  readonly topK: number;
}

/** A row of fewer steps than this for each block marks the blocks that it touches; a longer one looks at them all. */
const MARKING_BELOW = 2;

/**
 * Rows of the item × item matrix of counts, each cut to its best: Gustavson's row-by-row sparse product
 * (1978) of the matrix's columns with its rows, with a dense accumulator that every row uses again.
 *
 * Counting, and finding the counts that reach a bar, is WebAssembly (wasm/kernel.ts); scores and the choice of the best are not. Partners
 * are listed some at a time, and the k best so far set the bar for the next: so most are never scored. The likely best come first: of a
 * short row the rarest, of a long one the most common.
 *
 * O(Σ over the units of an item of their items) a row, and a sixteenth of the items; nothing is allocated by row.
 */
export class RowCounter {
  readonly #pairs: Pairs;
  readonly #kernel: Kernel;
  readonly #score: Score;
  readonly #bound: Bound;
  readonly #minCount: number;
  readonly #blocks: number;
  /** What the kernel listed. */
  readonly #ranks: Uint32Array;
  readonly #counted: Uint32Array;
  readonly #offers = toOffers();
  readonly #best: TopK;

  /** @param thread which of the counters that the pairs have room for */
  constructor(pairs: Pairs, { similarity, shrink, minCount, topK }: CountRules, thread = 0) {
    const { totals, units, byItem, at, memory } = pairs;
    const scratch = toScratch(totals.length, pairs.most, at.scratches[thread]!);
    this.#pairs = pairs;
    this.#score = scorer(similarity, shrink, units);
    this.#bound = toBound(similarity, shrink, totals, units, byItem);
    this.#minCount = Math.max(1, minCount);
    this.#best = new TopK(Math.min(topK, totals.length));
    this.#blocks = scratch.blocks;
    this.#ranks = new Uint32Array(memory.buffer, scratch.ranks, LISTED);
    this.#counted = new Uint32Array(memory.buffer, scratch.counted, LISTED);
    // In a block the first weighs least, and so needs the least count.
    const weights = new Float64Array(memory.buffer, scratch.weights, scratch.blocks);
    for (let block = 0; block < scratch.blocks; block++) weights[block] = this.#bound.weights[block * BLOCK]!;
    this.#kernel = loadKernel(memory);
    this.#kernel.matrixAt(at.starts, at.ranks, at.columnStarts, at.columnMembers, totals.length);
    const { counts, marks, ranks, counted } = scratch;
    this.#kernel.scratchAt(scratch.weights, counts, marks, ranks, counted, LISTED);
  }

  /** The best partners of an item, the best first; valid until the next row. */
  row(item: number): TopK {
    const best = this.#best;
    best.clear();
    const ni = this.#pairs.rowTotals[item]!;
    if (ni < this.#minCount) return best;
    const { columnStarts, totals, rankOf, byItem } = this.#pairs;
    const width = counterWidth(columnStarts[item + 1]! - columnStarts[item]!);
    const steps = this.#kernel.stepsOf(item);
    const marking = steps < MARKING_BELOW * this.#blocks;
    this.#kernel[`${marking ? 'mark' : 'count'}${rankWidth(totals.length)}by${width}`](item, rankOf[item]!);
    const backwards = steps > totals.length && !byItem;
    this.#choose(ni, this.#kernel[`list${width}`], marking, backwards);
    best.sort();
    return best;
  }

  #choose(ni: number, list: Kernel['list1'], marked: boolean, backwards: boolean): void {
    const best = this.#best;
    let slope = 0;
    let base = 0;
    while (this.#kernel.isDone() === 0) {
      this.#offer(ni, list(marked, backwards, this.#minCount, slope, base));
      if (!best.isFull) continue;
      slope = this.#bound.slope(best.worst, ni);
      base = this.#bound.base(best.worst, ni);
    }
  }

  #offer(ni: number, size: number): void {
    const { totals, targets, itemOf } = this.#pairs;
    const { scores, counts, items } = this.#offers;
    const ranks = this.#ranks;
    const counted = this.#counted;
    const score = this.#score;
    let offered = 0;
    for (let at = 0; at < size; at++) {
      const rank = ranks[at]!;
      const count = counted[at]!;
      scores[offered] = score(count, ni, totals[rank]!);
      counts[offered] = count;
      items[offered] = itemOf[rank]!;
      offered += targets === undefined ? 1 : targets[rank]!;
    }
    this.#best.offerAll(this.#offers, offered);
  }
}

const toOffers = () => ({
  scores: new Float64Array(LISTED),
  counts: new Uint32Array(LISTED),
  items: new Uint32Array(LISTED),
});
