/**
 * The k best of what is offered: by score descending, then count descending, then item ascending. A binary
 * heap with the worst of them on top, in typed arrays: O(log k) an offer that is taken, O(1) one that is not;
 * nothing is allocated after the constructor.
 */
export class TopK {
  size = 0;
  /** After sort(), the best first. */
  readonly scores: Float64Array;
  readonly counts: Uint32Array;
  readonly items: Uint32Array;
  readonly #k: number;

  constructor(k: number) {
    this.#k = k;
    this.scores = new Float64Array(k);
    this.counts = new Uint32Array(k);
    this.items = new Uint32Array(k);
  }

  get isFull(): boolean {
    return this.size === this.#k;
  }

  /** Score of the worst that is kept: what scores below it need not be offered once there are k. */
  get worst(): number {
    return this.scores[0]!;
  }

  clear(): void {
    this.size = 0;
  }

  /** @returns whether it is among the k best so far */
  offer(score: number, count: number, item: number): boolean {
    if (this.size < this.#k) {
      this.#rise(this.size++, score, count, item);
      return true;
    }
    if (this.size === 0 || !this.#isWorse(0, score, count, item)) return false;
    this.#sink(this.size, score, count, item);
    return true;
  }

  /** Puts the best first, for reading; the next thing to do is clear(). A heap sort: O(k log k). */
  sort(): void {
    for (let last = this.size - 1; last > 0; last--) {
      const score = this.scores[last]!;
      const count = this.counts[last]!;
      const item = this.items[last]!;
      this.#copy(0, last);
      this.#sink(last, score, count, item);
    }
  }

  /** Whether the entry in this slot ranks below another. */
  #isWorse(slot: number, score: number, count: number, item: number): boolean {
    const own = this.scores[slot]!;
    if (own !== score) return own < score;
    if (this.counts[slot] !== count) return this.counts[slot]! < count;
    return this.items[slot]! > item;
  }

  #set(slot: number, score: number, count: number, item: number): void {
    this.scores[slot] = score;
    this.counts[slot] = count;
    this.items[slot] = item;
  }

  #copy(from: number, to: number): void {
    this.#set(to, this.scores[from]!, this.counts[from]!, this.items[from]!);
  }

  #rise(from: number, score: number, count: number, item: number): void {
    let slot = from;
    while (slot > 0) {
      const parent = (slot - 1) >>> 1;
      if (this.#isWorse(parent, score, count, item)) break;
      this.#copy(parent, slot);
      slot = parent;
    }
    this.#set(slot, score, count, item);
  }

  /** Puts an entry in the place of the worst among the first `size`. */
  #sink(size: number, score: number, count: number, item: number): void {
    let slot = 0;
    while (true) {
      const child = this.#worseChild(slot, size);
      if (child < 0 || !this.#isWorse(child, score, count, item)) break;
      this.#copy(child, slot);
      slot = child;
    }
    this.#set(slot, score, count, item);
  }

  #worseChild(slot: number, size: number): number {
    const left = 2 * slot + 1;
    if (left >= size) return -1;
    const right = left + 1;
    if (right >= size) return left;
    return this.#isWorse(right, this.scores[left]!, this.counts[left]!, this.items[left]!) ? right : left;
  }
}
