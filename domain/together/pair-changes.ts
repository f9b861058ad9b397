import type { Difference } from './difference.ts';
import { emptyRow, type KeptCounts, type PairRow } from './kept-counts.ts';
import { type BothWays, MeetingCounter, type UnitCounter } from './pair-units.ts';
import { NONE } from './sort.ts';

/** What was kept does not go together with what changed: it was not counted in the matrix that it names. */
export class CountsDifferError extends Error {
  readonly code = 'counts-differ';
}

/**
 * Rows of pairs that met at least `least` times, from those that were kept of an earlier matrix and the difference. Pairs that met less
 * often than what was kept are not known: one that met again is counted in the units, and there are few.
 */
export class ChangeCounter {
  readonly difference: Difference;
  readonly #meetings: MeetingCounter;
  readonly #least: number;
  /** Additions to the counts of one row; 0 between rows. */
  readonly #changes: Int32Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: Uint32Array;
  readonly #old: PairRow;

  constructor(difference: Difference, ways: BothWays, units: UnitCounter, least: number) {
    this.difference = difference;
    this.#meetings = new MeetingCounter(ways, units);
    this.#least = least;
    this.#changes = new Int32Array(difference.items);
    this.#isTouched = new Uint8Array(difference.items);
    this.#touched = new Uint32Array(difference.items);
    this.#old = emptyRow(difference.items);
  }

  /**
   * An item's row.
   * @param kept the file that holds its earlier row; undefined for an item that had none
   * @throws CountsDifferError
   */
  count(item: number, kept: KeptCounts | undefined, row: PairRow): void {
    const touched = this.#addChanges(item);
    const oldItem = this.difference.oldOf[item]!;
    this.#old.size = 0;
    if (kept && oldItem !== NONE) kept.read(oldItem, this.#old);
    const least = kept?.meta.least ?? 1;
    if (touched === 0 && least === this.#least) this.#renumber(row);
    else {
      this.#addKept(row, least);
      this.#addMet(item, touched, least, row);
    }
  }

  /** Most rows do not change at all. */
  #renumber(row: PairRow): void {
    const { newOf, oldOf } = this.difference;
    const { size, partners, counts } = this.#old;
    for (let index = 0; index < size; index++) {
      const partner = newOf[partners[index]!]!;
      if (!(partner < oldOf.length)) throw new CountsDifferError('a pair met, and one of it is not there');
      row.partners[index] = partner;
      row.counts[index] = counts[index]!;
    }
    row.size = size;
  }

  /** Gathers what the difference adds to a row. @returns how many partners it touches */
  #addChanges(item: number): number {
    const { rows, sets } = this.difference;
    const [changes, isTouched, touched] = [this.#changes, this.#isTouched, this.#touched];
    let size = 0;
    for (let entry = rows.starts[item]!; entry < rows.starts[item + 1]!; entry++) {
      const set = rows.sets[entry]!;
      const weight = rows.weights[entry]!;
      for (let at = sets.starts[set]!; at < sets.starts[set + 1]!; at++) {
        const partner = sets.items[at]!;
        changes[partner]! += weight;
        touched[size] = partner;
        size += 1 - isTouched[partner]!;
        isTouched[partner] = 1;
      }
    }
    changes[item] = 0;
    return size;
  }

  /** Brings what was kept up to date, in the numbers of now: they keep its order. */
  #addKept(row: PairRow, least: number): void {
    const { newOf, oldOf } = this.difference;
    const { size, partners, counts } = this.#old;
    const changes = this.#changes;
    let kept = 0;
    for (let index = 0; index < size; index++) {
      const partner = newOf[partners[index]!]!;
      const count = counts[index]! + changes[partner]!;
      changes[partner] = 0;
      if (partner >= oldOf.length ? count !== 0 : !(count >= 0 && counts[index]! >= least))
        throw new CountsDifferError(`a pair was met ${counts[index]} times, and now ${count} times`);
      row.partners[kept] = partner;
      row.counts[kept] = count;
      kept += count >= this.#least ? 1 : 0;
    }
    row.size = kept;
  }

  /** Looks at what changed of pairs that were not kept: those that may meet often enough now are counted. */
  #addMet(item: number, touched: number, least: number, row: PairRow): void {
    const { oldOf } = this.difference;
    const unknown: number[] = [];
    const changes: number[] = [];
    for (let at = 0; at < touched; at++) {
      const partner = this.#touched[at]!;
      const change = this.#changes[partner]!;
      this.#changes[partner] = 0;
      this.#isTouched[partner] = 0;
      if (change + least - 1 < 0)
        throw new CountsDifferError(`a pair met less than ${least} times, and ${-change} times less now`);
      if (change <= 0 || partner >= oldOf.length || change + least - 1 < this.#least) continue;
      unknown.push(partner);
      changes.push(change);
    }
    if (unknown.length === 0) return;
    // All pairs were kept: one that was not never met.
    const counts = least === 1 ? changes : this.#meetings.count(item, unknown);
    for (const [index, count] of counts.entries())
      if (count < changes[index]! || count - changes[index]! >= least)
        throw new CountsDifferError(`a pair met ${count} times, ${changes[index]} more than it had`);
    merge(row, unknown, counts, this.#least);
  }
}

/** Puts the partners that met at least `least` times in their places. O(row + partners log partners) */
function merge(row: PairRow, partners: readonly number[], counts: readonly number[], least: number): void {
  const added = partners
    .map((partner, index) => ({ partner, count: counts[index]! }))
    .filter(({ count }) => count >= least)
    .sort((a, b) => a.partner - b.partner);
  let from = row.size - 1;
  let to = row.size + added.length - 1;
  row.size = to + 1;
  for (let next = added.length - 1; next >= 0; to--) {
    const { partner, count } = added[next]!;
    if (from >= 0 && row.partners[from]! > partner) {
      row.partners[to] = row.partners[from]!;
      row.counts[to] = row.counts[from--]!;
    } else {
      row.partners[to] = partner;
      row.counts[to] = count;
      next--;
    }
  }
}
