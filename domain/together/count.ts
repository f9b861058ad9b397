import type { Matrix } from './matrix.ts';
import type { Score } from './score.ts';
import type { Groups } from './sort.ts';
import { TopK } from './top-k.ts';

export interface CountRules {
  readonly minCount: number;
  readonly topK: number;
}

/**
 * Rows of the item × item matrix of counts, each cut to its best: Gustavson's row-by-row sparse product
 * (1978) of the matrix's columns with its rows. A dense accumulator and the list of what was touched are
 * used again for every row. O(Σ over the units of an item of their items) a row; memory O(items).
 */
export class RowCounter {
  readonly #matrix: Matrix;
  readonly #columns: Groups;
  readonly #score: Score;
  readonly #rules: CountRules;
  readonly #counts: Uint32Array;
  readonly #touched: Uint32Array;
  readonly #best: TopK;

  constructor(matrix: Matrix, columns: Groups, score: Score, rules: CountRules) {
    this.#matrix = matrix;
    this.#columns = columns;
    this.#score = score;
    this.#rules = rules;
    this.#counts = new Uint32Array(matrix.ids.length);
    this.#touched = new Uint32Array(matrix.ids.length);
    this.#best = new TopK(Math.min(rules.topK, matrix.ids.length));
  }

  /** The best partners of an item; valid until the next row. */
  row(item: number): TopK {
    this.#offer(item, this.#accumulate(item));
    return this.#best;
  }

  /** Counts every item that shares a unit with this one; answers how many there are (itself among them). */
  #accumulate(item: number): number {
    const { starts, items } = this.#matrix;
    const { starts: columnStarts, members } = this.#columns;
    const [counts, touched] = [this.#counts, this.#touched];
    const end = columnStarts[item + 1]!;
    let size = 0;
    for (let at = columnStarts[item]!; at < end; at++) {
      const unit = members[at]!;
      const last = starts[unit + 1]!;
      for (let entry = starts[unit]!; entry < last; entry++) {
        const other = items[entry]!;
        if (counts[other]!++ === 0) touched[size++] = other;
      }
    }
    return size;
  }

  #offer(item: number, size: number): void {
    const { starts } = this.#columns;
    const targets = this.#matrix.targets;
    const [counts, touched, best, score] = [this.#counts, this.#touched, this.#best, this.#score];
    const { minCount } = this.#rules;
    const ni = starts[item + 1]! - starts[item]!;
    counts[item] = 0;
    for (let at = 0; at < size; at++) {
      const other = touched[at]!;
      const c = counts[other]!;
      counts[other] = 0;
      if (c < minCount || c === 0 || (targets !== undefined && targets[other] === 0)) continue;
      best.offer(score(c, ni, starts[other + 1]! - starts[other]!), c, other);
    }
  }
}
