import { deal, place, toBuckets } from './buckets.ts';

/** Entries in columns: by slot, of each its score, count and item. */
export interface Entries {
  readonly scores: Float64Array;
  readonly counts: Uint32Array;
  readonly items: Uint32Array;
}

/** Offers at once, at most. */
export const AT_ONCE = 256;
/** From so many times k on a cut is worth its while; when it leaves more than so many, they score about the same. */
const ENOUGH = 1.5;
const TOO_MANY = 3;

/**
 * The k best of what is offered: by score descending, then count descending, then item ascending. Offers are kept as they
 * come, and now and then all but about the k best are dropped; only at the end are they sorted. Both go by buckets of the
 * scores' leading bits, as comparisons of single entries are what no processor can guess: O(1) an offer, O(k) a sort where
 * scores are spread or equal ones come in order. Nothing is allocated after the constructor.
 */
export class TopK {
  size = 0;
  /** After sort(), the best first. */
  readonly scores: Float64Array;
  readonly counts: Uint32Array;
  readonly items: Uint32Array;
  readonly #k: number;
  readonly #offered: Entries;
  readonly #buckets;
  /** An entry that k offers are no worse than: what is worse need not be kept. */
  #bar = Number.NEGATIVE_INFINITY;
  #barCount = 0;
  #barItem = 0;

  constructor(k: number) {
    const room = TOO_MANY * k + AT_ONCE;
    this.#k = k;
    this.#offered = toEntries(room);
    this.#buckets = toBuckets(this.#offered.scores);
    const { scores, counts, items } = toEntries(room);
    this.scores = scores;
    this.counts = counts;
    this.items = items;
  }

  get isFull(): boolean {
    return this.size >= this.#k;
  }

  /** Once it is full: a score that k offers reach. What scores below it need not be offered. */
  get worst(): number {
    if (this.#bar === Number.NEGATIVE_INFINITY) this.#cut();
    return this.#bar;
  }

  clear(): void {
    this.size = 0;
    this.#bar = Number.NEGATIVE_INFINITY;
  }

  /** @returns whether it may be among the k best */
  offer(score: number, count: number, item: number): boolean {
    if (score < this.#bar || (score === this.#bar && !this.#isAbove(count, item))) return false;
    const { scores, counts, items } = this.#offered;
    scores[this.size] = score;
    counts[this.size] = count;
    items[this.size] = item;
    this.size++;
    if (this.size === scores.length) this.#cut();
    return true;
  }

  /** Offers the first `size` of many. @param size AT_ONCE at most */
  offerAll(offers: Entries, size: number): void {
    if (this.size + size > this.#offered.scores.length) this.#cut();
    const { scores, counts, items } = this.#offered;
    const bar = this.#bar;
    let kept = this.size;
    for (let at = 0; at < size; at++) {
      const score = offers.scores[at]!;
      const count = offers.counts[at]!;
      const item = offers.items[at]!;
      scores[kept] = score;
      counts[kept] = count;
      items[kept] = item;
      if (score === bar) kept += this.#isAbove(count, item) ? 1 : 0;
      else kept += score > bar ? 1 : 0;
    }
    this.size = kept;
    if (kept > ENOUGH * this.#k) this.#cut();
  }

  /** Puts the k best first, for reading; the next thing to do is clear(). */
  sort(): void {
    const first = deal(this.size, this.#k, this.#buckets);
    const size = place(this.#offered, this.size, first, this.#buckets, this);
    finish(this, size);
    this.size = Math.min(this.#k, size);
  }

  /** Whether what scores as the bar does ranks above it. */
  #isAbove(count: number, item: number): boolean {
    return count === this.#barCount ? item < this.#barItem : count > this.#barCount;
  }

  /** Drops what is surely not among the k best, and raises the bar. */
  #cut(): void {
    if (this.size < this.#k || this.#k === 0) return;
    const first = deal(this.size, this.#k, this.#buckets);
    this.#keep(first, this.#k - this.#buckets.tally[first]!);
    if (this.size > TOO_MANY * this.#k) this.#cutExactly();
  }

  /**
   * Keeps what lies in higher buckets than the first; of the first itself what comes until there are `enough`, then only
   * what ranks above the worst of these, which becomes the bar.
   */
  #keep(first: number, enough: number): void {
    // Single variables, as taking arrays apart costs more than all else here.
    const { scores, counts, items } = this.#offered;
    const { keys } = this.#buckets;
    const size = this.size;
    let kept = 0;
    let lowest = 0;
    this.#bar = Number.POSITIVE_INFINITY;
    for (let at = 0; at < size; at++) {
      const key = keys[at]!;
      if (key < first) continue;
      const score = scores[at]!;
      const count = counts[at]!;
      const item = items[at]!;
      if (key === first) {
        const isWorst = score < this.#bar || (score === this.#bar && !this.#isAbove(count, item));
        if (isWorst && lowest >= enough) continue;
        if (isWorst) this.#raise(score, count, item);
        lowest++;
      }
      scores[kept] = score;
      counts[kept] = count;
      items[kept] = item;
      kept++;
    }
    this.size = kept;
  }

  #raise(score: number, count: number, item: number): void {
    this.#bar = score;
    this.#barCount = count;
    this.#barItem = item;
  }

  #cutExactly(): void {
    this.sort();
    const last = this.size - 1;
    for (const name of ['scores', 'counts', 'items'] as const)
      this.#offered[name].set(this[name].subarray(0, this.size));
    this.#raise(this.scores[last]!, this.counts[last]!, this.items[last]!);
  }
}

const toEntries = (room: number): Entries => ({
  scores: new Float64Array(room),
  counts: new Uint32Array(room),
  items: new Uint32Array(room),
});

/** Sorts by insertion what lies in order by buckets: an entry moves only within its own. */
function finish(entries: Entries, size: number): void {
  const { scores, counts, items } = entries;
  for (let at = 1; at < size; at++) {
    const score = scores[at]!;
    const count = counts[at]!;
    const item = items[at]!;
    let slot = at;
    for (; slot > 0 && isWorse(entries, slot - 1, score, count, item); slot--) {
      scores[slot] = scores[slot - 1]!;
      counts[slot] = counts[slot - 1]!;
      items[slot] = items[slot - 1]!;
    }
    if (slot === at) continue;
    scores[slot] = score;
    counts[slot] = count;
    items[slot] = item;
  }
}

/** Whether the entry in this slot ranks below another. */
function isWorse(
  { scores, counts, items }: Entries,
  slot: number,
  score: number,
  count: number,
  item: number,
): boolean {
  const own = scores[slot]!;
  if (own !== score) return own < score;
  if (counts[slot] !== count) return counts[slot]! < count;
  return items[slot]! > item;
}
