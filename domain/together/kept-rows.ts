import { fnv1a } from '../hash.ts';
import { Chooser } from './choose.ts';
import type { CountRules } from './count.ts';
import type { Difference, DifferenceMeta } from './difference.ts';
import { emptyRow, type KeptCounts, type KeptWriter, type PairRow } from './kept-counts.ts';
import type { Matrix } from './matrix.ts';
import { ChangeCounter, CountsDifferError } from './pair-changes.ts';
import { type BothWays, bothWays, UnitCounter } from './pair-units.ts';
import { LineWriter } from './rows.ts';
import { NONE } from './sort.ts';
import type { Range } from './work.ts';

/** What an earlier matrix's counts are brought up to date with. */
export interface CountBase {
  readonly difference: Difference & DifferenceMeta;
  /** Files of its counts, by range, that hold the earlier rows of the items to be counted. */
  readonly kept: readonly KeptCounts[];
}

/**
 * Rows of a model whose pairs' counts are kept for the next run: counted in full, or from what the last one kept and what changed
 * since. The lines are countRows' to the byte, either way, and so is what is kept.
 */
export class KeptRows {
  readonly #matrix: Matrix;
  readonly #least: number;
  readonly #ways: BothWays;
  readonly #units: UnitCounter;
  readonly #chooser: Chooser;
  readonly #lines: LineWriter;
  readonly #row: PairRow;
  /** Of the difference that was counted last, as long as it came to no bad end. */
  #changes: ChangeCounter | undefined;

  constructor(matrix: Matrix, rules: CountRules) {
    this.#matrix = matrix;
    this.#least = leastKept(rules);
    this.#ways = bothWays(matrix);
    this.#units = new UnitCounter(this.#ways, this.#least);
    this.#chooser = new Chooser(this.#ways, matrix, rules);
    this.#lines = new LineWriter(matrix.ids);
    this.#row = emptyRow(matrix.ids.length + 1);
  }

  /** Counts a range from the units. O(Σ over the units of an item of their items) a row */
  countAll(range: Range, writer: KeptWriter | undefined): string[] {
    return this.#each(range, writer, (item) => {
      this.#units.count(item, this.#row);
      return 0;
    });
  }

  /**
   * Counts a range from what was kept. One of its rows is counted in the units too, and must be the same.
   * O(pairs kept and additions) a row
   * @throws CountsDifferError when what was kept is not what it says: nothing of the range is to be used
   */
  countChanges(range: Range, { difference, kept }: CountBase, writer: KeptWriter | undefined): string[] {
    const known = this.#changes?.difference === difference ? this.#changes : undefined;
    const changes = known ?? new ChangeCounter(difference, this.#ways, this.#units, this.#least);
    this.#changes = undefined;
    const sample = range.from + (fnv1a(`${difference.to} ${range.from}`) % (range.to - range.from));
    const lines = this.#each(range, writer, (item) => {
      const old = difference.oldOf[item]!;
      const file = old === NONE ? undefined : fileOf(kept, old);
      changes.count(item, file, this.#row);
      if (item === sample) this.#check(item, this.#row);
      return file?.worst(old) ?? 0;
    });
    this.#changes = changes;
    return lines;
  }

  #each({ from, to }: Range, writer: KeptWriter | undefined, count: (item: number) => number): string[] {
    const lines: string[] = [];
    for (let item = from; item < to; item++) {
      const row = this.#row;
      row.size = 0;
      const guess = this.#ways.rowTotals[item]! < this.#least ? 0 : count(item);
      const best = this.#chooser.choose(item, row, guess);
      writer?.add(row, this.#chooser.worst);
      if (best.size > 0) lines.push(this.#lines.line(item, best));
    }
    return lines;
  }

  #check(item: number, { size, partners, counts }: PairRow): void {
    const counted = emptyRow(this.#matrix.ids.length);
    this.#units.count(item, counted);
    let isSame = size === counted.size;
    for (let at = 0; at < size && isSame; at++)
      isSame = partners[at] === counted.partners[at] && counts[at] === counted.counts[at];
    if (!isSame) throw new CountsDifferError(`the row of ${this.#matrix.ids[item]} is another when counted`);
  }
}

/** Pairs that no row may hold are not kept: most pairs met once. */
export const leastKept = ({ minCount }: Pick<CountRules, 'minCount'>): number => Math.max(1, minCount);

function fileOf(kept: readonly KeptCounts[], item: number): KeptCounts {
  const file = kept.find(({ meta }) => meta.from <= item && item < meta.to);
  if (!file) throw new CountsDifferError(`no file has the counts of item ${item}`);
  return file;
}
